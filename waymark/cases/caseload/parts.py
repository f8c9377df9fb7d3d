"""Which part of the caseload a worker looks at: whose cases, and in which condition."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.cases.caseload import counts
from waymark.cases.models import CaseState, SafetyPlan, SupportPlan, TeamMember, today
from waymark.cases.states import CLOSED, OPEN


class Whose(TextChoices):
    """Whose cases a list shows."""

    MINE = "mine", _("Mine")
    TEAM = "team", _("My team’s")
    NOBODY = "nobodys", _("Nobody’s")
    ALL = "all", _("All")


@dataclass(frozen=True)
class Part:
    """Cases in one condition; `key` stands in the address of the list."""

    key: str
    title: str | Promise
    condition: Callable[[], Q]


def review_due() -> Q:
    """The case's own review or a plan's; `due_on` is never later, and has the index."""
    # A plan that is erased has no day any more: `forgetting.hanging` empties it.
    due = {"case": OuterRef("pk"), "review_due_on__lte": today()}
    support = SupportPlan.objects.filter(**due, ended_on=None)
    safety = SafetyPlan.objects.filter(**due)
    own = Q(review_due_on__lte=today())
    return Q(state__in=OPEN, due_on__lte=today()) & (own | Exists(support) | Exists(safety))


_PARTS = (
    Part("open", _("All open"), lambda: Q(state__in=OPEN)),
    Part("overdue", _("Overdue"), lambda: Q(state__in=OPEN, due_on__lt=today())),
    Part("review", _("Review due"), review_due),
    Part("intake", CaseState.INTAKE.label, lambda: Q(state=CaseState.INTAKE)),
    Part("active", CaseState.ACTIVE.label, lambda: Q(state=CaseState.ACTIVE)),
    Part("follow-up", CaseState.FOLLOW_UP.label, lambda: Q(state=CaseState.FOLLOW_UP)),
    Part("closed", CaseState.CLOSED.label, lambda: Q(state__in=CLOSED)),
)


def all_parts() -> dict[str, Part]:
    """Every part by its key: by state, by what is due, and what other slices count."""
    counted = (_counted(count) for count in counts.all_counts() if count.in_list)
    return {part.key: part for part in (*_PARTS, *counted)}


def _counted(count: counts.Count) -> Part:
    def waits() -> Q:
        return Q(state__in=OPEN, pk__in=count.rows().values(count.case))

    return Part(count.key, count.title, waits)


def belongs_to(worker: Worker, whose: Whose) -> Q:
    """The condition for a worker's own cases, their teams', nobody's or all."""
    if whose is Whose.MINE:
        return Q(responsible=worker)
    if whose is Whose.TEAM:
        return Q(pk__in=TeamMember.objects.filter(worker=worker).values("case"))
    return Q(responsible=None) if whose is Whose.NOBODY else Q()
