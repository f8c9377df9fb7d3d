from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "waymark.reports"
    label = "reports"

    def ready(self) -> None:
        """Open the doors of the public site and the pages of the staff site."""
        self._open_doors()
        self._name_pages()

    def _open_doors(self) -> None:
        from waymark.web import doors
        from waymark.web.doors import Door

        saw = _("Tell us about it. You do not have to say who you are.")
        back = _("Read the answer to your report, or add to it.")
        doors.register(Door("saw", _("I saw something"), saw, "write", 20))
        doors.register(
            Door("back", _("Come back with your code"), back, "return", 20, secondary=True)
        )

    def _name_pages(self) -> None:
        from waymark.reports import permissions
        from waymark.web import inline, navigation
        from waymark.web.navigation import Entry, Menu

        inline.register_script("live", Path(__file__).parent / "assets" / "live.js")
        work, call = permissions.may_work_on_reports, permissions.may_see_on_call
        decide, keep = permissions.may_change_recipients, permissions.may_change_retention
        for entry in (
            Entry("queue", _("Reports"), "queue", 10, work, Menu.REPORTS),
            Entry("search", _("Search"), "search", 20, work, Menu.REPORTS),
            Entry("situations", _("Situations"), "situations", 30, work, Menu.REPORTS),
            Entry("on_call", _("On call"), "on_call", 40, call, Menu.REPORTS),
            Entry("recipients", _("Recipients"), "recipients", 35, visible=decide),
            Entry("retention", _("Retention"), "retention", 60, visible=keep),
        ):
            navigation.register(entry)
