"""The contacts that come with Waymark."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from waymark.contacts.actions.writing import (
    THE_LIST,
    Check,
    note_check,
    propose_beside,
    write_contact,
)
from waymark.contacts.checking import Verifier, means_of
from waymark.contacts.data_file import DATA_FILE, read_contacts
from waymark.contacts.models import Contact, Proposal
from waymark.contacts.rows import ContactRow, is_same


@dataclass(frozen=True)
class Loaded:
    """How many contacts a load added, changed, left as they were and removed.

    `proposed` ones were changed or verified here, and wait for a worker to confirm what is new.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    proposed: int = 0


class _Result(Enum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    PROPOSED = "proposed"


@transaction.atomic
def load_contacts(path: Path = DATA_FILE) -> Loaded:
    """Bring the bundled contacts into the database; a second time changes nothing.

    A bundled contact that the file no longer has is removed, unless workers here or a pack stand
    for it. Contacts that an organisation added itself are not touched; what its workers verified
    is changed by a person only. Raises DataFileError before anything is written.
    """
    rows = read_contacts(path)
    contacts = Contact.objects.select_for_update().prefetch_related("numbers")
    known = {contact.slug: contact for contact in contacts}
    results = [_load(row, known.get(row.slug)) for row in rows]
    removed = _remove_all_but([row.slug for row in rows])
    counts = {result.value: results.count(result) for result in _Result}
    return Loaded(**counts, removed=removed)


def check_of(row: ContactRow) -> Check:
    """The check that a row of the list tells about."""
    return Check(means_of(row.source_kind, row.confidence), row.source_url, row.date_seen)


def _load(row: ContactRow, known: Contact | None) -> _Result:
    if known is None:
        return _write(row, None, _Result.ADDED)
    if known.ours:
        return _beside_ours(row, known)
    older = row.date_seen < known.date_seen and known.withdrawn_at is None
    if older or is_same(row, known):
        return _Result.UNCHANGED
    return _write(row, known, _Result.CHANGED)


def _write(row: ContactRow, known: Contact | None, result: _Result) -> _Result:
    contact = write_contact(row, known, THE_LIST, bundled=True)
    note_check(contact, check_of(row), THE_LIST)
    return result


def _beside_ours(row: ContactRow, known: Contact) -> _Result:
    """Workers here stand for the contact: what is newer in the file is for them to confirm."""
    if row.date_seen <= known.date_seen:
        return _Result.UNCHANGED
    if propose_beside(known, row, check_of(row), THE_LIST):
        return _Result.PROPOSED
    return _Result.UNCHANGED


def _remove_all_but(slugs: list[str]) -> int:
    """Rows that left the file go; those that somebody here or a pack stands for stay."""
    gone = Contact.objects.filter(bundled=True).exclude(slug__in=slugs)
    gone.filter(_somebodys()).update(bundled=False)
    removed = gone.count()
    gone.delete()
    return removed


def _somebodys() -> Q:
    proposals = Proposal.objects.filter(contact=OuterRef("pk"))
    return Q(ours=True) | ~Q(verifier=Verifier.LIST) | Q(Exists(proposals))
