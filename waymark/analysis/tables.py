"""Lists as they are stored: counts of each combination, and nobody's name."""

from collections.abc import Mapping
from typing import Any

from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.reading import Reading, check, read_lists

# A column of ages in years sorts people into groups; one of names has as many groups as people.
MOST_STRATA = 40
NAMES_PEOPLE = ("person", "list")
TAMPERED = "The stored lists cannot be read. Start again from the file."


def read(data: bytes, by: str = "") -> Reading:
    """Read a file and forget everything of it but counts.

    Raises ListError with row and reason, and for a column of strata that could name people.
    """
    if by.lower() in NAMES_PEOPLE:
        raise ListError(f"The column {by!r} tells people apart. Choose one that groups them.")
    reading = read_lists(data, by=by)
    if len(reading.strata) > MOST_STRATA:
        raise ListError(
            f"The column {by!r} has {len(reading.strata)} different values; at most {MOST_STRATA} "
            "groups can be used. Choose a column that groups people, and no name or number of one."
        )
    return reading


def to_store(reading: Reading) -> dict[str, Any]:
    """What is kept of a file."""
    return {
        "form": reading.form,
        "by": reading.by,
        "names": list(reading.table.names),
        "rows": _rows(reading.table),
        "strata": {value: _rows(table) for value, table in reading.strata.items()},
    }


def from_store(stored: Mapping[str, Any], digest: str) -> Reading:
    """The reading again, so that it gives the same digits as the file did.

    Raises ListError for what no file can have given.
    """
    try:
        names, parts = list(stored["names"]), dict(stored["strata"].items())
        table = check(ListTable.from_counts(names, stored["rows"]))
        strata = {value: ListTable.from_counts(names, parts[value]) for value in sorted(parts)}
        reading = Reading(table, digest, str(stored["form"]), str(stored["by"]), strata)
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise ListError(TAMPERED) from fault
    if strata and sum(each.total for each in strata.values()) != table.total:
        raise ListError(TAMPERED)
    return reading


def _rows(table: ListTable) -> list[list[Any]]:
    patterns = table.patterns.astype(int).tolist()
    return [list(row) for row in zip(patterns, table.counts.tolist(), strict=True)]
