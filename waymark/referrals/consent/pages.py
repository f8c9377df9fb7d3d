"""What this slice shows, counts, tells and does by itself, and where."""

from django.utils.translation import gettext_lazy as _

from waymark.cases import tabs, timeline
from waymark.cases.caseload import counts
from waymark.cases.caseload.counts import Count
from waymark.cases.tabs import Group, Tab
from waymark.referrals.consent.actions.ending import expire_due
from waymark.referrals.consent.queries.lists import near_the_end
from waymark.referrals.consent.reminding import remind_due
from waymark.referrals.consent.timeline import releases_in
from waymark.reports import tick


def register() -> None:
    """Name the pages of this slice, what it counts and tells, and what runs by itself."""
    tabs.register(Tab("releases", _("Consent"), "case_releases", 45, Group.CONSENT))
    timeline.register("releases", releases_in)
    counts.register(Count("releases", _("Releases that end soon"), near_the_end, in_list=True))
    tick.STEPS["releases that end"] = expire_due
    tick.STEPS["reminders of releases"] = remind_due
