from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    """What could help somebody, and for workers: instruments with their limits, and the law."""

    name = "waymark.screening"
    label = "screening"

    def ready(self) -> None:
        """Open this room's door, let content link to it, and name the pages for workers."""
        from waymark.learn.content import addresses
        from waymark.screening.permissions import may_read_tools
        from waymark.web import doors, navigation
        from waymark.web.doors import Door
        from waymark.web.navigation import Entry, Menu

        text = _("A few questions, all of which you can skip. Then you see what there is.")
        doors.register(Door("options", _("What could help me"), text, "options", 15))
        addresses.register("options", "options")
        for entry in (
            Entry("instruments", _("Instruments"), "instruments", 70, may_read_tools, Menu.LEARN),
            Entry("law", _("Legal elements"), "law", 71, may_read_tools, Menu.LEARN),
        ):
            navigation.register(entry)
