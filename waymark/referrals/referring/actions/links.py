"""A file behind a link that works once, for a receiver who is not on this system."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.cases.beginning import lock_case
from waymark.cases.permissions import may_open_person
from waymark.cases.queries.values import IDENTITY
from waymark.cases.records import read
from waymark.referrals.gate import Refused, Why
from waymark.referrals.models import Packet, Release, SealedLink
from waymark.referrals.referring import age
from waymark.referrals.referring.actions.common import lock
from waymark.referrals.referring.content import Packed
from waymark.referrals.referring.holding import receiver_may_read, require_holding
from waymark.referrals.referring.names import referral_name
from waymark.referrals.referring.permissions import may_open_sent
from waymark.referrals.referring.states import OPEN
from waymark.referrals.referring.tokens import LASTS, NewLink, presented, split_link, whole_link
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen
from waymark.vault.reader_keys import ReaderKey
from waymark.vault.records import erase, new_envelope, reader_data_key

ON_SYSTEM = _("This receiver reads referrals here. No file is needed.")
CHANGED = _("Something of what was sent has been erased meanwhile. Look at it, then try again.")
CLOSED = _("This referral is closed. No file can be made of it any more.")


@dataclass(frozen=True)
class MadeLink:
    """What the sender is shown once."""

    link: NewLink
    sealed: SealedLink


def make_link(packet: Packet, *, by: Worker, keyring: Keyring, age_key: str = "") -> MadeLink:
    """Close what was sent into a file behind a new link; an older link of it leads nowhere.

    The gate let these fields out, for this receiver, when the packet was sealed; that the release
    still holds is asked again at the end, with it held. Closing a file takes seconds and is outside
    the transaction. Raises NotAllowed, CannotNow, CannotOpen, and Refused where who somebody is
    would be in it and is closed to this worker.
    """
    require(may_open_sent, by, packet.referral)
    require_link_possible(packet)
    link = split_link() if age_key else whole_link()
    body = _closed(packet, link, by, keyring, age_key)
    with transaction.atomic():
        _require_still(packet, by)
        made = _write(packet, link, body)
        audit.record(Event.LINK_MADE, by=by, target=made)
    return MadeLink(link, made)


def _require_still(packet: Packet, by: Worker) -> None:
    """Look again, with everything held: closing a file took seconds. Raises NotAllowed, CannotNow.

    The packet is another one when something was erased in it meanwhile.
    """
    lock_case(packet.referral.case_id)
    Release.objects.select_for_update(of=("self",), no_key=True).get(pk=packet.referral.release_id)
    locked = lock(packet.referral_id)
    require(may_open_sent, by, locked)
    require_holding(locked)
    if locked.state not in OPEN:
        raise CannotNow(CLOSED)
    if not Packet.objects.filter(pk=packet.pk, envelope=packet.envelope_id).exists():
        raise CannotNow(CHANGED)


def require_link_possible(packet: Packet) -> None:
    """Raise CannotNow where no file can be made now."""
    if packet.referral.to_organisation_id is not None:
        raise CannotNow(ON_SYSTEM)
    if packet.referral.state not in OPEN or packet.erased:
        raise CannotNow(CLOSED)
    require_holding(packet.referral)


def _closed(packet: Packet, link: NewLink, by: Worker, keyring: Keyring, age_key: str) -> bytes:
    facts = {
        "sender": packet.referral.case.organisation.name,
        "name": referral_name(packet.referral),
    }
    packed = Packed.of(read(packet, keyring))
    _require_open_person(packed, packet, by)
    plain = age.archive(packed, facts)
    return age.close_to_key(plain, age_key) if age_key else age.close_with_code(plain, link.code)


def _require_open_person(packed: Packed, packet: Packet, by: Worker) -> None:
    """Whoever makes a file can open it: a wall around another case of theirs counts here, too."""
    named = any(name.partition(".")[0] == IDENTITY for name in packed.values)
    if named and not may_open_person(by, packet.referral.participant.person):
        raise Refused(Why.CLOSED)


def _write(packet: Packet, link: NewLink, body: bytes) -> SealedLink:
    """The row of the packet's link, in an envelope that only the link's secret opens."""
    row = SealedLink.objects.filter(packet=packet).first()
    if row is not None:
        erase(row.envelope_id)
    row = row or SealedLink(packet=packet)
    key = new_envelope(readers=[link.key.pair.public])
    row.envelope_id = key.envelope_id
    row.lookup, row.expires_at = link.key.lookup, timezone.now() + LASTS
    row.fetched_at = None
    key.seal(row, "body", body)
    row.save()
    return row


def fetch(in_link: str, code: str = "") -> bytes | None:
    """Hand the file over and destroy it here; None for whatever leads nowhere, audited alike."""
    key = presented(in_link, code)
    with transaction.atomic():
        row = _row(key.lookup) if key else None
        body = _opened(row, key) if row and key else None
        if row is None or body is None:
            audit.record(Event.LINK_REFUSED, by=Actor.SYSTEM, target=row)
            return None
        _note_fetched(row)
        return body


def _opened(row: SealedLink, key: ReaderKey) -> bytes | None:
    """The file, unless it was fetched, taken back or is too old; no tick has to run first."""
    over = row.expires_at <= timezone.now() or not receiver_may_read(row.packet.referral)
    if row.erased or over:
        return None
    try:
        return reader_data_key(key.pair, row.envelope_id).open(row, "body")
    except CannotOpen:
        return None


def _row(lookup: bytes) -> SealedLink | None:
    """The link, held until commit, so that of two who fetch at once one gets it."""
    held = SealedLink.objects.select_for_update(of=("self",)).filter(lookup=lookup)
    pks = list(held.values_list("pk", flat=True))
    rows = SealedLink.objects.select_related("envelope", "packet__referral__release__envelope")
    return rows.filter(pk__in=pks).first()


def _note_fetched(row: SealedLink) -> None:
    now = timezone.now()
    SealedLink.objects.filter(pk=row.pk).update(fetched_at=now)
    erase(row.envelope_id)
    Packet.objects.filter(pk=row.packet_id, opened_at=None).update(opened_at=now)
    audit.record(Event.LINK_FETCHED, by=Actor.SYSTEM, target=row)
