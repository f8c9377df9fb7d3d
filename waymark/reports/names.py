"""Short names by which workers speak of a report or a situation without saying what is in it."""

import uuid

from waymark.reports.models import Report, Situation
from waymark.vault.letters import ALPHABET

LETTERS = 6
_SHIFT = 128 - 5 * LETTERS


def report_name(report: Report) -> str:
    """Such as `R-7K2QFX`: the first 30 bits of the random id."""
    return short_name("R", report.pk)


def situation_name(situation: Situation) -> str:
    """Such as `S-7K2QFX`."""
    return short_name("S", situation.pk)


def short_name(kind: str, pk: uuid.UUID) -> str:
    """A kind's letter and the first 30 bits of a random id, such as `R-7K2QFX`."""
    return f"{kind}-{_letters(pk)}"


def ids_of(name: str, kind: str = "R") -> tuple[uuid.UUID, uuid.UUID] | None:
    """The lowest and the highest id of a kind with this name; None when it is no such name."""
    typed, dash, letters = name.strip().upper().partition("-")
    letters = letters.translate(str.maketrans("ILO", "110"))
    if typed != kind or not dash or len(letters) != LETTERS or set(letters) - set(ALPHABET):
        return None
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    low = number << _SHIFT
    return uuid.UUID(int=low), uuid.UUID(int=low + (1 << _SHIFT) - 1)


def _letters(pk: uuid.UUID) -> str:
    number = pk.int >> _SHIFT
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LETTERS)))
