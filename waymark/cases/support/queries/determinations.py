"""Determinations: the one that counts, and those that it took the place of."""

from collections.abc import Sequence
from dataclasses import dataclass

from waymark.cases.models import Case
from waymark.cases.support.kinds import KINDS
from waymark.cases.support.queries.lines import Line, by_person, lines_of
from waymark.vault.keyring import Keyring


@dataclass(frozen=True)
class Standing:
    """The decisions about one person. The one with the latest day counts."""

    about: str
    current: Line
    before: Sequence[Line]


def standings(case: Case, keyring: Keyring) -> list[Standing]:
    """For each person of the case with a determination, by whoever decided."""
    people = by_person(lines_of(KINDS["determination"], case, keyring)).items()
    return [Standing(about, lines[0], lines[1:]) for (_pk, about), lines in people]
