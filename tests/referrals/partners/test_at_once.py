"""Two at once, on PostgreSQL, where rows are held: one is first, the other hears of it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.cast import Cast
from tests.referrals.partners.conftest import Desk, Program, body, fresh
from tests.sites import site_settings
from waymark.audit.models import Entry
from waymark.config import public
from waymark.referrals.models import PartnerReferral, TaskState
from waymark.referrals.partners.actions import sending
from waymark.referrals.partners.actions.common import Revoked
from waymark.referrals.partners.actions.keys import make_key, revoke_key
from waymark.referrals.partners.actions.sending import Call, NumberUsed, Read
from waymark.referrals.partners.api.reading import read_referral
from waymark.referrals.partners.keys import Caller, key_presented
from waymark.referrals.referring.states import Move
from waymark.reports.states import CannotNow

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="threads share SQLite's test database"
    ),
    pytest.mark.django_db(transaction=True),
]
SECONDS = 20  # a busy machine is no fault


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each gave, or the refusal that it met, when all begin together."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(SECONDS)
            return act()
        except (CannotNow, NumberUsed, Revoked) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(SECONDS) for each in [pool.submit(run, act) for act in acts]]


def caller(program: Program) -> Caller:
    partner, pair = key_presented(program.key)
    assert partner
    return Caller(partner, pair)


def send(program: Program, number: str, **changed: Any) -> Read:
    made = body(**changed)
    calls = caller(program)
    return sending.send(calls, Call(number, made), read_referral(made, calls.partner))


def test_two_calls_with_one_number_make_one(harbour: Program) -> None:
    met = at_once(*[lambda: send(harbour, "number-1")] * 4)
    assert {each.referral.pk for each in met if isinstance(each, Read)} == {
        PartnerReferral.objects.get().pk
    }
    assert len(met) == 4
    assert Entry.objects.filter(event="referral:sent").count() == 1


def test_the_whole_way_by_http(harbour: Program) -> None:
    """As the public site answers it, four at once."""
    values = site_settings(public)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in values.items():
            patch.setattr(settings, name, value)
        answers: Any = at_once(*[lambda: harbour.send(number="number-1")] * 4)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert PartnerReferral.objects.count() == 1


def test_of_two_bodies_with_one_number_one_is_taken(harbour: Program) -> None:
    met = at_once(
        lambda: send(harbour, "number-1"),
        lambda: send(harbour, "number-1", description="Something else"),
    )
    assert sum(isinstance(each, NumberUsed) for each in met) == 1
    assert PartnerReferral.objects.count() == 1


def test_of_sending_and_revoking_one_is_first(harbour: Program, cast: Cast) -> None:
    met = at_once(
        lambda: send(harbour, "number-1"),
        lambda: revoke_key(harbour.partner, by=cast.lena_lakeside),
    )
    refused = sum(isinstance(each, Revoked) for each in met)
    assert PartnerReferral.objects.count() == 1 - refused
    events = list(Entry.objects.order_by("seq").values_list("event", flat=True))
    if not refused:
        assert events.index("referral:sent") < events.index("partner_key:revoked")


def test_of_yes_and_recall_the_packet_is_gone(harbour: Program, desk: Desk) -> None:
    row = send(harbour, "number-1").referral
    at_once(lambda: desk.answer(row, Move.ACCEPT), lambda: sending.recall(caller(harbour), row.pk))
    assert fresh(row.pk).state == TaskState.CANCELLED
    assert fresh(row.pk).erased
    assert desk.opened(row) is None


def test_of_two_who_make_the_same_key_one_does(harbour: Program, cast: Cast) -> None:
    lena = cast.lena_lakeside
    met = at_once(*[lambda: make_key("Mill House", "housing", by=lena)] * 2)
    assert sum(isinstance(each, CannotNow) for each in met) == 1
