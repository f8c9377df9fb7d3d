"""Files of lists: counts of each combination, or one row for each person and list.

    reading = read_lists(Path("lists.csv").read_bytes())
    reading.table, reading.strata, reading.digest

Nothing that could be a name is repeated in a message: it names the row and the column instead.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.spreadsheet import Sheet, sheet

COUNT_NAMES = ("count", "n", "frequency", "freq")
WHOLE = re.compile(r"([0-9]{1,9})(\.0*)?")
FRACTION = re.compile(r"[0-9]*[.,][0-9]+")
MOST_LISTS = 16

Row = tuple[tuple[int, ...], int]


@dataclass(frozen=True)
class Reading:
    """What a file holds.

    Attributes:
        table: everybody.
        digest: SHA-256 of the file's bytes in hexadecimal.
        form: `counts` or `people`.
        by: the column that splits people into strata; empty where nothing was asked for.
        strata: a table for each of its values, all with the same lists, sorted by value.
    """

    table: ListTable
    digest: str
    form: str
    by: str = ""
    strata: Mapping[str, ListTable] = field(default_factory=dict)


def read_lists(data: bytes, *, count: str = "", by: str = "") -> Reading:
    """Read either form: a file with the columns `person` and `list` has one row a person and list.

    Arguments: the bytes of a CSV file; the name of the column with counts (else `count` or `n`,
    else the last); the column of strata. Raises ListError with the row and the reason.
    """
    found = sheet(data)
    if {"person", "list"} <= {name.lower() for name in found.heading}:
        return read_people(data, by=by)
    return read_counts(data, count=count, by=by)


def read_counts(data: bytes, *, count: str = "", by: str = "") -> Reading:
    """Read one row for each combination of lists: 1 and 0 for each list, and how many people.

    Combinations that are left out have nobody. Raises ListError for a count that is negative or
    not whole, a row with people on no list, a combination twice, an entry other than 0 and 1, and
    for lists that cannot be used: fewer than two, nobody on one, one within another.
    """
    found = sheet(data)
    people = found.place(count) if count else _count_column(found)
    stratum = found.place(by) if by else None
    lists = [place for place in range(len(found.heading)) if place not in (people, stratum)]
    names = [found.heading[place] for place in lists]
    _check_number(names)
    groups: dict[str, list[Row]] = {}
    first: dict[tuple[str, tuple[int, ...]], int] = {}
    for number, cells in found.rows:
        pattern = tuple(_indicator(cells[place], number, found.heading[place]) for place in lists)
        value = cells[stratum] if stratum is not None else ""
        _check_pattern(pattern, value, number, by)
        before = first.setdefault((value, pattern), number)
        if before != number:
            raise ListError(f"Row {number}: the same combination of lists as in row {before}.")
        groups.setdefault(value, []).append((pattern, _count(cells[people], number)))
    return _reading(data, "counts", names, groups, by)


def read_people(data: bytes, *, by: str = "") -> Reading:
    """Read one row for each person and list: columns `person`, `list` and, if wanted, a stratum.

    Lists are taken in alphabetical order, so that the order of rows changes nothing. Raises
    ListError for an empty cell, a row that stands twice, a person in two strata, and for lists
    that cannot be used, as `read_counts` does.
    """
    found = sheet(data)
    lowered = Sheet(tuple(name.lower() for name in found.heading), found.rows)
    who, where = lowered.place("person"), lowered.place("list")
    stratum = found.place(by) if by else None
    members: dict[str, dict[str, int]] = {}
    value_of: dict[str, tuple[str, int]] = {}
    for number, cells in found.rows:
        _check_filled(cells, number, found, [who, where, *([] if stratum is None else [stratum])])
        on = members.setdefault(cells[who], {})
        if cells[where] in on:
            raise ListError(
                f"Row {number}: this person is on this list already in row {on[cells[where]]}."
            )
        on[cells[where]] = number
        value = cells[stratum] if stratum is not None else ""
        before, row = value_of.setdefault(cells[who], (value, number))
        if before != value:
            raise ListError(f"Row {number}: this person has another {by!r} in row {row}.")
    names = sorted({name for on in members.values() for name in on})
    _check_number(names)
    groups: dict[str, list[Row]] = {}
    for person, on in members.items():
        pattern = tuple(int(name in on) for name in names)
        groups.setdefault(value_of[person][0], []).append((pattern, 1))
    return _reading(data, "people", names, groups, by)


def check(table: ListTable) -> ListTable:
    """The same table, if its lists can be used. Raises ListError where they cannot."""
    _check_number(table.names)
    sizes = table.counts @ table.patterns
    for name, size in zip(table.names, sizes, strict=True):
        if not size:
            raise ListError(f"Nobody is on the list {name!r}: leave out its column.")
    for one, other in permutations(range(table.size), 2):
        if not table.counts[table.patterns[:, one] & ~table.patterns[:, other]].any():
            inner, outer = table.names[one], table.names[other]
            raise ListError(
                f"The list {outer!r} contains the list {inner!r}, so that {inner!r} tells nothing "
                "about who is on neither: leave it out, or make the two one list."
            )
    return table


def _reading(
    data: bytes, form: str, names: Sequence[str], groups: Mapping[str, Sequence[Row]], by: str
) -> Reading:
    for name in (*names, *(groups if by else ())):
        if not name.isprintable():
            raise ListError("The name of a list or a stratum has characters that nobody can see.")
    table = check(ListTable.from_counts(names, (row for rows in groups.values() for row in rows)))
    strata = (
        {value: ListTable.from_counts(names, groups[value]) for value in sorted(groups)}
        if by
        else {}
    )
    return Reading(table, hashlib.sha256(data).hexdigest(), form, by, strata)


def _count_column(found: Sheet) -> int:
    named = [place for place, name in enumerate(found.heading) if name.lower() in COUNT_NAMES]
    if len(named) == 1:
        return named[0]
    if len(named) > 1:
        one, other = (found.heading[place] for place in named[:2])
        raise ListError(f"Row 1: is {one!r} or {other!r} the column of counts? Name another way.")
    last = len(found.heading) - 1
    if all(cells[last] in ("0", "1") for _, cells in found.rows):
        raise ListError(
            "Row 1: no column is called 'count', and the last one looks like a list. "
            "Call the column with the number of people 'count'."
        )
    return last


def _indicator(cell: str, number: int, column: str) -> int:
    if cell in ("0", "1"):
        return int(cell)
    if not cell:
        raise ListError(f"Row {number}, column {column!r}: empty. Write 1 for on the list, else 0.")
    raise ListError(
        f"Row {number}, column {column!r}: neither 0 nor 1. A column of a list holds nothing else: "
        "no names, no dates. If it sorts people into groups, say so with --by."
    )


def _check_pattern(pattern: tuple[int, ...], value: str, number: int, by: str) -> None:
    if not any(pattern):
        raise ListError(
            f"Row {number}: people on no list cannot have been counted. Leave this row out."
        )
    if by and not value:
        raise ListError(f"Row {number}, column {by!r}: empty.")


def _count(cell: str, number: int) -> int:
    if whole := WHOLE.fullmatch(cell):
        return int(whole[1])
    if cell.startswith("-"):
        raise ListError(f"Row {number}: the count is negative.")
    if FRACTION.fullmatch(cell):
        raise ListError(f"Row {number}: the count is not a whole number of people.")
    raise ListError(f"Row {number}: the count is not a number below a thousand million.")


def _check_filled(cells: Sequence[str], number: int, found: Sheet, places: Sequence[int]) -> None:
    for place in places:
        if not cells[place]:
            raise ListError(f"Row {number}, column {found.heading[place]!r}: empty.")


def _check_number(names: Sequence[str]) -> None:
    if len(names) < 2:
        raise ListError(
            "There is only one list: without a second one nothing tells how many people it lacks."
        )
    if len(names) > MOST_LISTS:
        raise ListError(f"There are {len(names)} lists; at most {MOST_LISTS} can be used at once.")
