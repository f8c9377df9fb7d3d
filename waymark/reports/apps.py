from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "waymark.reports"
    label = "reports"
