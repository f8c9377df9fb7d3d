"""What this slice shows and tells, and what it asks before a case closes."""

from django.utils.translation import gettext_lazy as _

from waymark.cases import tabs, timeline
from waymark.cases.caseload import closing
from waymark.cases.support import codes
from waymark.cases.support.kinds import KINDS
from waymark.cases.support.outcome import require_outcome
from waymark.cases.support.queries.history import source_of
from waymark.cases.tabs import Group, Tab


def register() -> None:
    """Name the pages of this slice, its lists of codes, and its part of the timeline."""
    codes.register()
    for tab in (
        Tab("determinations", _("Determinations"), "case_determinations", 30, Group.SUPPORT),
        Tab("plans", _("Plans and outcomes"), "case_plans", 35, Group.SUPPORT),
        Tab("services", _("Services"), "case_services", 40, Group.SUPPORT),
        Tab("milestones", _("Milestones"), "case_milestones", 45, Group.SUPPORT),
    ):
        tabs.register(tab)
    for kind in KINDS.values():
        timeline.register(kind.record, source_of(kind))
    closing.register_check("outcome", require_outcome)
