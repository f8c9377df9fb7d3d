"""Which step is allowed in which state of a demand. The one place that says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.referrals.models import Disclosure, DisclosureState
from waymark.reports.states import CannotNow

S = DisclosureState


class DemandStep(StrEnum):
    """What is done with a demand."""

    NOTE = "note"
    ASK_ADVISER = "ask_adviser"
    CONTEST = "contest"
    REFUSE = "refuse"
    DECIDE = "decide"
    TAKE_BACK = "take_back"
    PRODUCE = "produce"


@dataclass(frozen=True)
class Rule:
    """From which states, to which; `supervisor`: a supervisor alone takes the step."""

    allowed: frozenset[DisclosureState]
    to: DisclosureState | None = None
    supervisor: bool = False


_UNDECIDED = frozenset({S.RECEIVED, S.WITH_ADVISER, S.CONTESTED})
_DECIDED = frozenset({S.TO_PRODUCE})
RULES: Mapping[DemandStep, Rule] = {
    DemandStep.NOTE: Rule(_UNDECIDED | _DECIDED),
    DemandStep.ASK_ADVISER: Rule(frozenset({S.RECEIVED, S.CONTESTED}), S.WITH_ADVISER),
    DemandStep.CONTEST: Rule(frozenset({S.WITH_ADVISER}), S.CONTESTED, supervisor=True),
    DemandStep.REFUSE: Rule(_UNDECIDED, S.REFUSED, supervisor=True),
    DemandStep.DECIDE: Rule(
        frozenset({S.WITH_ADVISER, S.CONTESTED}), S.TO_PRODUCE, supervisor=True
    ),
    DemandStep.TAKE_BACK: Rule(_DECIDED | frozenset({S.REFUSED}), S.WITH_ADVISER, supervisor=True),
    DemandStep.PRODUCE: Rule(_DECIDED, S.PRODUCED, supervisor=True),
}
_WHY_NOT: Mapping[DisclosureState, Promise] = {
    S.RECEIVED: _("Ask your adviser first, and say here that you did."),
    S.WITH_ADVISER: _("This is with the adviser. Nobody has decided about it yet."),
    S.CONTESTED: _("This is contested. Nobody has decided about it yet."),
    S.REFUSED: _("This was refused. Take that back first."),
    S.TO_PRODUCE: _("It is decided that this is produced. Take that back first."),
    S.PRODUCED: _("This was produced already. Write down another demand for more."),
}


def require_demand_step(step: DemandStep, demand: Disclosure) -> None:
    """Raise CannotNow, with a sentence for the worker, when the state does not allow the step."""
    state = DisclosureState(demand.state)
    if state not in RULES[step].allowed:
        raise CannotNow(_WHY_NOT[state])


def is_allowed(step: DemandStep, demand: Disclosure) -> bool:
    """Whether the demand's state allows the step."""
    return demand.state in RULES[step].allowed
