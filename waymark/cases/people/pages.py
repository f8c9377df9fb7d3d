"""What this slice shows and tells, and where."""

from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from waymark.cases import tabs, timeline
from waymark.cases.people.gathering import cases_panel, events_panel
from waymark.cases.people.indexing import look_again
from waymark.cases.people.queries import history
from waymark.cases.permissions import may_work_on_cases
from waymark.cases.tabs import Group, Tab
from waymark.reports import panels
from waymark.vault.models import WrappedDataKey
from waymark.web import navigation
from waymark.web.navigation import Entry, Menu


def register() -> None:
    """Name the pages of this slice, and what it tells of a case; see who gets another key."""
    post_save.connect(look_again, sender=WrappedDataKey, dispatch_uid="people: look again")
    entry = Entry("people", _("Find a person"), "people_search", 13, may_work_on_cases, Menu.CASES)
    navigation.register(entry)
    tabs.register(Tab("people", _("People"), "case_people", 10, Group.CASE))
    timeline.register("people", history.people_added_to)
    panels.register("cases", cases_panel)
    panels.register("events", events_panel)
    timeline.register("matches", history.matches_of)
    timeline.register("relationships", history.relationships_of)
    timeline.register("events", history.events_of)
