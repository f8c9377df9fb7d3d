"""Which step is allowed in which state of a report. The one place that says so."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.reports.models import Report, State


class Step(Enum):
    """What a worker may do with a report, besides reading it."""

    TAKE = "take"
    HAND_OVER = "hand_over"
    RELEASE = "release"
    ANSWER = "answer"
    NOTE = "note"
    MARK = "mark"
    REOPEN = "reopen"
    GROUP = "group"
    LIFT_QUARANTINE = "lift_quarantine"


MOST_DIGITS = 9
OPEN = frozenset({State.NEW, State.TAKEN, State.ANSWERED})
READABLE = OPEN | {State.CLOSED}

ALLOWED: dict[Step, frozenset[State]] = {
    Step.TAKE: OPEN,
    Step.HAND_OVER: OPEN,
    Step.RELEASE: OPEN,
    Step.ANSWER: READABLE,
    Step.NOTE: READABLE,
    Step.MARK: OPEN,
    Step.REOPEN: frozenset({State.CLOSED}),
    Step.GROUP: READABLE,
    Step.LIFT_QUARANTINE: READABLE,
}

_WHY_NOT: dict[State, Promise] = {
    State.CLOSED: _("This report is closed. Reopen it first."),
    State.WITHDRAWN: _(
        "The reporter has withdrawn this report. You can work on it again if they bring it back."
    ),
    State.ERASED: _("This report is erased. Nothing can be done with it any more."),
}
_IS_OPEN = _("This report is open already.")
_NOBODY_READS = _(
    "This report came from a file. Nobody has a code with which to read an answer here."
)


class CannotNow(Exception):
    """A step that the report's state does not allow; the sentence tells a worker what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__("not in this state")
        self.sentence = sentence


class ChangedMeanwhile(CannotNow):
    """Somebody else changed the report after the worker looked at it."""


def require_step(step: Step, report: Report) -> None:
    """Raise CannotNow when the report's state does not allow the step."""
    state = State(report.state)
    if state not in ALLOWED[step]:
        raise CannotNow(_WHY_NOT.get(state, _IS_OPEN))
    if _is_for_nobody(step, report):
        raise CannotNow(_NOBODY_READS)


def is_allowed(step: Step, report: Report) -> bool:
    """Whether the report's state allows the step."""
    return State(report.state) in ALLOWED[step] and not _is_for_nobody(step, report)


def _is_for_nobody(step: Step, report: Report) -> bool:
    return step is Step.ANSWER and report.imported_at is not None


@dataclass(frozen=True)
class Seen:
    """What a worker's page showed: who held the report, and how many messages it had."""

    holder: str
    messages: int

    @classmethod
    def of(cls, report: Report) -> "Seen":
        """What a page of this moment shows."""
        return cls(str(report.holder_id or ""), report.messages.count())

    def __str__(self) -> str:
        return f"{self.holder}.{self.messages}"

    @classmethod
    def parse(cls, text: str) -> "Seen | None":
        """Undo `str`; None for anything else."""
        holder, dot, messages = text.rpartition(".")
        counted = messages.isdecimal() and len(messages) <= MOST_DIGITS
        return cls(holder, int(messages)) if dot and counted else None
