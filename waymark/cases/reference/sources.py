"""Where a fact about a law comes from, and how much of the page somebody read."""

from collections.abc import Mapping
from dataclasses import dataclass

from waymark.learn.content.fields import Fields
from waymark.learn.content.review import Source, source_of

READ = ("whole", "excerpt")


@dataclass(frozen=True)
class Cited:
    """A source, and whether its whole text was read or an excerpt of it."""

    source: Source
    read: str


def cited(fields: Fields) -> dict[str, Cited]:
    """The sources of a file by id. Raises ContentError for two with one id."""
    found = [_cited(row) for row in fields.tables("sources")]
    by_id = {each.source.id: each for each in found}
    if len(by_id) < len(found):
        raise fields.fault("two sources have the same `id`.")
    return by_id


def _cited(row: Fields) -> Cited:
    plain = {name: value for name, value in row.values.items() if name != "read"}
    return Cited(source_of(Fields(row.path, plain, row.place)), row.one_of("read", READ))


def source_named(row: Fields, sources: Mapping[str, Cited]) -> Cited | None:
    """The source that a table names, if it names one."""
    return sources[row.one_of("source", sources)] if "source" in row.values else None


def grounded(row: Fields, jurisdiction: str, sources: Mapping[str, Cited]) -> Cited | None:
    """The source of a table about a law.

    Raises ContentError where a place or a term is named without an article and a source: nothing
    about a law is written from memory.
    """
    found = source_named(row, sources)
    if (jurisdiction != "ANY" or "term" in row.values) and not (found and row.text("article", "")):
        raise row.fault("it names a place or a term: it needs `article` and `source`.")
    return found
