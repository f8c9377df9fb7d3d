"""The kinds of record of this slice: what each is made of, and what can be done with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.cases.answers import Answers, value_of
from waymark.cases.fields.catalogue import specs_of
from waymark.cases.models import (
    AboutParticipant,
    Assessment,
    Determination,
    Milestone,
    Outcome,
    SafetyPlan,
    ServiceDelivered,
    SupportPlan,
)
from waymark.cases.support.codes import EARLIEST

Columns = Callable[[Answers], dict[str, date | None]]
CHANGE = "change"


@dataclass(frozen=True)
class Step:
    """Something that is done with a record later, with fields of its own.

    Attributes:
        needs: the field without which the step says nothing.
        done: the field that, once it holds a value, makes the step needless.
    """

    title: str | Promise
    fields: tuple[str, ...]
    needs: str
    done: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of record.

    Attributes:
        slug: its name in addresses.
        record: its name in the catalogue of fields.
        headline: the fields that say in a line what it is.
        day: the field with the day under which it stands in lists.
        columns: the plain columns, from the answers.
        about_one: it is about one person, never about everybody in the case.
        only_grows: it is never changed; a later one takes its place.
        later: fields of no step that are not asked at first.
        tab: the page of the case on which it stands.
    """

    slug: str
    record: str
    model: type[AboutParticipant]
    tab: str
    title: str | Promise
    new: str | Promise
    headline: tuple[str, ...]
    day: str
    columns: Columns
    about_one: bool = True
    only_grows: bool = False
    steps: Mapping[str, Step] | None = None
    once: tuple[str, ...] = ()

    def step(self, name: str) -> Step | None:
        """The step of that name."""
        return (self.steps or {}).get(name)

    def first_fields(self) -> set[str]:
        """The fields that are asked when a record is written, and again when it is changed."""
        later = {field for step in (self.steps or {}).values() for field in step.fields}
        return {spec.name for spec in specs_of(self.record)} - later | set(self.once)


def day_of(answers: Answers, name: str) -> date | None:
    """The day in a field; None where there is none."""
    text: Any = value_of(answers, name)
    return date.fromisoformat(text) if text else None


def is_earliest(answers: Answers) -> bool:
    """Whether a milestone's day says only from when on something is possible."""
    return bool(value_of(answers, "due_from") == EARLIEST)


def _day(column: str, name: str) -> Columns:
    return lambda answers: {column: day_of(answers, name)}


def _support_plan(answers: Answers) -> dict[str, date | None]:
    ended = day_of(answers, "spl_ActualEndDate")
    return {"review_due_on": day_of(answers, "review_due"), "ended_on": ended}


def _safety_plan(answers: Answers) -> dict[str, date | None]:
    """A plan that is put aside waits for no review."""
    aside = day_of(answers, "put_aside_on")
    return {"review_due_on": None if aside else day_of(answers, "review_due")}


def _milestone(answers: Answers) -> dict[str, date | None]:
    """What is possible from a day on is due on none."""
    due = None if is_earliest(answers) else day_of(answers, "due")
    return {"due_on": due, "reached_on": day_of(answers, "reached")}


_REVIEW = ("last_reviewed_on", "last_review")

KINDS: Mapping[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind(
            "determination",
            "determination",
            Determination,
            "determinations",
            _("Determination"),
            _("Write down a determination"),
            ("vic_TraffickingStatus", "vic_TraffickingStatusDecisionMakingOrg", "decided_by"),
            "decided_on",
            lambda answers: {},
            only_grows=True,
        ),
        Kind(
            "assessment",
            "assessment",
            Assessment,
            "plans",
            _("Assessment"),
            _("Make an assessment"),
            ("level",),
            "made_on",
            _day("made_on", "made_on"),
            about_one=False,
        ),
        Kind(
            "safety-plan",
            "safety_plan",
            SafetyPlan,
            "plans",
            _("Safety plan"),
            _("Make a safety plan"),
            (),
            "made_on",
            _safety_plan,
            steps={
                "review": Step(
                    _("Look at it again"),
                    (*_REVIEW, "review_due"),
                    "last_reviewed_on",
                    "put_aside_on",
                ),
                "end": Step(
                    _("Put it aside"),
                    ("put_aside_on", "put_aside_because"),
                    "put_aside_on",
                    "put_aside_on",
                ),
            },
            once=("review_due",),
        ),
        Kind(
            "support-plan",
            "support_plan",
            SupportPlan,
            "plans",
            _("Support plan"),
            _("Make a support plan"),
            ("spl_Type",),
            "agreed_on",
            _support_plan,
            steps={
                "review": Step(
                    _("Write down a review"),
                    (*_REVIEW, "goals_reached", "review_due"),
                    "last_reviewed_on",
                    "spl_ActualEndDate",
                ),
                "end": Step(
                    _("End the plan"),
                    ("spl_ActualEndDate", "ended_because"),
                    "spl_ActualEndDate",
                    "spl_ActualEndDate",
                ),
            },
            once=("review_due",),
        ),
        Kind(
            "service",
            "service",
            ServiceDelivered,
            "services",
            _("Service"),
            _("Write down a service"),
            ("category", "result"),
            "given_on",
            _day("given_on", "given_on"),
        ),
        Kind(
            "milestone",
            "milestone",
            Milestone,
            "milestones",
            _("Milestone"),
            _("Add a milestone"),
            ("kind",),
            "due",
            _milestone,
            about_one=False,
            steps={
                "reached": Step(_("Reached"), ("reached", "result"), "reached", "reached"),
                "move": Step(_("Move the day"), ("due", "moved_because"), "due", "reached"),
            },
            once=("due",),
        ),
        Kind(
            "outcome",
            "outcome",
            Outcome,
            "plans",
            _("Outcome"),
            _("Write down an outcome"),
            ("living", "own_now"),
            "recorded_on",
            _day("recorded_on", "recorded_on"),
        ),
    )
}


@cache
def kind_of(model: type[AboutParticipant]) -> Kind:
    """The kind of a record. Raises StopIteration for a model of another slice."""
    return next(kind for kind in KINDS.values() if kind.model is model)
