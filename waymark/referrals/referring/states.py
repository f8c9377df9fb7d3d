"""Which step a referral may take in which state. The one place that says so.

The states are those of FHIR's Task. A referral of a partner's computer takes the same steps.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.referrals.models import PartnerReferral, Referral, StatusReason, TaskState
from waymark.reports.states import CannotNow


class Move(Enum):
    """What changes the state of a referral."""

    ACCEPT = "accept"
    REJECT = "reject"
    START = "start"
    COMPLETE = "complete"
    FAIL = "fail"
    RECALL = "recall"


@dataclass(frozen=True)
class Rule:
    """From which states a step leads where. `reasons`: one of them has to be given."""

    before: frozenset[TaskState]
    after: TaskState
    reasons: tuple[StatusReason, ...] = ()


ASKED = frozenset({TaskState.REQUESTED})
TAKEN = frozenset({TaskState.ACCEPTED, TaskState.IN_PROGRESS})
OPEN = ASKED | TAKEN

RULES: dict[Move, Rule] = {
    Move.ACCEPT: Rule(ASKED, TaskState.ACCEPTED),
    Move.REJECT: Rule(ASKED, TaskState.REJECTED, tuple(StatusReason)),
    Move.START: Rule(frozenset({TaskState.ACCEPTED}), TaskState.IN_PROGRESS),
    Move.COMPLETE: Rule(TAKEN, TaskState.COMPLETED),
    Move.FAIL: Rule(TAKEN, TaskState.FAILED, tuple(StatusReason)),
    Move.RECALL: Rule(OPEN, TaskState.CANCELLED),
}
# What the receiver says; only the sender recalls.
ANSWERS = frozenset(Move) - {Move.RECALL}

NO_REASON = _("Choose why.")
_WHY_NOT: dict[TaskState, Promise] = {
    TaskState.REQUESTED: _("Nobody has accepted this referral yet."),
    TaskState.ACCEPTED: _("This referral is accepted already."),
    TaskState.REJECTED: _("This referral was declined. Nothing more can be done with it."),
    TaskState.IN_PROGRESS: _("This referral is in progress already."),
    TaskState.COMPLETED: _("This referral is completed. Nothing more can be done with it."),
    TaskState.CANCELLED: _("This referral was recalled. Nothing more can be done with it."),
    TaskState.FAILED: _("This referral did not come about. Nothing more can be done with it."),
}


def is_allowed(move: Move, state: str) -> bool:
    """Whether a referral in this state may take the step."""
    return TaskState(state) in RULES[move].before


def require_move(move: Move, state: str, reason: str = "") -> TaskState:
    """The state that the step leads to. Raises CannotNow, with a sentence for the worker."""
    rule = RULES[move]
    if not is_allowed(move, state):
        raise CannotNow(_WHY_NOT[TaskState(state)])
    if rule.reasons and reason not in rule.reasons:
        raise CannotNow(NO_REASON)
    return rule.after


def require_taken(referral: Referral | PartnerReferral) -> None:
    """Raise CannotNow unless the receiver has said yes and is not done."""
    if referral.state not in TAKEN:
        raise CannotNow(_WHY_NOT[TaskState(referral.state)])
