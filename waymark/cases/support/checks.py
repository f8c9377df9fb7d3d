"""What does not fit together in a record, in sentences for the field where it stands."""

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _

from waymark.cases.answers import Answers
from waymark.cases.support.kinds import Kind, day_of

Problem = tuple[str, str]
DAYS_NEEDED = {"assessment": "made_on", "service": "given_on", "outcome": "recorded_on"}


def problems_of(kind: Kind, answers: Answers) -> list[Problem]:
    """Each problem with the field that it belongs to."""
    return [*_day_missing(kind, answers), *_CHECKS.get(kind.slug, _nothing)(answers)]


def _day_missing(kind: Kind, answers: Answers) -> Iterator[Problem]:
    """Some records are sorted by their day, so that a silence is no answer to it."""
    name = DAYS_NEEDED.get(kind.slug)
    if name and day_of(answers, name) is None:
        yield name, _("Write a day. If you do not know it exactly, write one that is about right.")


def _support_plan(answers: Answers) -> Iterator[Problem]:
    agreed, ended = day_of(answers, "agreed_on"), day_of(answers, "spl_ActualEndDate")
    if agreed and ended and ended < agreed:
        yield "spl_ActualEndDate", _("The plan cannot end before it was agreed.")


def _safety_plan(answers: Answers) -> Iterator[Problem]:
    made, aside = day_of(answers, "made_on"), day_of(answers, "put_aside_on")
    if made and aside and aside < made:
        yield "put_aside_on", _("The plan cannot be put aside before it was made.")


def _milestone(answers: Answers) -> Iterator[Problem]:
    started, reached = day_of(answers, "started"), day_of(answers, "reached")
    due = day_of(answers, "due")
    if started and reached and reached < started:
        yield "reached", _("It cannot be reached before it started.")
    if started and due and due < started:
        yield "due", _("It cannot be due before it started.")


def _nothing(answers: Answers) -> Iterator[Problem]:
    return iter(())


_CHECKS: Mapping[str, Callable[[Answers], Iterator[Problem]]] = {
    "support-plan": _support_plan,
    "safety-plan": _safety_plan,
    "milestone": _milestone,
}
