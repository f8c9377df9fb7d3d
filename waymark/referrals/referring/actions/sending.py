"""Send a referral: first the least, the rest once it is accepted. Each passes the gate.

Both raise NotAllowed to those who may not open the case, gate.Refused where the release does not
cover what was chosen, CannotNow (with a sentence for the worker) and CannotOpen. Both have to be
the outermost transaction, as the gate wants it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.caseload.actions.common import FORM_USED
from waymark.cases.caseload.content import said, sealed
from waymark.cases.fields.catalogue import spec_of
from waymark.cases.permissions import may_open_case, may_open_person
from waymark.cases.records import read, write_new
from waymark.cases.states import CaseStep, require_step
from waymark.referrals.gate import (
    Ask,
    Departure,
    Refused,
    Why,
    fields_of,
    leaving,
    receiver_of,
)
from waymark.referrals.models import Packet, Referral, Release
from waymark.referrals.receivers import Receiver
from waymark.referrals.referring.actions.common import lock
from waymark.referrals.referring.actions.packing import pack
from waymark.referrals.referring.content import LATER, reasons
from waymark.referrals.referring.desks import desk_for
from waymark.referrals.referring.escalation import tell_desk
from waymark.referrals.referring.holding import require_holding
from waymark.referrals.referring.states import require_taken
from waymark.referrals.referring.told import told_in
from waymark.referrals.ways import Way
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring

MOST_HOURS = 14 * 24
NOT_A_REASON = _("Choose why you refer.")
NOT_HOURS = _("Choose within how many hours you need an answer: 1 to 336.")
WORDS_TELL = _(
    "Your words tell what the release does not cover: %(fields)s. Leave it out of the words, or "
    "ask the person for another release. Nothing has left."
)
NOTHING_LATER = _("Everything that was planned has been sent.")


class _SentBefore(Exception):
    """The same form has sent it already."""


@dataclass(frozen=True)
class Draft:
    """What a worker wants to send.

    Attributes:
        now: the fields that go with the request, as few as will do.
        later: those that may follow once the receiver has accepted.
        hours: within how many hours an answer is needed.
        receiver: the receiver's name as the sender's own pages show it.
    """

    reason: str
    words: str
    now: frozenset[str]
    later: frozenset[str]
    hours: int
    receiver: str


def send(
    release: Release, draft: Draft, *, by: Worker, keyring: Keyring, referral_id: UUID | None = None
) -> Referral:
    """Ask a receiver to take somebody on, with the fields of `draft.now`.

    `referral_id` is drawn with the form, so that sending it twice sends once.
    """
    require(may_open_case, by, release.case)
    _require_sound(draft)
    to = _receiver(release, keyring)
    if found := _sent_before(release, referral_id):
        return found
    told = _told(release, draft, by, keyring)
    ask = Ask(release.participant, to, Way.REFERRAL, draft.now | told)
    try:
        with leaving(ask, by=by, keyring=keyring) as departure:
            referral = _write(departure, draft, by, keyring, referral_id)
            audit.record(Event.REFERRAL_SENT, by=by, target=referral)
    except _SentBefore:
        return Referral.objects.get(pk=str(referral_id))
    except Refused as refusal:
        if told & refusal.uncovered:
            raise CannotNow(_words_tell(told & refusal.uncovered)) from refusal
        raise
    tell_desk(referral)
    return referral


def send_later(referral: Referral, *, by: Worker, keyring: Keyring) -> Packet:
    """Send the fields that waited for the receiver to accept."""
    require(may_open_case, by, referral.case)
    content = read(referral, keyring)
    fields = frozenset(said(content, LATER, ()))
    if not fields:
        raise CannotNow(NOTHING_LATER)
    ask = Ask(referral.participant, _receiver(referral.release, keyring), Way.REFERRAL, fields)
    with leaving(ask, by=by, keyring=keyring) as departure:
        locked = lock(referral.pk)
        require_taken(locked)
        require_holding(locked)
        if locked.packets.exclude(stage=1).exists():
            raise CannotNow(NOTHING_LATER)
        packet = pack(locked, departure, content, 2, keyring)
        audit.record(Event.REFERRAL_SENT, by=by, target=locked)
    return packet


def _require_sound(draft: Draft) -> None:
    if draft.reason not in reasons():
        raise CannotNow(NOT_A_REASON)
    if not 1 <= draft.hours <= MOST_HOURS:
        raise CannotNow(NOT_HOURS)


def _told(release: Release, draft: Draft, by: Worker, keyring: Keyring) -> frozenset[str]:
    """What the words tell as well: the gate is asked for it like for any other field.

    From somebody behind a wall who the person is stays closed here, too.
    """
    if not draft.now or not may_open_person(by, release.participant.person):
        return frozenset()
    return told_in(draft.words, release.participant, keyring, besides=draft.now)


def _words_tell(fields: Iterable[str]) -> str:
    labels = sorted(str(spec_of(name).label) for name in fields)
    return str(WORDS_TELL) % {"fields": ", ".join(labels)}


def _receiver(release: Release, keyring: Keyring) -> Receiver:
    found = receiver_of(release, keyring)
    if found is None:
        raise Refused(Why.NO_RELEASE)
    return found


def _sent_before(release: Release, pk: UUID | None) -> Referral | None:
    found = Referral.objects.filter(pk=pk).first() if pk else None
    if found is not None and found.case_id != release.case_id:
        raise CannotNow(FORM_USED)
    return found


def _write(
    departure: Departure, draft: Draft, by: Worker, keyring: Keyring, pk: UUID | None
) -> Referral:
    """The referral and its first packet, inside the gate's transaction."""
    participant, release = departure.ask.participant, departure.release
    if release is None:
        raise Refused(Why.NO_RELEASE)
    if pk and Referral.objects.filter(pk=pk).exists():
        raise _SentBefore
    require_step(CaseStep.RECORD, participant.case)
    if missing := draft.later - fields_of(release, keyring):
        raise Refused(Why.NOT_COVERED, uncovered=missing)
    desk = desk_for(release)
    now = timezone.now()
    referral = Referral(
        case=participant.case,
        participant=participant,
        release=release,
        author=by,
        to_organisation=desk.organisation if desk else None,
        to_service_id=release.to_service_id,
        requested_at=now,
        answer_due_at=now + timedelta(hours=draft.hours),
    )
    referral.pk = pk or referral.pk
    content = _content(draft)
    write_new(referral, content)
    pack(referral, departure, content, 1, keyring)
    return referral


def _content(draft: Draft) -> dict[str, Any]:
    return sealed(
        reason=draft.reason,
        words=draft.words,
        receiver=draft.receiver,
        later=sorted(draft.later - draft.now) or None,
    )
