"""A partner's computer sends a referral, reads one, or takes it back.

The process that does it holds no key of its own: it seals for the desk's circle, and opens what the
partner sent with the partner's key, which came with the request. Every action raises Revoked.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.cases.records import open_with, pack
from waymark.referrals.models import PartnerKey, PartnerReferral, ReferralDesk, TaskState
from waymark.referrals.partners.actions.common import destroy, hold, lock, note_call, step_to
from waymark.referrals.partners.content import Sent
from waymark.referrals.partners.keys import Caller
from waymark.referrals.partners.queries.visible import rows
from waymark.referrals.referring.states import Move, is_allowed
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import prepare_envelope, reader_data_key

PER_PAGE = 50


class NumberUsed(Exception):
    """The partner's own number came with another body before."""


class NotTaking(Exception):
    """The organisation takes no referrals at present."""


@dataclass(frozen=True)
class Call:
    """A referral as it was sent: under which number of the partner's, and the whole body."""

    number: str = field(repr=False)
    body: Any = field(repr=False)

    def hashes(self, caller: Caller) -> tuple[bytes, bytes]:
        """Of the number, and of what came with it, however its members were ordered."""
        written = json.dumps(self.body, sort_keys=True, separators=(",", ":"))
        number = caller.hash_of(self.number.encode(), b"partner number")
        return number, caller.hash_of(written.encode(), b"partner body")


@dataclass(frozen=True)
class Read:
    """A referral, and what was sent with it; None once that is destroyed."""

    referral: PartnerReferral
    sent: Sent | None = field(repr=False)


@dataclass(frozen=True)
class Page:
    """Some of a partner's referrals, those that changed first first, and whether more follow."""

    referrals: list[PartnerReferral]
    more: bool


@transaction.atomic
def sent_before(caller: Caller, call: Call) -> Read | None:
    """What the same call made before; None where it is new. Raises NumberUsed."""
    key = hold(caller)
    found = _found_before(key, call.hashes(caller))
    if found is None:
        return None
    note_call(key, found)
    return _opened(found, caller)


@transaction.atomic
def send(caller: Caller, call: Call, sent: Sent) -> Read:
    """Seal a referral for the desk's circle and for the partner; the same call twice makes one.

    Raises NumberUsed, NotTaking.
    """
    key = hold(caller)
    hashes = call.hashes(caller)
    found = _found_before(key, hashes)
    if found is None:
        found = _write(key, hashes, sent)
        audit.record(Event.REFERRAL_SENT, by=Actor.SYSTEM, target=found)
    note_call(key, found)
    return _opened(found, caller)


@transaction.atomic
def read(caller: Caller, pk: UUID) -> Read | None:
    """One of the partner's own, with what it sent; None for any other id."""
    key = hold(caller)
    found = rows().filter(partner=key, pk=pk).first()
    if found is None:
        return None
    note_call(key, found)
    return _opened(found, caller)


@transaction.atomic
def changed(caller: Caller, since: datetime | None = None, after: UUID | None = None) -> Page:
    """A page of the partner's own, by when they last changed: from `since` on, that included.

    `after`: of those that changed at `since` itself, only ids that come later. Opens nothing.
    """
    key = hold(caller)
    found = PartnerReferral.objects.filter(partner=key).order_by("state_at", "pk")
    if since is not None:
        later = Q(state_at__gt=since)
        found = found.filter(later | Q(state_at=since, **({"pk__gt": after} if after else {})))
    page = list(found[: PER_PAGE + 1])
    note_call(key, key)
    return Page(page[:PER_PAGE], len(page) > PER_PAGE)


@transaction.atomic
def recall(caller: Caller, pk: UUID) -> Read | None:
    """Take a referral back: what was sent is destroyed, whatever its state; None for any other id.

    A case that the desk has begun from it stays theirs. Recalling twice is the same as once.
    """
    key = hold(caller)
    if not PartnerReferral.objects.filter(partner=key, pk=pk).exists():
        return None
    referral = lock(pk)
    moves = is_allowed(Move.RECALL, referral.state)
    if moves:
        step_to(referral, TaskState.CANCELLED)
    if moves or not referral.erased:
        destroy(referral)
        audit.record(Event.REFERRAL_RECALLED, by=Actor.SYSTEM, target=referral)
    note_call(key, referral)
    return Read(referral, None)


def _found_before(key: PartnerKey, hashes: tuple[bytes, bytes]) -> PartnerReferral | None:
    number, body = hashes
    found = rows().filter(partner=key, idempotency=number).first()
    if found is not None and bytes(found.body_hash) != body:
        raise NumberUsed
    return found


def _write(key: PartnerKey, hashes: tuple[bytes, bytes], sent: Sent) -> PartnerReferral:
    """The row, in an envelope that the desk's circle and the partner's key open."""
    # Held, so that nobody changes the circle while something is sealed for it.
    desks = ReferralDesk.objects.select_for_update(of=("self",), no_key=True)
    desk = desks.filter(organisation_id=key.organisation_id, open=True).first()
    if desk is None:
        raise NotTaking
    envelope = prepare_envelope([desk.compartment], [bytes(key.public_key)])
    envelope.save()
    now = timezone.now()
    referral = PartnerReferral(
        partner=key,
        organisation_id=key.organisation_id,
        envelope=envelope.envelope,
        idempotency=hashes[0],
        body_hash=hashes[1],
        expires_on=sent.consent.last_day,
        requested_at=now,
        state_at=now,
        answer_due_at=now + timedelta(hours=desk.answer_hours),
    )
    envelope.data_key.seal(referral, "content", pack(sent.as_content()))
    referral.save(force_insert=True)
    return referral


def _opened(referral: PartnerReferral, caller: Caller) -> Read:
    try:
        key = reader_data_key(caller.pair, referral.envelope_id)
        return Read(referral, Sent.of(open_with(referral, key)))
    except CannotOpen:
        return Read(referral, None)
