"""Blind indexes: search for a name, place or phone number without storing it."""

import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import phonenumbers
from django.db import connection, transaction
from django.db.models import QuerySet

from waymark.vault import locks
from waymark.vault.keyring import Keyring
from waymark.vault.models import BlindTerm, CompartmentKey, Envelope, IndexedRecord
from waymark.vault.nearest import Wanted, nearest, stored
from waymark.vault.primitives import keyed_hash

TERM_BYTES = 16
SHORTEST_WORD = 2
MOST_TERMS = 400
INDEX_BATCH = 2000  # records whose terms are written with one statement
# Letters that people write for each other and that Unicode keeps apart; tatweel and apostrophes
# go. Alef with hamza or madda, waw and yeh with hamza come apart by themselves (NFKD).
_SAME = str.maketrans("ٱىةیکđıłø", "ايهيكdilo", "ـ'’‘ʼ`´")


def fold(text: str) -> str:
    """Bring spellings of one word together: case, accents, width, digits, Arabic letter forms."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(map(_fold_letter, decomposed)).translate(_SAME)


def _fold_letter(letter: str) -> str:
    """Nothing for accents and invisible marks, 0-9 for every script's digits."""
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return ""
    return str(unicodedata.digit(letter, letter))


def words(text: str) -> set[str]:
    """The folded words of a text, as index tokens."""
    apart = "".join(letter if _in_word(letter) else " " for letter in fold(text))
    return {f"word:{word}" for word in apart.split() if len(word) >= SHORTEST_WORD}


def _in_word(letter: str) -> bool:
    """Letters and digits, and the vowel signs of scripts that write them as marks."""
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


def phones(text: str, region: str | None) -> set[str]:
    """The phone numbers in a text in E.164 form, as index tokens.

    `region` (two letters) says how to read a number without country code.
    """
    found = phonenumbers.PhoneNumberMatcher(
        text, region, leniency=phonenumbers.Leniency.POSSIBLE, max_tries=1000
    )
    return {
        "phone:" + phonenumbers.format_number(m.number, phonenumbers.PhoneNumberFormat.E164)
        for m in found
    }


def term(index_key: bytes, token: str) -> bytes:
    """The 16 bytes that stand for a token under a compartment's index key."""
    return keyed_hash(index_key, token.encode(), context=b"term", size=TERM_BYTES)


def index(
    envelope_id: uuid.UUID, compartment_key: CompartmentKey, tokens: Iterable[str], *, by: Keyring
) -> None:
    """Write the tokens of a record into a compartment's index, replacing earlier ones.

    Raises CannotOpen when `by` is no member.
    """
    index_many([ToIndex(envelope_id, compartment_key, tokens)], by=by)


class ToIndex(NamedTuple):
    """A record's tokens, and the compartment in whose index they are to be written."""

    envelope_id: uuid.UUID
    compartment_key: CompartmentKey
    tokens: Iterable[str]


@transaction.atomic
def index_many(records: Iterable[ToIndex], *, by: Keyring) -> None:
    """Write the tokens of many records, replacing earlier ones; nothing for erased records.

    Keys stay as they are until commit, so give a few thousand records a call. A record that is
    named twice keeps the later tokens. Raises CannotOpen when `by` is no member of one of the
    compartments; then nothing is written.
    """
    locks.share_keys()
    by.catch_up()
    once = {(each.envelope_id, each.compartment_key.id): each for each in records}
    rows = [once[place] for place in sorted(once)]
    keys = {row.compartment_key.id: by.index_key(row.compartment_key) for row in rows}
    for start in range(0, len(rows), INDEX_BATCH):
        _index_batch(rows[start : start + INDEX_BATCH], keys)


def _index_batch(rows: Sequence[ToIndex], keys: Mapping[uuid.UUID, bytes]) -> None:
    _forget(rows)
    kept = _not_erased(rows)
    # In the order of the index, which is quicker and says nothing about their words.
    terms = sorted(
        (blind, row.envelope_id, row.compartment_key.id)
        for row in kept
        for blind in _terms(keys[row.compartment_key.id], row.tokens)
    )
    _insert(terms)
    done = (
        IndexedRecord(envelope_id=r.envelope_id, compartment_key=r.compartment_key) for r in kept
    )
    IndexedRecord.objects.bulk_create(done, ignore_conflicts=True)


def _insert(terms: Sequence[tuple[bytes, uuid.UUID, uuid.UUID]]) -> None:
    """Write (term, envelope, compartment key); the ORM takes twice as long, and an import waits."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO vault_blindterm (term, envelope_id, compartment_key_id)"
            " VALUES (%s, %s, %s)",
            [(blind, stored(envelope), stored(key)) for blind, envelope, key in terms],
        )


def _not_erased(rows: Sequence[ToIndex]) -> list[ToIndex]:
    """The records that still have a key; they cannot be erased until commit."""
    named = Envelope.objects.filter(pk__in={row.envelope_id for row in rows}, erased_at=None)
    held = named.order_by("pk").select_for_update(no_key=True)
    alive = set(held.values_list("pk", flat=True))
    return [row for row in rows if row.envelope_id in alive]


def _forget(rows: Sequence[ToIndex]) -> None:
    """Take out what the index holds of these records already."""
    for key_id in {row.compartment_key.id for row in rows}:
        envelopes = {row.envelope_id for row in rows if row.compartment_key.id == key_id}
        BlindTerm.objects.filter(compartment_key=key_id, envelope__in=envelopes).delete()


def _terms(index_key: bytes, tokens: Iterable[str]) -> list[bytes]:
    """The terms of the tokens, MOST_TERMS at most."""
    return [term(index_key, token) for token in sorted(set(tokens))[:MOST_TERMS]]


def find(tokens: Iterable[str], *, by: Keyring) -> QuerySet[Envelope]:
    """The envelopes that hold every token, in any compartment the worker can open."""
    wanted = sorted(set(tokens))
    found = Envelope.objects.filter(erased_at=None) if wanted else Envelope.objects.none()
    for token in wanted:
        hits = BlindTerm.objects.none()
        for compartment_key in by.compartment_keys:
            blind = term(by.index_key(compartment_key), token)
            hits |= BlindTerm.objects.filter(compartment_key=compartment_key, term=blind)
        found = found.filter(pk__in=hits.values("envelope_id"))
    return found


def candidates(
    tokens: Iterable[str] | Mapping[str, float], *, by: Keyring, most: int
) -> dict[uuid.UUID, int]:
    """The envelopes that share most of the tokens, in any compartment the worker can open.

    `tokens` may say how much each counts; one that few records hold counts for more. Returns at
    most `most` envelopes, the nearest first, with a number that only orders them.
    """
    weights = tokens if isinstance(tokens, Mapping) else dict.fromkeys(tokens, 1.0)
    wanted = [
        Wanted(key.id, term(index_key, token), weight)
        for key in by.compartment_keys
        for index_key in [by.index_key(key)]
        for token, weight in weights.items()
    ]
    return nearest(wanted, most)
