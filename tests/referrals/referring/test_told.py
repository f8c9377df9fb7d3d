"""What a timeline tells of referrals: each answer, a fetched file, where a case came from."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import CASE_MANAGEMENT
from tests.referrals.referring.conftest import Both
from waymark.accounts.models import Worker
from waymark.cases.models import Case
from waymark.cases.timeline import Item
from waymark.referrals.models import Referral, SealedLink, StatusReason, TaskState
from waymark.referrals.referring import timeline
from waymark.referrals.referring.actions.taking_over import take_over
from waymark.referrals.referring.names import referral_name
from waymark.referrals.referring.states import Move


def told(both: Both) -> list[str]:
    carl = both.cast.carl_cases
    items = timeline.referrals_in(both.case, carl, both.cast.keyring(carl))
    return [item.text for item in sorted(items, key=lambda item: str(item.at))]


def earlier(referral: Referral) -> None:
    """What has happened was an hour ago."""
    rows = Referral.objects.filter(pk=referral.pk)
    hour = timedelta(hours=1)
    for row in rows:
        rows.update(
            requested_at=row.requested_at - hour,
            answered_at=row.answered_at and row.answered_at - hour,
            state_at=row.state_at - hour,
        )


@pytest.mark.parametrize(
    ("moves", "states"),
    [
        ([Move.ACCEPT], ["Accepted"]),
        ([Move.REJECT], ["Rejected"]),
        ([Move.ACCEPT, Move.COMPLETE], ["Accepted", "Completed"]),
        ([Move.ACCEPT, Move.FAIL], ["Accepted", "Did not come about"]),
    ],
)
def test_each_answer_is_told(both: Both, moves: list[Move], states: list[str]) -> None:
    referral = both.send()
    name = referral_name(referral)
    assert len(told(both)) == 1
    for move in moves:
        earlier(referral)
        reason = StatusReason.WAITLIST if move in {Move.REJECT, Move.FAIL} else ""
        both.answer(referral, move, reason=reason)
    assert told(both)[1:] == [f"{name}: {state}." for state in states]


@pytest.mark.parametrize("after", [[], [Move.ACCEPT]])
def test_a_recall_is_told_once(both: Both, after: list[Move]) -> None:
    referral = both.send()
    for move in after:
        both.answer(referral, move)
        earlier(referral)
    both.recall(referral)
    states = [text.partition(": ")[2] for text in told(both)[1:]]
    assert states == (["Accepted.", "Recalled."] if after else ["Recalled."])


def test_that_a_file_was_fetched_is_told(outside: Both) -> None:
    referral = outside.send()
    packet = referral.packets.get()
    assert "fetched" not in " ".join(told(outside))
    link = SealedLink(packet=packet, lookup=b"x" * 32, expires_at=timezone.now(), body=b"")
    link.envelope_id = packet.envelope_id
    link.fetched_at = timezone.now()
    link.save(force_insert=True)
    assert f"{referral_name(referral)}: the file was fetched." in told(outside)


def came_from(both: Both, case: Case, who: Worker) -> list[Item]:
    return list(timeline.came_from(case, who, both.cast.keyring(who)))


def test_a_case_tells_the_referral_that_it_came_from(both: Both) -> None:
    lena = both.cast.lena_lakeside
    referral = both.send()
    both.answer(referral, Move.ACCEPT)
    circle = both.cast.compartment(both.cast.lakeside, CASE_MANAGEMENT)
    case = take_over(both.fresh(referral), circle, by=lena, keyring=both.cast.keyring(lena))
    [item] = came_from(both, case, lena)
    assert item.text == referral_name(referral)
    assert str(referral.pk) in item.url
    lena.role_rows.all().delete()
    # Who is not at the desk learns the name, and is led nowhere.
    [item] = came_from(both, case, Worker.objects.get(pk=lena.pk))
    assert item.url == ""
    assert came_from(both, both.case, both.cast.carl_cases) == []
    assert both.fresh(referral).state == TaskState.IN_PROGRESS
