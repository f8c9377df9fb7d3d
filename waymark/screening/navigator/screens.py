"""One screen of questions, with what was answered marked in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.contacts.places import country_name, dialled_countries, language_name
from waymark.directory.finding import languages
from waymark.directory.finding.where import Where, named
from waymark.screening.navigator import way
from waymark.screening.navigator.answers import Answers
from waymark.screening.navigator.reading import Navigator, Question, Step
from waymark.web.queries import site


@dataclass(frozen=True)
class Choice:
    """One answer that may be chosen; `language` where it is written in another one."""

    value: str
    label: str
    chosen: bool
    language: str = ""


@dataclass(frozen=True)
class Asked:
    """One question as a page shows it."""

    id: str
    kind: str
    text: str
    value: str
    choices: list[Choice]


@dataclass(frozen=True)
class Screen:
    """One step: its heading, its questions, and whether there is one before."""

    step: Step
    title: str
    hint: str
    questions: list[Asked]
    first: bool
    places: list[tuple[int, str]]
    unknown_place: str = ""

    @property
    def alone(self) -> bool:
        """Whether its one question is the heading."""
        return len(self.step.questions) == 1 and not self.first

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """What has to be put right first, by field."""
        return [("town", self.unknown_place)] if self.unknown_place else []


def screen(
    navigator: Navigator, answers: Answers, step: Step, where: Where | None = None
) -> Screen:
    """A step with the answers so far; `where` asks which of several places was meant."""
    return Screen(
        step=step,
        title=navigator.words(f"steps.{step.id}.title"),
        hint=navigator.words(f"steps.{step.id}.hint"),
        questions=[_asked(navigator, answers, each) for each in answers.asked(step, navigator)],
        first=way.before(step, navigator, answers) is None,
        places=_places(where) if where else [],
        unknown_place=_unknown(where) if where and where.unknown else "",
    )


def _asked(navigator: Navigator, answers: Answers, question: Question) -> Asked:
    return Asked(
        id=question.id,
        kind=question.kind,
        text=navigator.words(f"questions.{question.id}"),
        value=answers.one(question.id),
        choices=list(_choices(navigator, answers, question)),
    )


def _choices(navigator: Navigator, answers: Answers, question: Question) -> Iterator[Choice]:
    for value in question.answers:
        chosen = answers.has(question.id, value)
        yield Choice(value, navigator.answer(question.id, value), chosen)
    one = answers.one(question.id)
    if question.kind == "country":
        yield from (Choice(code, name, code == one) for code, name in _countries())
    if question.kind == "language":
        for code, name in languages.choices(one):
            yield Choice(code, name, code == one, code)


def _countries() -> list[tuple[str, str]]:
    """Every country by name, the organisation's own first."""
    own = site().country
    every = dialled_countries(get_language() or "en")
    return sorted(every, key=lambda country: country[0] != own)


def _places(where: Where) -> list[tuple[int, str]]:
    return [(n, named(place, where.country)) for n, place in enumerate(where.choices)]


def _unknown(where: Where) -> str:
    if where.choices:
        return _("We do not know this place. Did you mean one of these?")
    return _("We do not know this place. Try a bigger town nearby, or leave it empty.")


def said(navigator: Navigator, answers: Answers, question: Question) -> str:
    """What was answered to a question, in words; empty where it was skipped."""
    return " · ".join(
        _in_words(navigator, question, value) for value in answers.values(question.id)
    )


def _in_words(navigator: Navigator, question: Question, value: str) -> str:
    if question.kind == "country":
        return country_name(value, get_language() or "en")
    if question.kind == "language":
        return language_name(value)
    return value if question.kind == "town" else navigator.answer(question.id, value)
