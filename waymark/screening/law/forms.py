"""Two forms on one page: which laws and which day, then what is known about each fact."""

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.screening.law.engine import NotInForce, day_of, in_force
from waymark.screening.law.facts import Age, Facts
from waymark.screening.law.model import GROUPS, Regime, facts_of
from waymark.screening.law.reading import Book
from waymark.screening.three_valued import Truth

ANSWERS = (
    (Truth.TRUE.value, _("Yes")),
    (Truth.FALSE.value, _("No")),
    (Truth.UNKNOWN.value, _("Not known")),
)
AGE = "age"
ANY_AGE = "unknown"


class ChooseForm(forms.Form):
    """The laws to look at, and the day on which it happened."""

    happened = forms.DateField(
        label=_("When did it happen?"),
        help_text=_("Laws change. If you do not know the day, enter one that is about right."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, book: Book, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.book = book
        self.fields["regimes"] = forms.MultipleChoiceField(
            label=_("Which laws?"),
            choices=[(each.id, book.words(f"regimes.{each.id}.name")) for each in book.regimes()],
            widget=forms.CheckboxSelectMultiple,
        )

    def by_jurisdiction(self) -> list[tuple[str, list[BoundWidget]]]:
        """The boxes for the laws, under the name of the country or the organisation of states."""
        found: dict[str, list[BoundWidget]] = {}
        for regime, box in zip(self.book.regimes(), self["regimes"].subwidgets, strict=True):
            where = self.book.words(f"jurisdictions.{regime.jurisdiction}")
            found.setdefault(where, []).append(box)
        return list(found.items())

    def clean_happened(self) -> date:
        """Refuse a day that has not come yet."""
        happened: date = self.cleaned_data["happened"]
        if happened > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return happened

    def clean(self) -> dict[str, object]:
        """Refuse a choice of laws of which none has a text for the day."""
        cleaned = super().clean() or {}
        if not self.errors and not self.in_force():
            raise ValidationError(_("We carry no text of these laws for that day."))
        return cleaned

    def facts(self, age: Age | None = None, answers: dict[str, Truth] | None = None) -> Facts:
        """The facts, with today as the day on which somebody would ask."""
        happened = self.cleaned_data["happened"]
        return Facts(happened, timezone.localdate(), age or Age(), answers or {})

    def in_force(self) -> list[Regime]:
        """The version of each chosen law that counts, where there is one."""
        found = []
        for identity in self.cleaned_data["regimes"]:
            try:
                found.append(in_force(self.book.law, identity, self.facts()))
            except NotInForce:
                continue
        return found


class FactsForm(forms.Form):
    """One question with three answers for each fact, and the age of the person."""

    def __init__(self, choose: ChooseForm, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.choose = choose
        book, blank = choose.book, choose.facts()
        self.regimes = choose.in_force()
        self.drawn = [
            (drawn, day_of(regime, blank))
            for regime in self.regimes
            for drawn in book.law.drawn_on(regime, day_of(regime, blank))
        ]
        self.fields[AGE] = _radios(_("How old was the person?"), self._ages(), ANY_AGE)
        for fact in facts_of(book.law, self.drawn):
            label = book.words(f"facts.{fact}")
            self.fields[fact] = _radios(label, ANSWERS, Truth.UNKNOWN.value)

    def _ages(self) -> list[tuple[str, object]]:
        """Bands of years between the ages at which the chosen laws call people adult."""
        lines = sorted({regime.child_age for regime, _day in self.drawn})
        found: list[tuple[str, object]] = []
        for low, high in zip([0, *lines], [*lines, None], strict=True):
            if high is None:
                words = _("%(years)d or older") % {"years": low}
            elif low == 0:
                words = _("Under %(years)d") % {"years": high}
            else:
                words = _("%(from)d to %(to)d") % {"from": low, "to": high - 1}
            found.append((f"{low}-{'' if high is None else high}", words))
        return [*found, (ANY_AGE, _("Not known"))]

    def clean(self) -> dict[str, object]:
        """Refuse an answer to a question that was not asked."""
        cleaned = super().clean() or {}
        asked = set(self.fields)
        if any(key.partition(".")[0] in GROUPS and key not in asked for key in self.data):
            raise ValidationError(_("An answer does not belong to these laws. Choose them again."))
        return cleaned

    def entered(self) -> Facts:
        """The facts as entered; a question that was skipped is not known."""
        answers = {
            fact: Truth(self.cleaned_data[fact] or Truth.UNKNOWN.value)
            for fact in self.fields
            if fact != AGE
        }
        return self.choose.facts(_age(self.cleaned_data[AGE]), answers)

    def answered(self) -> list[tuple[str, str]]:
        """The age, and each question that was answered with yes or no, in words."""
        return [
            (str(field.label), str(dict(field.field.choices)[self.cleaned_data[field.name]]))  # type: ignore[attr-defined]
            for field in self
            if self.cleaned_data[field.name] not in {"", Truth.UNKNOWN.value}
        ]

    def handed(self) -> str:
        """Both forms as a browser would send them again, in one text for another page to read."""
        choose = self.choose.cleaned_data
        regimes = [("regimes", identity) for identity in choose["regimes"]]
        answers = [(name, value) for name in self.fields if (value := self.cleaned_data[name])]
        return urlencode([("happened", choose["happened"].isoformat()), *regimes, *answers])

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The questions, group by group."""
        return [
            (group, [self[name] for name in self.fields if name.startswith(f"{group}.")])
            for group in GROUPS
            if any(name.startswith(f"{group}.") for name in self.fields)
        ]


def _radios(label: object, choices: object, initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,  # type: ignore[arg-type]
        choices=choices,  # type: ignore[arg-type]
        initial=initial,
        required=False,
        widget=forms.RadioSelect,
    )


def _age(value: str) -> Age:
    if value in {"", ANY_AGE}:
        return Age()
    low, _dash, high = value.partition("-")
    return Age(int(low), int(high) if high else None)
