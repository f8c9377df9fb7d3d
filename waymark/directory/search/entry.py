"""A row as it is stored, and the postings that list it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from waymark.directory.cells import to_micro
from waymark.directory.search import bits
from waymark.directory.search.grid import NOWHERE, cell_of
from waymark.directory.search.types import PUBLIC, Indexable

Posting = tuple[int, int, int, int | None, int | None, int, int, int]


class Entry(NamedTuple):
    """The columns of `directory_row`, in the order of `tables.ROW_COLUMNS`."""

    row: int
    service_at_location_id: UUID
    service_id: UUID
    location_id: UUID | None
    latitude: int | None
    longitude: int | None
    approximate: bool
    rank: int
    languages: int
    traits: int
    words: str
    cell: int
    keys: str

    @property
    def key_numbers(self) -> list[int]:
        """The keys of its postings."""
        return [int(key) for key in self.keys.split()]

    def postings(self) -> Iterator[Posting]:
        """One for each key, in the order of `tables.POSTING_COLUMNS`."""
        place = (self.cell, self.row, self.latitude, self.longitude)
        for key in self.key_numbers:
            yield (key, *place, self.rank, self.languages, self.traits)

    def with_texts(self) -> tuple[object, ...]:
        """The columns for a database whose ids are texts."""
        ids = (self.service_at_location_id, self.service_id, self.location_id)
        return (self.row, *(each and each.hex for each in ids), *self[4:])


def entry_of(item: Indexable, words: Iterable[str], row: int, numbers: Iterable[int]) -> Entry:
    """What is stored of a row of these words that is listed under keys of these numbers."""
    micro = to_micro(*item.point) if item.point else None
    return Entry(
        row=row,
        service_at_location_id=item.service_at_location_id,
        service_id=item.service_id,
        location_id=item.location_id,
        latitude=micro[0] if micro else None,
        longitude=micro[1] if micro else None,
        approximate=item.place_tier != PUBLIC,
        rank=item.rank,
        languages=bits.language_bits(item.languages),
        traits=bits.traits(
            accepts=item.accepts, refuses=item.refuses, flags=item.flags, tier=item.tier
        ),
        words="".join(f" {word}" for word in words),
        cell=cell_of(*micro) if micro else NOWHERE,
        keys=" ".join(map(str, sorted(numbers))),
    )
