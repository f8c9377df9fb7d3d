from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "waymark.reports"
    label = "reports"

    def ready(self) -> None:
        """Open the doors of the public site."""
        from waymark.web import doors
        from waymark.web.doors import Door

        saw = _("Tell us about it. You do not have to say who you are.")
        back = _("Read the answer to your report, or add to it.")
        doors.register(Door("saw", _("I saw something"), saw, "write", 20))
        doors.register(
            Door("back", _("Come back with your code"), back, "return", 20, secondary=True)
        )
