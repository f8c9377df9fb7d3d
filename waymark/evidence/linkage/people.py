"""People as the registers of organisations hold them, ready to be compared.

    people = read_people(Path("shelters.csv").read_bytes(), register="shelters")

One row a person: the columns `id`, `given`, `family`, and as far as known `birth` (`1990`,
`1990-05` or `1990-05-17`) and `place`.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from waymark.evidence.linkage.names import latin, skeleton
from waymark.evidence.lists import ListError
from waymark.evidence.spreadsheet import sheet

BIRTH = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
NEEDED = ("id", "given", "family")
Value = str | int | None


class Person(NamedTuple):
    """One row of one register; empty text where something is not known."""

    register: str
    id: str
    given: str
    family: str
    birth: str = ""
    place: str = ""


class Birth(NamedTuple):
    """A date of birth as far as it is known."""

    year: int | None
    month: int | None
    day: int | None


def read_people(data: bytes, *, register: str) -> list[Person]:
    """The rows of a CSV file. Raises ListError with the row and the reason, never with a name."""
    found = sheet(data)
    places = {name.strip().lower(): place for place, name in enumerate(found.heading)}
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise ListError(f"The file lacks the column {', '.join(missing)}.")
    columns = [places.get(name) for name in Person._fields[1:]]
    people: list[Person] = []
    seen: dict[str, int] = {}
    for number, cells in found.rows:
        person = Person(register, *("" if at is None else cells[at].strip() for at in columns))
        before = seen.setdefault(person.id, number)
        if not person.id or before != number:
            raise ListError(f"Row {number}: the id is empty or stands in row {before} already.")
        if not latin(person.given + " " + person.family):
            raise ListError(f"Row {number}: there is no name to compare.")
        try:
            birth(person.birth)
        except ListError as fault:
            raise ListError(f"Row {number}: {fault}") from fault
        people.append(person)
    return people


def birth(text: str) -> Birth:
    """The parts of a date of birth. Raises ListError for what is no date or no possible one."""
    if not text:
        return Birth(None, None, None)
    found = BIRTH.fullmatch(text)
    if not found:
        raise ListError("write a date of birth as 1990, 1990-05 or 1990-05-17.")
    year, month, day = (int(part) if part else None for part in found.groups())
    if year is None or not 1850 < year < 2150:
        raise ListError("nobody was born in such a year.")
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        raise ListError("there is no such day in a year.")
    return Birth(year, month, day)


def prepared(person: Person, number: int) -> tuple[Value, ...]:
    """The values that are compared, in the order of COLUMNS; None for what is not known."""
    born = birth(person.birth)
    given, family = latin(person.given), latin(person.family)
    keys = (skeleton(person.given), skeleton(person.family))
    return (
        number,
        person.register,
        given or None,
        family or None,
        keys[0] or None,
        keys[1] or None,
        " ".join(sorted(keys)).strip(),
        born.year,
        born.month,
        born.day,
        latin(person.place) or None,
        skeleton(person.place) or None,
    )


COLUMNS = (
    "unique_id",
    "register",
    "given",
    "family",
    "given_key",
    "family_key",
    "name_key",
    "year",
    "month",
    "day",
    "place",
    "place_key",
)


def columns(people: Iterable[Person]) -> dict[str, list[Value]]:
    """Every person by column; `unique_id` is the place in the order given, from 0."""
    rows = [prepared(person, number) for number, person in enumerate(people)]
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}
