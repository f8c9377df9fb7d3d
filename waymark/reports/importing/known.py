"""Which rows are here already, asked of the blind indexes that only the circles can use.

A report is marked by the other hotline and its number, and by everything in its row; where the row
has no number, the row alone. The marks are terms of the index, so whoever has only the database
cannot test whether some report of another hotline is here.
"""

from collections.abc import Iterable
from uuid import UUID

from waymark.reports.importing.reading.table import Line
from waymark.reports.importing.words import plain
from waymark.reports.models import Recipient
from waymark.vault import blind
from waymark.vault.keyring import Keyring
from waymark.vault.models import BlindTerm, CompartmentKey
from waymark.vault.primitives import plain_hash

_AT_ONCE = 400
_BETWEEN = "\x1f"  # in no cell: control characters are taken out


def marks_of(recipient_id: UUID, source: str, number: str, line: Line) -> tuple[str, ...]:
    """What a row is known by, as tokens of the index."""
    numbered = (_mark(recipient_id, "number", plain(source), number),) if number else ()
    return (*numbered, _mark(recipient_id, "row", *line.cells))


def _mark(recipient_id: UUID, kind: str, *said: str) -> str:
    return f"import:{kind}:{plain_hash(_BETWEEN.join((str(recipient_id), *said)).encode()).hex()}"


def keys_for(recipient: Recipient, keyring: Keyring) -> list[CompartmentKey]:
    """The keys of a recipient's circles that a worker opens."""
    circles = set(recipient.compartments.values_list("pk", flat=True))
    return [key for key in keyring.compartment_keys if key.compartment_id in circles]


def known_among(marks: Iterable[str], recipient: Recipient, keyring: Keyring) -> set[str]:
    """Those of the marks that a report of the recipient bears.

    Index first what waits to be indexed (`indexing.index_some`), or something may be missed.
    """
    wanted, found = sorted(set(marks)), set[str]()
    for key in keys_for(recipient, keyring):
        index_key = keyring.index_key(key)
        for start in range(0, len(wanted), _AT_ONCE):
            terms = {blind.term(index_key, each): each for each in wanted[start : start + _AT_ONCE]}
            rows = BlindTerm.objects.filter(compartment_key=key, term__in=list(terms))
            found |= {terms[bytes(term)] for term in rows.values_list("term", flat=True)}
    return found
