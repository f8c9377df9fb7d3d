"""One release as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.fields.codes import language_names
from waymark.cases.records import read
from waymark.referrals.consent.agreeing import who_agrees
from waymark.referrals.consent.choices import Choice, choices_of, expand
from waymark.referrals.consent.languages import direction, minutes_aloud, needs_interpreter
from waymark.referrals.consent.queries.lists import Line, lines
from waymark.referrals.consent.states import ReleaseStep, is_allowed
from waymark.referrals.consent.terms import Given, GivenText, Said
from waymark.referrals.consent.wording import Asking, purpose_in_words, text_for
from waymark.referrals.models import Release
from waymark.referrals.reference.releases import releases
from waymark.referrals.ways import Way
from waymark.vault.keyring import Keyring


@dataclass(frozen=True)
class Left:
    """What left once under a release."""

    at: datetime
    way: str
    who: str
    fields: list[str]


@dataclass(frozen=True)
class Text:
    """The text for the person, with what its own element needs to be read right."""

    text: GivenText
    direction: str
    minutes: int
    interpreted: bool
    kept: bool


@dataclass(frozen=True)
class ReleasePage:
    """A release opened."""

    line: Line
    said: Said
    facts: list[tuple[str, object]]
    covered: list[tuple[str, list[str]]]
    text: Text | None
    left: list[Left]
    can: dict[str, bool]


def page_of(release: Release, keyring: Keyring) -> ReleasePage:
    """All of one release. Raises CannotOpen."""
    [line] = lines([release], keyring)
    said = said_by(release, keyring)
    choices = choices_of(release.participant, keyring)
    labels = {each.name: str(each.label) for each in choices}
    return ReleasePage(
        line=line,
        said=said,
        facts=[*_terms(said), *_given(said.given)],
        covered=_by_kind(covered_by(said, choices)),
        text=_text(release, said, choices),
        left=[_left(each, labels) for each in reversed(said.left)],
        can={step.value: is_allowed(step, release) for step in ReleaseStep},
    )


def said_by(release: Release, keyring: Keyring) -> Said:
    """What a release says. Raises CannotOpen."""
    return Said.of(read(release, keyring))


def covered_by(said: Said, choices: list[Choice]) -> list[Choice]:
    """What is covered: as it was agreed to, or as a draft would cover it today."""
    names = said.covers or expand(choices, said.terms.kinds, said.terms.fields)
    known = {each.name: each for each in choices}
    return [known[name] if name in known else _gone(name) for name in names]


def _gone(name: str) -> Choice:
    return Choice(name, "", _("Something that is not there any more"), "", False, False)


def _by_kind(covered: list[Choice]) -> list[tuple[str, list[str]]]:
    names = {kind.id: kind.label for kind in releases().kinds()}
    ordered = sorted(covered, key=lambda each: each.kind)
    return [
        (names.get(kind, _("Other")), [str(each.label) for each in group])
        for kind, group in groupby(ordered, key=lambda each: each.kind)
    ]


def _text(release: Release, said: Said, choices: list[Choice]) -> Text | None:
    """What the person was told, or would be told; None while the terms are incomplete."""
    text = said.text
    if text is None and said.terms.complete:
        covered = tuple(covered_by(said, choices))
        house = release.case.organisation.name
        text = text_for(Asking(said.terms, covered, release.expires_on, house))
    if text is None:
        return None
    return Text(
        text=text,
        direction=direction(text.language),
        minutes=minutes_aloud(text.words, text.language),
        interpreted=needs_interpreter(said.terms.language),
        kept=said.text is not None,
    )


def _terms(said: Said) -> list[tuple[str, object]]:
    language = language_names().get(said.terms.language, said.terms.language)
    return [
        (_("What for"), purpose_in_words(said.terms)),
        (_("Language of the person"), language),
    ]


def _given(given: Given | None) -> list[tuple[str, object]]:
    if given is None:
        return []
    guardian = ", ".join(each for each in (given.guardian, given.guardian_is) if each)
    return [
        (_("How the person agreed"), releases().way(given.how)),
        (_("Witness"), given.witness),
        (_("Interpreter"), given.interpreter),
        (_("Who had to agree"), who_agrees(given)),
        (_("How we know"), given.basis),
        (_("Parent or guardian"), guardian),
    ]


def _left(stored: Mapping[str, Any], labels: Mapping[str, str]) -> Left:
    who = Worker.objects.filter(pk=stored["by"]).values_list("name", flat=True).first()
    return Left(
        at=datetime.fromisoformat(stored["at"]),
        way=str(Way(stored["way"]).label),
        who=who or _("A former colleague"),
        fields=[labels.get(name, name) for name in stored["fields"]],
    )
