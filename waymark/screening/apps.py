from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """What could help somebody, and for workers: instruments with their limits, and the law."""

    name = "waymark.screening"
    label = "screening"
