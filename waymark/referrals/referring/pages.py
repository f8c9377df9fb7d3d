"""What this slice shows, counts, tells and does by itself, and where."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.cases import tabs, timeline
from waymark.cases.caseload import closing, counts
from waymark.cases.caseload.counts import Count
from waymark.cases.tabs import Group, Tab
from waymark.referrals.consent import hooks
from waymark.referrals.models import Referral, TaskState
from waymark.referrals.referring import escalation
from waymark.referrals.referring.actions.ending import release_ended
from waymark.referrals.referring.permissions import uses_desk
from waymark.referrals.referring.queries import incoming
from waymark.referrals.referring.timeline import came_from, open_referrals_in, referrals_in
from waymark.reports import tick
from waymark.web import navigation
from waymark.web.navigation import Entry, Menu


def register() -> None:
    """Name the pages of this slice, what it counts and tells, and what runs by itself."""
    navigation.register(
        Entry(
            "incoming_referrals",
            _("Referrals to us"),
            "incoming_referrals",
            16,
            visible=uses_desk,
            group=Menu.CASES,
        )
    )
    tabs.register(Tab("referrals", _("Referrals"), "case_referrals", 50, Group.CONSENT))
    timeline.register("referrals", referrals_in)
    timeline.register("came from", came_from)
    closing.register_loose_ends("referrals", open_referrals_in)
    counts.register(Count("referrals", _("Referrals not answered"), _unanswered, in_list=True))
    hooks.register("referrals", release_ended)
    incoming.register("organisations", incoming.from_organisations)
    tick.STEPS["referrals that nobody answers"] = escalation.run
    tick.STEPS["links that expired"] = escalation.erase_old_links


def _unanswered() -> QuerySet[Referral]:
    return Referral.objects.filter(state=TaskState.REQUESTED, envelope__erased_at=None)
