"""Which envelopes share the most terms: the statements behind `blind.candidates`.

Terms are counted first. Those that thousands of records hold (a first name that half of a country
has) tell little and cost the most to read, so the rare ones are read and the others only
as far as there is room.
"""

import math
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from waymark.vault.models import Envelope

# Records that one term may be in before it is called common, and rows that one search may read.
COMMON = 2_500
MOST_ROWS = 10_000
# Weights are whole numbers in the statement; this keeps two decimal places of them.
SCALE = 100


class Wanted(NamedTuple):
    """A term to look for, in whose index, and how much it counts."""

    compartment_key_id: uuid.UUID
    term: bytes
    weight: float


def stored(value: uuid.UUID) -> uuid.UUID | str:
    """An id as this database stores it."""
    return value if connection.features.has_native_uuid_field else value.hex


def nearest(wanted: Sequence[Wanted], most: int) -> dict[uuid.UUID, int]:
    """At most `most` envelopes that hold the weightiest of the wanted terms, nearest first.

    An envelope in several compartments counts where it is nearest. Never one that is erased.
    """
    chosen = _affordable(wanted, _counts(wanted)) if wanted and most > 0 else []
    if not chosen:
        return {}
    found: dict[uuid.UUID, int] = {}
    for envelope_id, shared in _grouped(chosen, most * len({w.compartment_key_id for w in chosen})):
        found.setdefault(envelope_id, shared)
    alive = set(Envelope.objects.filter(pk__in=found, erased_at=None).values_list("pk", flat=True))
    kept = [(envelope_id, shared) for envelope_id, shared in found.items() if envelope_id in alive]
    return dict(kept[:most])


def _affordable(wanted: Sequence[Wanted], counts: dict[int, int]) -> list[Wanted]:
    """The rarest terms whose rows fit into one search, with their rarity in their weight."""
    chosen: list[Wanted] = []
    room = MOST_ROWS
    for at in sorted(counts, key=lambda each: (counts[each], each)):
        room -= counts[at]
        if chosen and (room < 0 or counts[at] > COMMON):
            break
        chosen.append(wanted[at]._replace(weight=wanted[at].weight * rarity(counts[at])))
    return chosen


def rarity(count: int) -> float:
    """What a term tells: 1 where COMMON records hold it, and one more with each halving."""
    return 1 + math.log2(COMMON / min(count, COMMON))


def _counts(wanted: Sequence[Wanted]) -> dict[int, int]:
    """How many records hold each wanted term, by its position; those that nobody holds are out."""
    rows = _read(
        """SELECT number, (SELECT COUNT(*) FROM (
            SELECT 1 FROM vault_blindterm b
            WHERE b.compartment_key_id = wanted.key_id AND b.term = wanted.term LIMIT %s
        ) capped) FROM wanted""",
        wanted,
        numbers=range(len(wanted)),
        limit=COMMON + 1,
    )
    return {int(number): int(count) for number, count in rows if count}


def _grouped(chosen: Sequence[Wanted], most: int) -> list[tuple[uuid.UUID, int]]:
    """The envelopes and the sum of the weights of the chosen terms that they hold."""
    rows = _read(
        """SELECT b.envelope_id, SUM(wanted.number) AS shared FROM wanted
        JOIN vault_blindterm b ON b.compartment_key_id = wanted.key_id AND b.term = wanted.term
        GROUP BY b.compartment_key_id, b.envelope_id
        ORDER BY shared DESC, b.envelope_id LIMIT %s""",
        chosen,
        numbers=[round(SCALE * each.weight) for each in chosen],
        limit=most,
    )
    return [(uuid.UUID(str(envelope_id)), int(shared)) for envelope_id, shared in rows]


def _read(
    select: str, wanted: Sequence[Wanted], *, numbers: Sequence[int], limit: int
) -> list[tuple[Any, ...]]:
    """Run a SELECT over `wanted` (a key, a term and a number each) that ends with a limit."""
    marks = ", ".join(["(%s, %s, %s)"] * len(wanted))
    rows = zip(wanted, numbers, strict=True)
    values: list[uuid.UUID | str | bytes | int] = []
    for each, number in rows:
        values += (stored(each.compartment_key_id), each.term, number)
    with connection.cursor() as cursor:
        # The statements are those above, and marks for their values.
        cursor.execute(
            f"WITH wanted (key_id, term, number) AS (VALUES {marks}) {select}", [*values, limit]
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
