"""A worker checks a contact: it is still right, or its numbers are wrong and go at once."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.contacts.actions.writing import Check, extend, note_check, worker_here
from waymark.contacts.checking import HOLDS, WORKER_MEANS, Finding
from waymark.contacts.models import Contact
from waymark.contacts.permissions import may_verify_contacts
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile


@transaction.atomic
def verify_again(contact: Contact, check: Check, *, seen_version: int, by: Worker) -> Contact:
    """Say that nothing of a contact changed; its numbers are offered from this check on.

    `seen_version` is the version that the worker compared. What somebody took off the pages comes
    back only on the word of somebody else. Raises NotAllowed, CannotNow, ChangedMeanwhile.
    """
    require(may_verify_contacts, by)
    require_plausible(check)
    locked = lock(contact, seen_version)
    if locked.withdrawn_at is not None and locked.withdrawn_by_id == by.pk:
        raise CannotNow(
            _("You took these numbers off the pages. Somebody else has to check them again.")
        )
    if check.seen_on < locked.date_seen:
        raise CannotNow(_("This contact was checked on a later day than the one you give."))
    if locked.withdrawn_at is not None:
        locked.withdrawn_at, locked.withdrawn_by = None, None
        locked.version += 1
    locked.ours = True
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "version", "ours"])
    extend(locked, check, worker_here(by))
    audit.record(Event.CONTACT_VERIFIED, by=by, target=locked)
    return locked


@transaction.atomic
def withdraw_numbers(contact: Contact, check: Check, *, by: Worker) -> Contact:
    """Take the numbers of a contact off every page at once, because a check found them wrong.

    Withdrawing what is withdrawn changes nothing. Raises NotAllowed, CannotNow.
    """
    require(may_verify_contacts, by)
    require_plausible(check)
    locked = lock(contact)
    if locked.withdrawn_at is None:
        take_off(locked, check, by=by)
    return locked


def take_off(locked: Contact, check: Check, *, by: Worker) -> None:
    """Withdraw a locked contact's numbers and say so in its history and the log."""
    locked.withdrawn_at, locked.withdrawn_by = timezone.now(), by
    locked.ours = True
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "ours"])
    note_check(locked, check, worker_here(by), Finding.WRONG)
    audit.record(Event.CONTACT_WITHDRAWN, by=by, target=locked)


def lock(contact: Contact, seen_version: int | None = None) -> Contact:
    """The contact as it is now, held until commit. Raises ChangedMeanwhile when it was changed."""
    locked = Contact.objects.select_for_update().get(pk=contact.pk)
    if seen_version is not None and locked.version != seen_version:
        raise ChangedMeanwhile(
            _("Somebody changed this contact in the meantime. Look at it as it is now.")
        )
    return locked


def require_plausible(check: Check) -> None:
    """Raise CannotNow for a means that is no check, or a day that cannot be."""
    if check.means not in WORKER_MEANS:
        raise CannotNow(_("Say by which means you checked it."))
    today: date = timezone.localdate()
    if check.seen_on > today:
        raise CannotNow(_("The day of the check lies in the future."))
    if check.seen_on < today - HOLDS:
        raise CannotNow(_("That check is too old. Check it again today."))
