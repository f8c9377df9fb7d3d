"""Blind indexes: search for a name, place or phone number without storing it."""

import unicodedata
import uuid
from collections.abc import Iterable

import phonenumbers
from django.db import transaction
from django.db.models import QuerySet

from waymark.vault import locks
from waymark.vault.keyring import Keyring
from waymark.vault.models import BlindTerm, CompartmentKey, Envelope, IndexedRecord
from waymark.vault.primitives import keyed_hash

TERM_BYTES = 16
SHORTEST_WORD = 2
MOST_TERMS = 400
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


@transaction.atomic
def index(
    envelope_id: uuid.UUID, compartment_key: CompartmentKey, tokens: Iterable[str], *, by: Keyring
) -> None:
    """Write the tokens of a record into a compartment's index, replacing earlier ones.

    Raises CannotOpen when `by` is no member.
    """
    locks.share_keys()
    by.catch_up()
    key = by.index_key(compartment_key)
    rows = BlindTerm.objects.filter(envelope_id=envelope_id, compartment_key=compartment_key)
    rows.delete()
    terms = sorted(term(key, token) for token in sorted(set(tokens))[:MOST_TERMS])
    BlindTerm.objects.bulk_create(
        BlindTerm(envelope_id=envelope_id, compartment_key=compartment_key, term=t) for t in terms
    )
    IndexedRecord.objects.get_or_create(envelope_id=envelope_id, compartment_key=compartment_key)


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
