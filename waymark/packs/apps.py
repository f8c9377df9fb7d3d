from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "waymark.packs"
    label = "packs"
