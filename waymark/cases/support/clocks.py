"""When a milestone is due: the day in the person's letter, else the term counted from its start."""

from collections.abc import Mapping
from dataclasses import dataclass

from waymark.cases.answers import Answer, Answers, value_of
from waymark.cases.reference import milestones as reference
from waymark.cases.reference.sources import Cited
from waymark.cases.support.codes import BY_LETTER, BY_TERM, EARLIEST
from waymark.cases.support.kinds import day_of

KIND, STARTED, DUE, DUE_FROM, REACHED = "kind", "started", "due", "due_from", "reached"


@dataclass(frozen=True)
class Clock:
    """What the page says about a clock; texts that are not known are empty."""

    label: str
    starts: str
    decides: str
    counting: str
    weekends: str
    adviser: str
    note: str
    article: str
    source: Cited | None


def counted(answers: Answers, before: Answers | None = None) -> dict[str, Answer]:
    """The answers with the day on which the milestone is due, and where that day comes from.

    A day that the worker wrote stays. A day that was counted is counted again when its start or
    its kind changes. The end of a term that is a least is no day by which anything is due: it says
    from when on something is possible. Raises OverflowError where the calendar ends.
    """
    found = dict(answers)
    if DUE in found and not _only_counted(found, before or {}):
        return found | {DUE_FROM: Answer(BY_LETTER)}
    found.pop(DUE, None)
    found.pop(DUE_FROM, None)
    kind, started = _kind(found), day_of(found, STARTED)
    day = kind.due(started) if kind and started else None
    if kind and kind.term and day is not None:
        origin = EARLIEST if kind.term.is_a_least else BY_TERM
        found |= {DUE: Answer(day.isoformat()), DUE_FROM: Answer(origin)}
    return found


def clock_of(answers: Answers) -> Clock | None:
    """What is known about a milestone's clock; None for a kind that is no longer in the lists."""
    kind = _kind(answers)
    return clock(kind) if kind else None


def clock(kind: reference.Milestone) -> Clock:
    """What is known about the clock of a kind."""
    words = reference.milestones().words
    weekends = words("adviser.weekends") if kind.term and kind.term.days == "working" else ""
    return Clock(
        label=kind.label,
        starts=kind.starts,
        decides=kind.decides,
        counting=kind.counting,
        weekends=weekends,
        adviser=kind.adviser,
        note=kind.note,
        article=kind.article,
        source=kind.source,
    )


def _only_counted(answers: Mapping[str, Answer], before: Answers) -> bool:
    """Whether the day on the form is the one that was counted before."""
    same = answers.get(DUE) == before.get(DUE)
    return same and value_of(before, DUE_FROM) in {BY_TERM, EARLIEST}


def _kind(answers: Answers) -> reference.Milestone | None:
    return reference.milestones().kinds.get(str(value_of(answers, KIND, "")))
