from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    """What could help somebody, and for workers: instruments with their limits, and the law."""

    name = "waymark.screening"
    label = "screening"

    def ready(self) -> None:
        """Open this room's door, and let content link to it."""
        from waymark.learn.content import addresses
        from waymark.web import doors
        from waymark.web.doors import Door

        text = _("A few questions, all of which you can skip. Then you see what there is.")
        doors.register(Door("options", _("What could help me"), text, "options", 15))
        addresses.register("options", "options")
