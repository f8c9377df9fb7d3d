"""The receiver answers, or the sender notes what a receiver said who is not on the system.

Every action raises NotAllowed to those who may not, and CannotNow when the state does not allow it.
"""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.records import amend, read
from waymark.referrals.models import Referral, TaskState
from waymark.referrals.referring.actions.common import (
    close_to_receiver,
    destroy_packets,
    hold,
    packets_of,
    step_to,
)
from waymark.referrals.referring.actions.telling_directory import tell_directory
from waymark.referrals.referring.content import Packed, Word
from waymark.referrals.referring.holding import require_holding
from waymark.referrals.referring.permissions import may_answer, may_open_sent
from waymark.referrals.referring.states import ANSWERS, Move, require_move
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen

NO_WORDS_NOW = _("Words cannot be sent any more, because what was sent is closed. Leave them out.")
NEEDS_RELEASE = frozenset({Move.ACCEPT, Move.START})


@transaction.atomic
def answer(
    referral: Referral,
    move: Move,
    *,
    by: Worker,
    keyring: Keyring,
    reason: str = "",
    words: str = "",
) -> Referral:
    """Take a step of the receiver's. `reason`: why it is declined or did not come about.

    `words` are sealed to both sides. A decline closes what was sent to the receiver, and tells the
    directory whether there is room.
    """
    if move not in ANSWERS:
        raise ValueError("only the sender recalls")
    locked = hold(referral)
    require(may_answer, by, locked)
    after = require_move(move, locked.state, reason)
    if move in NEEDS_RELEASE:
        require_holding(locked)
    if words:
        _say(locked, words, by, keyring)
    if locked.to_organisation_id is not None and move is Move.ACCEPT:
        locked.received_by = by
    step_to(locked, after, reason)
    if after == TaskState.REJECTED:
        close_to_receiver(locked)
        tell_directory(locked, reason, by=by)
    audit.record(Event.REFERRAL_MOVED, by=by, target=locked)
    return locked


@transaction.atomic
def recall(referral: Referral, *, by: Worker) -> Referral:
    """Take a referral back, in whatever state its case is. What was sent is destroyed.

    Needs no key: whoever may open the case does it at once.
    """
    locked = hold(referral)
    require(may_open_sent, by, locked)
    after = require_move(Move.RECALL, locked.state)
    destroy_packets(locked)
    step_to(locked, after)
    audit.record(Event.REFERRAL_RECALLED, by=by, target=locked)
    return locked


def _say(referral: Referral, words: str, by: Worker, keyring: Keyring) -> None:
    """Add words to the first packet, whose envelope both sides open."""
    packet = packets_of(referral)[0]
    try:
        packed = Packed.of(read(packet, keyring))
    except CannotOpen:
        raise CannotNow(NO_WORDS_NOW) from None
    at = timezone.now().replace(microsecond=0).isoformat()
    word = Word(at, from_receiver=by.organisation_id != referral.case.organisation_id, text=words)
    amend(packet, replace(packed, exchanged=(*packed.exchanged, word)).as_content(), keyring)
