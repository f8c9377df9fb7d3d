"""What this slice shows and counts, and where."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.cases import tabs
from waymark.cases.caseload import counts, due
from waymark.cases.caseload.counts import Count
from waymark.cases.caseload.due import Day
from waymark.cases.tabs import Group, Tab
from waymark.referrals.models import RightsRequest
from waymark.referrals.rights import ending
from waymark.referrals.rights.queries import WAITS, waiting


def register() -> None:
    """Name the pages of this slice, its clock, and what goes when a record is erased."""
    tabs.register(Tab("rights", _("Own data"), "case_rights", 80, Group.CONSENT))
    counts.register(Count("rights", _("Requests about own data"), waiting, in_list=True))
    due.register(Day(RightsRequest, "due_on", Q(state__in=WAITS)))
    ending.register()
