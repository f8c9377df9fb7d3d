"""States, recall, the end of a release, and what each does to the packets."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import CASE_MANAGEMENT
from tests.referrals.making import FIRST, SECOND, make_release
from tests.referrals.referring.conftest import Both
from waymark.accounts.permissions import NotAllowed
from waymark.cases.models import today
from waymark.cases.records import read
from waymark.referrals.consent.actions.ending import expire_due, withdraw
from waymark.referrals.gate import Refused
from waymark.referrals.models import (
    Packet,
    Referral,
    ReferralDesk,
    Release,
    ReleaseState,
    StatusReason,
    TaskState,
)
from waymark.referrals.referring.actions.desk import set_desk
from waymark.referrals.referring.content import Packed
from waymark.referrals.referring.states import RULES, Move, is_allowed
from waymark.reports.states import CannotNow
from waymark.vault.models import WrappedDataKey
from waymark.vault.primitives import CannotOpen

Log = Callable[[], list[str]]
A_REASON = {"reason": StatusReason.NO_CAPACITY}


def _said(move: Move) -> dict[str, Any]:
    return A_REASON if RULES[move].reasons else {}


def test_the_way_of_a_referral(both: Both, log: Log) -> None:
    referral = both.send()
    assert referral.answer_due_at is not None
    accepted = both.answer(referral, Move.ACCEPT, words="Gladly")
    assert (accepted.state, accepted.received_by) == (TaskState.ACCEPTED, both.cast.lena_lakeside)
    assert accepted.answer_due_at is None
    assert accepted.answered_at is not None
    assert both.answer(referral, Move.START).state == TaskState.IN_PROGRESS
    assert both.answer(referral, Move.COMPLETE).state == TaskState.COMPLETED
    assert log() == ["referral:sent", "data:left", *["referral:moved"] * 3]


@pytest.mark.parametrize("state", list(TaskState))
@pytest.mark.parametrize("move", list(Move))
def test_the_table_is_obeyed(both: Both, state: TaskState, move: Move) -> None:
    referral = both.send()
    Referral.objects.filter(pk=referral.pk).update(state=state)

    def act() -> Referral:
        return (
            both.recall(referral)
            if move is Move.RECALL
            else both.answer(referral, move, **_said(move))
        )

    if is_allowed(move, state):
        assert act().state == RULES[move].after
    else:
        with pytest.raises(CannotNow):
            act()
        assert both.fresh(referral).state == state


@pytest.mark.parametrize("move", [Move.REJECT, Move.FAIL])
def test_a_no_needs_a_reason_of_the_list(both: Both, move: Move) -> None:
    referral = both.send()
    if move is Move.FAIL:
        both.answer(referral, Move.ACCEPT)
    for reason in ("", "because"):
        with pytest.raises(CannotNow):
            both.answer(referral, move, reason=reason)


def test_words_are_sealed_to_both_sides(both: Both) -> None:
    referral = both.send()
    both.answer(referral, Move.REJECT, words="Ask again in May", **A_REASON)
    packet = referral.packets.get()
    carl = both.cast.keyring(both.cast.carl_cases)
    [word] = Packed.of(read(packet, carl)).exchanged
    assert (word.text, word.from_receiver) == ("Ask again in May", True)
    assert b"May" not in bytes(packet.content)
    assert both.fresh(referral).status_reason == StatusReason.NO_CAPACITY


def test_a_decline_closes_what_was_sent(both: Both) -> None:
    referral = both.send()
    both.answer(referral, Move.REJECT, **A_REASON)
    assert both.opened(referral) == []
    lena = both.cast.keyring(both.cast.lena_lakeside)
    with pytest.raises(CannotOpen):
        read(referral.packets.get(), lena)


def test_recall_destroys_what_was_sent(both: Both, log: Log) -> None:
    referral = both.send()
    both.answer(referral, Move.ACCEPT)
    both.send_later(referral)
    assert len(both.opened(referral)) == 2
    both.recall(referral)
    assert both.opened(referral) == []
    for packet in Packet.objects.filter(referral=referral):
        assert bytes(packet.content) == b""
        assert packet.recalled_at is not None
        assert not WrappedDataKey.objects.filter(envelope=packet.envelope_id).exists()
    with pytest.raises(CannotNow):
        both.answer(referral, Move.START)
    with pytest.raises(CannotNow):
        both.recall(referral)
    assert log()[-1] == "referral:recalled"


@pytest.mark.parametrize("name", ["lena_lakeside", "ana_hotline", "ivan_analyst", "adam_admin"])
def test_only_the_sender_recalls(both: Both, name: str) -> None:
    referral = both.send()
    with pytest.raises(NotAllowed):
        both.recall(referral, both.cast[name])
    with pytest.raises(ValueError, match="sender"):
        both.answer(referral, Move.RECALL)


@pytest.mark.parametrize(
    "name", ["carl_cases", "sara_supervisor", "luis_lakeside", "lars_lakeside", "ana_hotline"]
)
def test_only_the_desk_answers_and_reads(both: Both, name: str) -> None:
    referral = both.send()
    with pytest.raises(NotAllowed):
        both.answer(referral, Move.ACCEPT, by=both.cast[name])
    with pytest.raises(NotAllowed):
        both.opened(referral, both.cast[name])
    assert referral.packets.get().opened_at is None


def test_withdrawal_closes_what_was_sent(both: Both, log: Log) -> None:
    waits, taken = both.send(), both.send()
    both.answer(taken, Move.ACCEPT)
    withdraw(both.release, by=both.cast.carl_cases)
    for referral in (waits, taken):
        assert both.opened(referral) == []
        with pytest.raises(CannotOpen):
            read(referral.packets.get(), both.cast.keyring(both.cast.lena_lakeside))
        assert read(referral.packets.get(), both.cast.keyring(both.cast.carl_cases))
    assert both.fresh(waits).state == TaskState.CANCELLED
    assert both.fresh(taken).state == TaskState.ACCEPTED
    with pytest.raises(Refused):
        both.send_later(taken)
    assert log()[-2:] == ["referral:moved", "data:refused"]
    assert both.answer(taken, Move.COMPLETE).state == TaskState.COMPLETED


def test_words_need_what_was_sent(both: Both) -> None:
    referral = both.send()
    both.answer(referral, Move.ACCEPT)
    withdraw(both.release, by=both.cast.carl_cases)
    with pytest.raises(CannotNow):
        both.answer(referral, Move.COMPLETE, words="All well")


def test_a_last_day_that_is_past_closes_before_any_tick(both: Both) -> None:
    referral = both.send()
    Release.objects.update(expires_on=today() - timedelta(days=1))
    assert both.opened(referral) == []
    with pytest.raises(CannotNow):
        both.answer(referral, Move.ACCEPT)
    assert expire_due() == 1
    assert Release.objects.get().state == ReleaseState.EXPIRED
    assert both.fresh(referral).state == TaskState.CANCELLED
    with pytest.raises(CannotOpen):
        read(referral.packets.get(), both.cast.keyring(both.cast.lena_lakeside))


def test_the_first_opening_is_noted(both: Both) -> None:
    referral = both.send()
    both.opened(referral)
    first = referral.packets.get().opened_at
    assert first is not None
    assert timezone.now() - first < timedelta(minutes=1)
    both.opened(referral)
    assert referral.packets.get().opened_at == first


def test_another_circle_opens_what_is_open(both: Both, desk: ReferralDesk, log: Log) -> None:
    cast, referral = both.cast, both.send()
    circle = cast.compartment(cast.lakeside, "Hotline")
    lena = cast.lena_lakeside
    said: dict[str, Any] = {"answer_hours": 24, "takes_referrals": True}
    with pytest.raises(CannotNow):
        # An administrator has no key of any circle; the keyring of another member stands for it.
        set_desk(circle, **said, by=cast.lars_lakeside, keyring=cast.keyring(cast.luis_lakeside))
    set_desk(circle, **said, by=lena, keyring=cast.keyring(lena))
    assert [p.values for p in both.opened(referral, cast.luis_lakeside)] == [{FIRST: {"v": "Rosa"}}]
    assert log()[2:] == ["desk:changed", "referral:read"]
    with pytest.raises(NotAllowed):
        set_desk(
            cast.compartment(cast.riverside, CASE_MANAGEMENT),
            **said,
            by=lena,
            keyring=cast.keyring(lena),
        )
    with pytest.raises(CannotNow):
        set_desk(circle, **{**said, "answer_hours": 0}, by=lena, keyring=cast.keyring(lena))


def test_a_packet_names_its_values_once(both: Both) -> None:
    referral = both.send(both.draft([FIRST, SECOND], [SECOND]))
    [packed] = both.opened(referral)
    assert set(packed.values) == {FIRST, SECOND}
    both.answer(referral, Move.ACCEPT)
    with pytest.raises(CannotNow):
        both.send_later(referral)


def test_a_desk_changes_its_circle_although_a_release_has_ended(both: Both) -> None:
    """What is closed to the receiver is open for the sender only: nobody there can hand it on."""
    cast, lena = both.cast, both.cast.lena_lakeside
    taken = both.send()
    both.answer(taken, Move.ACCEPT)
    withdraw(both.release, by=cast.carl_cases)
    again = make_release(both.rosa, [FIRST], to=cast.lakeside)
    still = both.send(both.draft([FIRST], ()), release=again)
    circle = cast.compartment(cast.lakeside, "Hotline")
    said: dict[str, Any] = {"answer_hours": 24, "takes_referrals": True}
    set_desk(circle, **said, by=lena, keyring=cast.keyring(lena))
    assert both.opened(taken, cast.luis_lakeside) == []
    assert [p.values for p in both.opened(still, cast.luis_lakeside)] == [{FIRST: {"v": "Rosa"}}]
    packet = taken.packets.get()
    with pytest.raises(CannotOpen):
        read(packet, cast.keyring(cast.luis_lakeside))
