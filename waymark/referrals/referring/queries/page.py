"""One referral as its sender's page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from waymark.cases.caseload.content import said
from waymark.cases.models import Case
from waymark.cases.names import person_name
from waymark.cases.records import read_many
from waymark.referrals.consent.choices import choices_of
from waymark.referrals.models import Packet, Referral, SealedLink, TaskState
from waymark.referrals.referring.actions.common import packets_of
from waymark.referrals.referring.content import (
    LATER,
    REASON,
    RECEIVER,
    WORDS,
    Packed,
    Word,
    lines_of,
    reason_in_words,
)
from waymark.referrals.referring.holding import release_holds
from waymark.referrals.referring.names import referral_name
from waymark.referrals.referring.queries.visible import sent_from
from waymark.referrals.referring.states import ANSWERS, TAKEN, Move, is_allowed
from waymark.vault.keyring import Keyring


@dataclass(frozen=True)
class SentLine:
    """A referral in the list of its case."""

    referral: Referral
    name: str
    receiver: str
    whose: str
    late: bool


@dataclass(frozen=True)
class SentPacket:
    """What was sent once, as the sender sees it; nothing of it once it is destroyed.

    Fields by their names: what they hold stands in the record, to whoever may read it there.
    """

    packet: Packet
    fields: list[str]
    files: list[str]
    lessened: bool
    link: SealedLink | None

    @property
    def link_open(self) -> bool:
        """Whether a link of it still hands a file over."""
        link = self.link
        return bool(link and not link.erased and link.expires_at > timezone.now())


@dataclass(frozen=True)
class SentPage:
    """A referral opened by its sender."""

    line: SentLine
    reason: str
    words: str
    packets: list[SentPacket]
    exchanged: Sequence[Word]
    waiting: list[str]
    holds: bool
    on_system: bool
    can_recall: bool
    moves: list[Move]

    @property
    def can_send_later(self) -> bool:
        """Whether what waited may go now."""
        return bool(self.waiting) and self.holds and self.line.referral.state in TAKEN


def sent_lines(case: Case, keyring: Keyring) -> list[SentLine]:
    """The referrals of a case, newest first."""
    rows = list(sent_from(case))
    opened = read_many(rows, keyring)
    return [_line(row, opened.get(row.pk, {})) for row in rows]


def sent_page(referral: Referral, keyring: Keyring) -> SentPage:
    """All of one referral, as far as the worker's keys open it."""
    content = read_many([referral], keyring).get(referral.pk, {})
    packets = packets_of(referral)
    opened = {pk: Packed.of(each) for pk, each in read_many(packets, keyring).items()}
    first = opened.get(packets[0].pk) if packets else None
    on_system = referral.to_organisation_id is not None
    answers = [move for move in Move if move in ANSWERS and is_allowed(move, referral.state)]
    return SentPage(
        line=_line(referral, content),
        reason=reason_in_words(str(said(content, REASON))),
        words=str(said(content, WORDS)),
        packets=[_packet(packet, opened.get(packet.pk)) for packet in packets],
        exchanged=first.exchanged if first else (),
        waiting=_waiting(referral, content, packets, keyring),
        holds=release_holds(referral),
        on_system=on_system,
        can_recall=is_allowed(Move.RECALL, referral.state),
        moves=[] if on_system else answers,
    )


def is_late(state: str, due: datetime | None) -> bool:
    """Whether an answer is overdue."""
    return state == TaskState.REQUESTED and due is not None and due < timezone.now()


def _line(referral: Referral, content: Mapping[str, Any]) -> SentLine:
    return SentLine(
        referral=referral,
        name=referral_name(referral),
        receiver=str(said(content, RECEIVER)),
        whose=person_name(referral.participant.person),
        late=is_late(referral.state, referral.answer_due_at),
    )


def _packet(packet: Packet, packed: Packed | None) -> SentPacket:
    return SentPacket(
        packet=packet,
        fields=[str(line.label) for line in lines_of(packed.values)] if packed else [],
        files=[each.name for each in packed.files] if packed else [],
        lessened=packed is not None and packed.lessened,
        link=getattr(packet, "link", None),
    )


def _waiting(
    referral: Referral, content: Mapping[str, Any], packets: list[Packet], keyring: Keyring
) -> list[str]:
    """The names of the fields that may follow, until they have."""
    names = set(said(content, LATER, ()))
    if not names or any(packet.stage > 1 for packet in packets):
        return []
    choices = choices_of(referral.participant, keyring)
    return [str(each.label) for each in choices if each.name in names]
