"""Invented people on several registers, in several scripts and with errors: the truth is known.

    people, truth = registers(Invented(size=2_000, inclusion=(0.4, 0.3, 0.3)), seed=1)

Names are made from syllables, with frequencies that fall off as real ones do (Zipf).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from waymark.evidence.linkage.people import Person

ONSETS = (
    "b",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "r",
    "s",
    "sh",
    "t",
    "v",
    "z",
    "br",
    "kr",
)
NUCLEI = ("a", "e", "i", "o", "u", "a", "i")
CODAS = ("", "", "", "n", "r", "l", "s", "m", "k", "d")
CYRILLIC_TABLE = (
    "sh:ш a:а b:б d:д e:е f:ф g:г h:х i:и j:ж k:к l:л m:м n:н o:о r:р s:с t:т u:у v:в z:з y:й"
)
CYRILLIC = dict(pair.split(":") for pair in CYRILLIC_TABLE.split())
# Short vowels are not written.
ARABIC_TABLE = (
    "sh:ش a: b:ب d:د e: f:ف g:ج h:ه i:ي j:ج k:ك l:ل m:م n:ن o:و r:ر s:س t:ت u:و v:ف z:ز y:ي"
)
ARABIC = dict(pair.split(":") for pair in ARABIC_TABLE.split())
LETTERS = "abcdefghijklmnoprstuvz"
FIRST, DAYS = date(1955, 1, 1), 365 * 53


@dataclass(frozen=True)
class Invented:
    """A population and how its people come onto registers.

    Attributes:
        size: people.
        inclusion: for each register the probability that a person is on it.
        scripts: probabilities that a register's row is in Latin, Cyrillic and Arabic letters.
        typo: probability of one wrong letter in a name.
        spelling: probability of another spelling of a sound (ph for f, a doubled letter).
        swapped: probability that given and family name changed places.
        year_only, days_swapped, off_by_one: probabilities of these faults of a date of birth.
        moved: probability that the register has another place.
        names: different family names; half as many given names.
    """

    size: int
    inclusion: tuple[float, ...]
    scripts: tuple[float, float, float] = (0.7, 0.15, 0.15)
    typo: float = 0.1
    spelling: float = 0.15
    swapped: float = 0.05
    year_only: float = 0.08
    days_swapped: float = 0.03
    off_by_one: float = 0.04
    moved: float = 0.15
    names: int = 3_000


def registers(invented: Invented, *, seed: int) -> tuple[list[Person], NDArray[np.int64]]:
    """The rows of all registers, shuffled, and for each row the number of the person it is of.

    Registers are named A, B, ...; a person has at most one row on each.
    """
    rng = np.random.default_rng(seed)
    families = _names(invented.names, 2, rng)
    givens = _names(max(invented.names // 2, 1), 1, rng)
    places = _names(200, 2, rng)
    who = [
        (_pick(givens, rng), _pick(families, rng), _born(rng), _pick(places, rng))
        for _ in range(invented.size)
    ]
    rows = []
    for number, (given, family, born, place) in enumerate(who):
        for register, share in enumerate(invented.inclusion):
            if rng.random() < share:
                place_now = _pick(places, rng) if rng.random() < invented.moved else place
                row = _written(invented, (given, family, born, place_now), rng)
                rows.append((chr(ord("A") + register), number, row))
    order = rng.permutation(len(rows))
    people = [Person(rows[i][0], str(at), *rows[i][2]) for at, i in enumerate(order)]
    return people, np.array([rows[i][1] for i in order], dtype=np.int64)


def _names(number: int, shortest: int, rng: np.random.Generator) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < number:
        syllables = shortest + int(rng.integers(1, 3))
        name = "".join(_pick_even(ONSETS, rng) + _pick_even(NUCLEI, rng) for _ in range(syllables))
        made[name + _pick_even(CODAS, rng)] = None
    return list(made)


def _pick_even(values: Sequence[str], rng: np.random.Generator) -> str:
    return values[int(rng.integers(len(values)))]


def _pick(values: Sequence[str], rng: np.random.Generator) -> str:
    """By Zipf's law, shifted so that the most frequent has about one in fifty of 3,000."""
    place = int(len(values) ** rng.random() + 8 * rng.random()) - 1
    return values[min(max(place, 0), len(values) - 1)]


def _born(rng: np.random.Generator) -> str:
    return (FIRST + timedelta(days=int(rng.integers(DAYS)))).isoformat()


def _written(
    invented: Invented, row: tuple[str, str, str, str], rng: np.random.Generator
) -> tuple[str, str, str, str]:
    """The row as a clerk writes it."""
    given, family, born, place = row
    names = [given, family]
    if rng.random() < invented.spelling:
        at = int(rng.integers(2))
        names[at] = _respelled(names[at], rng)
    if rng.random() < invented.typo:
        at = int(rng.integers(2))
        names[at] = _mistyped(names[at], rng)
    if rng.random() < invented.swapped:
        names.reverse()
    script = int(rng.choice(3, p=invented.scripts))
    letters = (None, CYRILLIC, ARABIC)[script]
    texts = [_in_script(text, letters) for text in (*names, place)]
    return texts[0], texts[1], _misdated(invented, born, rng), texts[2]


def _respelled(name: str, rng: np.random.Generator) -> str:
    swaps = [
        pair for pair in (("f", "ph"), ("k", "q"), ("i", "ee"), ("u", "ou")) if pair[0] in name
    ]
    if not swaps:
        return name + "h"
    old, new = swaps[int(rng.integers(len(swaps)))]
    return name.replace(old, new, 1)


def _mistyped(name: str, rng: np.random.Generator) -> str:
    at, letter = int(rng.integers(len(name))), _pick_even(LETTERS, rng)
    kind = int(rng.integers(3))
    if kind == 0 and len(name) > 3:
        return name[:at] + name[at + 1 :]
    return name[:at] + letter + name[at + (kind == 1) :]


def _in_script(name: str, letters: dict[str, str] | None) -> str:
    if letters is None:
        return name.capitalize()
    plain = name.replace("ph", "f").replace("q", "k").replace("ee", "i").replace("ou", "u")
    for latin, other in letters.items():
        plain = plain.replace(latin, other) if len(latin) > 1 else plain
    return "".join(letters.get(letter, letter if letter > "z" else "") for letter in plain)


def _misdated(invented: Invented, born: str, rng: np.random.Generator) -> str:
    year, month, day = (int(part) for part in born.split("-"))
    if rng.random() < invented.year_only:
        return str(year)
    if rng.random() < invented.days_swapped and day <= 12:
        month, day = day, month
    elif rng.random() < invented.off_by_one:
        if rng.random() < 0.5:
            year += 1
        else:
            day = day + 1 if day < 28 else day - 1
    return f"{year:04}-{month:02}-{day:02}"
