"""What every way into the registry shares: writing a contact whole, and adding to its history."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.contacts.checking import Finding, Stage, Verifier, expiry_of
from waymark.contacts.models import Contact, ContactNumber, Proposal, Signer, Verification
from waymark.contacts.rows import ContactRow, entry_of, values_of


@dataclass(frozen=True)
class Check:
    """Somebody's check of a contact: by which means, on which page, on which day."""

    means: str
    source_url: str
    seen_on: date


@dataclass(frozen=True)
class Witness:
    """On whose word: the list, a worker here, or a signer with the organisation that it names."""

    verifier: Verifier
    worker: Worker | None = None
    signer: Signer | None = None
    organisation: str = ""
    through: Sequence[object] = field(default_factory=tuple)
    people: int = 1


THE_LIST = Witness(Verifier.LIST)


def worker_here(worker: Worker) -> Witness:
    """A worker of this installation."""
    return Witness(Verifier.OWN, worker=worker)


def write_contact(
    row: ContactRow, contact: Contact | None, witness: Witness, **flags: bool
) -> Contact:
    """Put a row in place of a contact, or add it; its numbers are offered from then on.

    `witness` is on whose word; `flags` are `bundled` and `ours`.
    """
    values, numbers = values_of(row)
    written = contact or Contact(version=0)
    for name, value in (values | flags).items():
        setattr(written, name, value)
    written.verifier, written.signer = witness.verifier, witness.signer
    written.expires = expiry_of(row.date_seen)
    written.withdrawn_at = written.withdrawn_by = None
    written.version += 1
    written.save()
    written.numbers.all().delete()
    ContactNumber.objects.bulk_create(
        ContactNumber(contact=written, position=place, **number)
        for place, number in enumerate(numbers)
    )
    return written


def note_check(
    contact: Contact, check: Check, witness: Witness, finding: Finding = Finding.RIGHT
) -> Verification:
    """Add a check to a contact's history."""
    return Verification.objects.create(
        contact=contact,
        verifier=witness.verifier,
        worker=witness.worker,
        signer=witness.signer,
        organisation=witness.organisation,
        through=list(witness.through),
        people=witness.people,
        version=contact.version,
        finding=finding,
        means=check.means,
        source_url=check.source_url,
        seen_on=check.seen_on,
        expires=expiry_of(check.seen_on) if finding == Finding.RIGHT else None,
        recorded_at=timezone.now(),
    )


def extend(contact: Contact, check: Check, witness: Witness) -> None:
    """Let an unchanged contact hold from this check on, and add the check to its history."""
    contact.date_seen, contact.expires = check.seen_on, expiry_of(check.seen_on)
    contact.verifier, contact.signer = witness.verifier, witness.signer
    contact.save(update_fields=["date_seen", "expires", "verifier", "signer"])
    note_check(contact, check, witness)


def propose_beside(contact: Contact, row: ContactRow, check: Check, witness: Witness) -> bool:
    """Let a list or a pack propose a change of a contact that workers here stand for.

    Returns False when there is nothing to do: another proposal waits, or this one was made before,
    whatever became of it. Its source is the first person, so one worker is the second.
    """
    entry = entry_of(row)
    before = Proposal.objects.filter(contact=contact)
    same = before.filter(by=None, signer=witness.signer, seen_on=check.seen_on)
    if before.filter(stage=Stage.OPEN).exists() or any(one.row == entry for one in same):
        return False
    Proposal.objects.create(
        contact=contact,
        base_version=contact.version,
        row=entry,
        signer=witness.signer,
        organisation=witness.organisation,
        through=list(witness.through),
        means=check.means,
        source_url=check.source_url,
        seen_on=check.seen_on,
        proposed_at=timezone.now(),
    )
    return True
