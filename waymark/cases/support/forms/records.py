"""The form of a record: the fields that are asked now, and what must fit together."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from waymark.accounts.models import Organisation
from waymark.cases.answers import Answer, Answers, value_of
from waymark.cases.fields.asking import Asked, asked_now, fields_for
from waymark.cases.fields.forms import AnswersForm
from waymark.cases.reference.milestones import GROUPS, milestones
from waymark.cases.support import clocks
from waymark.cases.support.checks import problems_of
from waymark.cases.support.kinds import CHANGE, KINDS, Kind

PREFIX = "f"
ALWAYS_IN_ASSESSMENTS = ("when", "needs", "strengths")
MILESTONE = KINDS["milestone"]
# The address says these, before the form is there.
CHOSEN_BEFORE = frozenset({"level", "place"})


class RecordForm(AnswersForm):
    """Fields of one record. `rest`: what the record says besides, which the form leaves alone.

    `needs`: a field of this form without which saving it would say nothing.
    """

    def __init__(
        self,
        kind: Kind,
        asked: list[Asked],
        rest: Answers,
        *args: Any,
        needs: str = "",
        **more: Any,
    ) -> None:
        super().__init__(asked, *args, **more)
        self.kind, self.rest, self.needs = kind, rest, needs

    def clean(self) -> dict[str, Any]:
        """Each field, then all of them together."""
        cleaned = super().clean()
        if not self.errors:
            self._together()
        return cleaned

    def _together(self) -> None:
        try:
            answers = self.all_answers()
        except OverflowError:
            self.add_error(None, _("The day is too far away. Check the year."))
            return
        if self.needs and value_of(answers, self.needs) is None:
            self.add_error(self.needs, _("Write the day."))
            return
        for name, problem in problems_of(self.kind, answers):
            self.add_error(name if name in self.fields else None, problem)

    def all_answers(self) -> dict[str, Answer]:
        """Everything that the record says once this is saved. Raises OverflowError."""
        answers = self.merged(self.rest)
        if self.kind is MILESTONE:
            return clocks.counted(answers, self.rest)
        provider = self.rest.get("provider")
        if answers.get("provider") != provider and provider is not None:
            answers.pop("provider_service", None)
        return answers


def asked_in(kind: Kind, organisation: Organisation, step: str, answers: Answers) -> list[Asked]:
    """The fields that a step asks; `change` asks what was asked at first."""
    fields = asked_now(fields_for(organisation, kind.record), sections=_sections(kind, answers))
    chosen = kind.step(step)
    names: Collection[str] = chosen.fields if chosen else kind.first_fields() - CHOSEN_BEFORE
    return [each for each in fields if each.spec.name in names]


def record_form(
    kind: Kind,
    organisation: Organisation,
    data: QueryDict | None,
    *,
    before: Answers,
    step: str = CHANGE,
) -> RecordForm:
    """The form of a step, with what was sent or else with what the record says already."""
    asked = asked_in(kind, organisation, step, before)
    chosen = kind.step(step)
    form = RecordForm(
        kind,
        asked,
        before,
        data,
        answers=_to_show(step, before),
        prefix=PREFIX,
        region=organisation.country,
        needs=chosen.needs if chosen else "",
    )
    _narrow(form, before)
    return form


def _sections(kind: Kind, answers: Answers) -> tuple[str, ...]:
    """An assessment asks about its own level only."""
    level = value_of(answers, "level")
    return (*ALWAYS_IN_ASSESSMENTS, level) if kind.slug == "assessment" and level else ()


def _to_show(step: str, before: Answers) -> Answers:
    """A new review, or a new reason for moving a day, begins empty."""
    fresh = {"last_reviewed_on", "last_review", "moved_because"}
    return before if step == CHANGE else {n: a for n, a in before.items() if n not in fresh}


def _narrow(form: RecordForm, before: Answers) -> None:
    """Offer the kinds of milestone that are near the place, and the goals of the plan itself."""
    place, goals = value_of(before, "place"), value_of(before, "goals", [])
    if "kind" in form.fields and form.kind is MILESTONE:
        kind = form.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101  tells mypy what it is
        kind.widget = forms.Select()  # the catalogue's own select has no groups
        kind.choices = _near(str(place or ""), str(value_of(before, "kind", "")))
    if "goals_reached" in form.fields and goals:
        old = form.fields["goals_reached"]
        form.fields["goals_reached"] = forms.MultipleChoiceField(
            choices=[(goal, goal) for goal in goals],
            label=old.label,
            help_text=old.help_text,
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "ticks"}),
        )
        form.initial["goals_reached"] = value_of(before, "goals_reached", [])


def _near(place: str, stored: str) -> list[Any]:
    """Kinds by group; the one that the record has already is always among them."""
    listed = milestones()
    near = listed.near(place)
    grouped = [
        (listed.words(f"groups.{group}"), [(k.id, k.label) for k in near if k.group == group])
        for group in GROUPS
    ]
    found: list[Any] = [("", "—"), *(pair for pair in grouped if pair[1])]
    if stored and stored not in {kind.id for kind in near}:
        found.append((stored, listed.label(stored)))
    return found
