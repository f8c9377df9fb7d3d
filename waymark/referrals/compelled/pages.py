"""What this slice shows, counts and tells, and where."""

from django.utils.translation import gettext_lazy as _

from waymark.cases import tabs, timeline
from waymark.cases.caseload import counts
from waymark.cases.caseload.counts import Count
from waymark.cases.tabs import Group, Tab
from waymark.referrals.compelled.queries import waiting
from waymark.referrals.compelled.timeline import demands_in


def register() -> None:
    """Name the pages of this slice, what waits in it, and what it tells."""
    tabs.register(Tab("demands", _("Demands"), "case_demands", 78, Group.CONSENT))
    timeline.register("demands", demands_in)
    counts.register(Count("demands", _("Demands to answer"), waiting, in_list=True))
