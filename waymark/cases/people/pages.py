"""What this slice shows and tells, and where."""

from django.utils.translation import gettext_lazy as _

from waymark.cases import tabs, timeline
from waymark.cases.people.queries import history
from waymark.cases.permissions import may_work_on_cases
from waymark.cases.tabs import Group, Tab
from waymark.web import navigation
from waymark.web.navigation import Entry


def register() -> None:
    """Name the pages of this slice, and what it tells of a case."""
    entry = Entry("people", _("Find a person"), "people_search", 13, visible=may_work_on_cases)
    navigation.register(entry)
    tabs.register(Tab("people", _("People"), "case_people", 10, Group.CASE))
    timeline.register("people", history.people_added_to)
    timeline.register("relationships", history.relationships_of)
    timeline.register("events", history.events_of)
