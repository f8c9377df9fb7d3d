"""A new contact and a change of one need two different people."""

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.contacts.actions.verifying import lock, require_plausible, take_off
from waymark.contacts.actions.writing import (
    Check,
    Witness,
    note_check,
    worker_here,
    write_contact,
)
from waymark.contacts.checking import Stage, Verifier
from waymark.contacts.models import Contact, Proposal
from waymark.contacts.permissions import may_verify_contacts
from waymark.contacts.phone import same_line
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile
from waymark.contacts.rows import ContactRow, entry_of, plain_row
from waymark.contacts.table import DataFileError


@transaction.atomic
def propose_new(row: ContactRow, check: Check, *, by: Worker) -> Proposal:
    """Propose a contact; it shows to nobody until somebody else confirms it.

    Raises NotAllowed, CannotNow.
    """
    require(may_verify_contacts, by)
    require_plausible(check)
    if Contact.objects.filter(slug=row.slug).exists():
        raise CannotNow(_("There is a contact of this short name already."))
    _refuse_retired(row, None)
    made = _propose(None, row, check, by=by, old_is_wrong=False)
    audit.record(Event.CONTACT_PROPOSED, by=by, target=made)
    return made


@transaction.atomic
def propose_change(
    contact: Contact,
    row: ContactRow,
    check: Check,
    *,
    seen_version: int,
    by: Worker,
    old_is_wrong: bool = False,
) -> Proposal:
    """Propose other numbers or details; the old ones stay until somebody else confirms.

    With `old_is_wrong` the old numbers leave every page at once: nobody should call them.
    `seen_version` is the version that the worker changed. Raises NotAllowed, CannotNow,
    ChangedMeanwhile.
    """
    require(may_verify_contacts, by)
    require_plausible(check)
    locked = lock(contact, seen_version)
    _refuse_second_proposal(locked)
    _refuse_retired(row, locked)
    made = _propose(locked, row, check, by=by, old_is_wrong=old_is_wrong)
    audit.record(Event.CONTACT_PROPOSED, by=by, target=made)
    if old_is_wrong and locked.withdrawn_at is None:
        take_off(locked, check, by=by)
    return made


@transaction.atomic
def confirm(proposal: Proposal, check: Check, *, by: Worker) -> Contact:
    """Be the second person: what was proposed shows from now on.

    Raises NotAllowed, CannotNow for the proposer and for what was decided already, and
    ChangedMeanwhile when the contact is no longer what the proposer changed.
    """
    require(may_verify_contacts, by)
    require_plausible(check)
    locked, contact = _lock(proposal)
    if locked.by_id == by.pk:
        raise CannotNow(_("You proposed this yourself. Somebody else has to check and confirm it."))
    if contact is not None and contact.version != locked.base_version:
        raise ChangedMeanwhile(
            _(
                "The contact was changed after this was proposed, so it cannot be confirmed. "
                "Compare the two, then reject this, and propose anew what is still right."
            )
        )
    row = _row_of(locked, check, contact)
    if contact is None and Contact.objects.filter(slug=row.slug).exists():
        raise ChangedMeanwhile(_("There is a contact of this short name already."))
    _refuse_retired(row, contact)
    written = write_contact(row, contact, worker_here(by), ours=True)
    first = Check(locked.means, locked.source_url, locked.seen_on)
    note_check(written, first, _first_person(locked))
    note_check(written, check, worker_here(by))
    _decide(locked, Stage.CONFIRMED, by=by, contact=written)
    audit.record(Event.CONTACT_CONFIRMED, by=by, target=written)
    return written


@transaction.atomic
def reject(proposal: Proposal, reason: str, *, by: Worker) -> Proposal:
    """Say that a proposal is not right. Numbers that its proposer withdrew stay withdrawn.

    Raises NotAllowed, CannotNow for one's own and for what was decided already.
    """
    require(may_verify_contacts, by)
    locked, _contact = _lock(proposal)
    if locked.by_id == by.pk:
        raise CannotNow(_("You proposed this yourself. You can take it back."))
    _decide(locked, Stage.REJECTED, by=by, reason=reason)
    audit.record(Event.CONTACT_REJECTED, by=by, target=locked)
    return locked


@transaction.atomic
def take_back(proposal: Proposal, *, by: Worker) -> Proposal:
    """Take one's own proposal back. Numbers that it withdrew stay withdrawn.

    Raises NotAllowed, CannotNow for somebody else's and for what was decided already.
    """
    require(may_verify_contacts, by)
    locked, _contact = _lock(proposal)
    if locked.by_id != by.pk:
        raise CannotNow(_("Somebody else proposed this. You can confirm or reject it."))
    _decide(locked, Stage.TAKEN_BACK, by=by)
    audit.record(Event.CONTACT_TAKEN_BACK, by=by, target=locked)
    return locked


def _propose(
    contact: Contact | None, row: ContactRow, check: Check, *, by: Worker, old_is_wrong: bool
) -> Proposal:
    made = Proposal(
        contact=contact,
        base_version=contact.version if contact else 0,
        row=entry_of(row),
        by=by,
        means=check.means,
        source_url=check.source_url,
        seen_on=check.seen_on,
        old_is_wrong=old_is_wrong,
        proposed_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise _second_proposal() from None
    return made


def _lock(proposal: Proposal) -> tuple[Proposal, Contact | None]:
    """The contact and the proposal, in this order, held until commit. Raises ChangedMeanwhile."""
    contact = lock(proposal.contact) if proposal.contact is not None else None
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not locked.is_open:
        values = {
            "stage": locked.stage_label,
            "who": locked.decided_by.name if locked.decided_by else "",
        }
        raise ChangedMeanwhile(_("This was decided already: %(stage)s, %(who)s.") % values)
    return locked, contact


def _row_of(proposal: Proposal, check: Check, contact: Contact | None) -> ContactRow:
    """What was proposed, as of the second check; numbers that go now are retired."""
    try:
        row = plain_row(proposal.row | {"date_seen": check.seen_on.isoformat()}, proposal.name)
    except DataFileError as fault:
        raise CannotNow(_("This can no longer be read. Reject it and propose it anew.")) from fault
    return replace(row, retired=_retired(row, contact))


def _decide(
    locked: Proposal,
    stage: Stage,
    *,
    by: Worker,
    reason: str = "",
    contact: Contact | None = None,
) -> None:
    locked.stage, locked.reason = stage, reason
    locked.decided_by, locked.decided_at = by, timezone.now()
    locked.contact = contact or locked.contact
    locked.save()


def _first_person(proposal: Proposal) -> Witness:
    """On whose word it was proposed: a colleague, a signer or the list."""
    if proposal.by is not None:
        return worker_here(proposal.by)
    if proposal.signer is None:
        return Witness(Verifier.LIST)
    return Witness(
        Verifier.SIGNER,
        signer=proposal.signer,
        organisation=proposal.organisation,
        through=proposal.through,
    )


def _refuse_second_proposal(contact: Contact) -> None:
    if Proposal.objects.filter(contact=contact, stage=Stage.OPEN).exists():
        raise _second_proposal()


def _second_proposal() -> ChangedMeanwhile:
    return ChangedMeanwhile(
        _("A change of this contact waits already. Confirm it, reject it or take it back first.")
    )


def _refuse_retired(row: ContactRow, contact: Contact | None) -> None:
    """Raise CannotNow for a number that another contact of the country once had and gave up."""
    neighbours = Contact.objects.filter(country=row.country)
    for other in neighbours.exclude(pk=contact.pk) if contact else neighbours:
        for retired in other.retired:
            if any(same_line(retired, number.printed, row.country) for number in row.numbers):
                values = {"number": retired, "name": other.name}
                raise CannotNow(
                    _("%(number)s was once a number of %(name)s and is not to be called any more.")
                    % values
                )


def _retired(row: ContactRow, contact: Contact | None) -> list[str]:
    """What is not to be offered again: what was retired before, and the numbers that go now."""
    old = [number.printed for number in contact.numbers.all()] if contact else []
    before = [*row.retired, *(contact.retired if contact else ()), *old]
    kept = [number.printed for number in row.numbers]
    return [
        number
        for number in dict.fromkeys(before)
        if not any(same_line(number, one, row.country) for one in kept)
    ]
