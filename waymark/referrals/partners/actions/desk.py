"""The desk opens what a partner sent, answers it, and keeps its own notes on it.

Every action raises NotAllowed to those who may not, and CannotNow when the state does not allow it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed, require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.caseload.content import TEXT, said, sealed
from waymark.cases.records import read_many, seal_new
from waymark.referrals.models import PartnerNote, PartnerReferral, ReferralDesk, TaskState
from waymark.referrals.partners.actions.common import destroy, hold_with_case, step_to
from waymark.referrals.partners.content import Sent
from waymark.referrals.partners.holding import desk_may_read, require_consent
from waymark.referrals.partners.permissions import may_open_partner_referral
from waymark.referrals.partners.queries.walls import meets_a_wall
from waymark.referrals.referring.states import ANSWERS, Move, require_move
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring

NEEDS_CONSENT = frozenset({Move.ACCEPT, Move.START})
CLOSING = frozenset({TaskState.REJECTED, TaskState.FAILED})
NOTHING_WRITTEN = _("Write the note first.")
NO_NOTE_NOW = _("What was sent is closed. A note on it cannot be kept any more.")


@dataclass(frozen=True)
class NoteLine:
    """A note of the desk's, opened."""

    author: str
    written_at: datetime
    text: str = field(repr=False)


@dataclass(frozen=True)
class OpenedReferral:
    """What a partner sent and what the desk noted, opened for one worker."""

    sent: Sent
    notes: list[NoteLine]


@transaction.atomic
def open_referral(
    referral: PartnerReferral, *, by: Worker, keyring: Keyring
) -> OpenedReferral | None:
    """What was sent; None once it is recalled, declined or not consented to any more.

    None as well where no key of the worker's opens it. It is not there (NotAllowed) for a worker
    whom a wall keeps from the person that it is about.
    """
    locked = hold_with_case(referral)
    require(may_open_partner_referral, by, locked)
    if not desk_may_read(locked):
        return None
    notes = list(locked.notes.select_related("author").order_by("written_at", "pk"))
    opened = read_many([locked, *notes], keyring)
    if locked.pk not in opened:
        return None
    sent = Sent.of(opened[locked.pk])
    if meets_a_wall(sent, by, keyring):
        raise NotAllowed(hidden=True)
    audit.record(Event.REFERRAL_READ, by=by, target=locked)
    lines = [_line(note, opened[note.pk]) for note in notes if note.pk in opened]
    return OpenedReferral(sent, lines)


@transaction.atomic
def answer(
    referral: PartnerReferral, move: Move, *, by: Worker, reason: str = ""
) -> PartnerReferral:
    """Take a step. `reason`: why it is declined or did not come about; the partner reads it.

    What is declined or did not come about is destroyed, because nobody needs it here any more.
    """
    if move not in ANSWERS:
        raise ValueError("only the sender recalls")
    locked = hold_with_case(referral)
    require(may_open_partner_referral, by, locked)
    after = require_move(move, locked.state, reason)
    if move in NEEDS_CONSENT:
        require_consent(locked)
    if move is Move.ACCEPT:
        locked.received_by = by
    step_to(locked, after, reason)
    if after in CLOSING:
        destroy(locked)
    audit.record(Event.REFERRAL_MOVED, by=by, target=locked)
    return locked


@transaction.atomic
def write_note(referral: PartnerReferral, text: str, *, by: Worker) -> PartnerNote:
    """Keep a note for the desk. The partner is never told; whatever closes what was sent closes it.

    Needs no key: it is sealed for the desk's circle.
    """
    locked = hold_with_case(referral)
    require(may_open_partner_referral, by, locked)
    if not text.strip():
        raise CannotNow(NOTHING_WRITTEN)
    if not desk_may_read(locked):
        raise CannotNow(NO_NOTE_NOW)
    # Held, so that nobody changes the circle while something is sealed for it.
    desks = ReferralDesk.objects.select_for_update(of=("self",), no_key=True)
    desk = desks.get(organisation_id=locked.organisation_id)
    note = PartnerNote(referral=locked, author=by)
    seal_new(note, sealed(text=text.strip()), [desk.compartment])
    note.save(force_insert=True)
    audit.record(Event.RECORD_ADDED, by=by, target=note)
    return note


def _line(note: PartnerNote, content: Mapping[str, Any]) -> NoteLine:
    author = note.author.name if note.author else ""
    return NoteLine(author, note.written_at, str(said(content, TEXT)))
