"""What this slice shows, and where."""

from django.utils.translation import gettext_lazy as _

from waymark.cases import tabs
from waymark.cases.permissions import may_work_on_cases
from waymark.cases.tabs import Tab
from waymark.web import navigation
from waymark.web.navigation import Entry


def register() -> None:
    """Name the pages of this slice."""
    navigation.register(Entry("cases", _("Cases"), "cases", 12, visible=may_work_on_cases))
    tabs.register(Tab("overview", _("Overview"), "case", 0))
