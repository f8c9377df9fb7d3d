"""What this slice shows and counts, and where."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.cases import tabs, timeline
from waymark.cases.caseload import counts, due
from waymark.cases.caseload.counts import Count
from waymark.cases.caseload.due import Day
from waymark.cases.tabs import Group, Tab
from waymark.referrals.models import RightsRequest
from waymark.referrals.rights import ending
from waymark.referrals.rights.queries import WAITS, waiting
from waymark.referrals.rights.timeline import requests_in


def register() -> None:
    """Name the pages of this slice, its clock, what it tells, and what goes with a record."""
    tabs.register(Tab("rights", _("Own data"), "case_rights", 80, Group.CONSENT))
    timeline.register("rights", requests_in)
    counts.register(Count("rights", _("Requests about own data"), waiting, in_list=True))
    due.register(Day(RightsRequest, "due_on", Q(state__in=WAITS)))
    ending.register()
