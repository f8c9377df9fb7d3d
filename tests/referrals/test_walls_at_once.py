"""A wall that is being built is there before anybody behind it takes a step, on PostgreSQL."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

from tests.cases.making import make_case, make_participant
from tests.cases.making_walls import build_wall
from tests.cast import CASE_MANAGEMENT, Cast, make_cast
from tests.referrals.making import FIRST, make_release
from tests.referrals.referring.conftest import reason
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.cases.beginning import lock_case
from waymark.cases.caseload.actions import about, moving, walls
from waymark.cases.forgetting.actions import erasing, holds
from waymark.cases.models import Case, Participant, today
from waymark.cases.states import CaseStep
from waymark.referrals.compelled import actions as compelled
from waymark.referrals.compelled.content import Asked
from waymark.referrals.consent.actions import ending
from waymark.referrals.consent.reminding import remind_due
from waymark.referrals.models import Referral, ReferralDesk, Release, RightKind
from waymark.referrals.referring.actions import moving as referral_moving
from waymark.referrals.referring.actions import person_code, reading, sending
from waymark.referrals.referring.states import Move
from waymark.referrals.rights import actions as rights
from waymark.vault.keyring import Keyring

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="threads share SQLite's test database"
    ),
    pytest.mark.django_db(transaction=True),
]
SECONDS = 20  # a busy machine is no fault
A_MOMENT = 0.3


@dataclass
class Town:
    """Rosa's case at Riverside, with a referral to Lakeside."""

    cast: Cast
    case: Case
    rosa: Participant
    release: Release
    referral: Referral

    def keyring(self, worker: Worker) -> Keyring:
        """A fresh one."""
        return self.cast.keyring(worker)


@pytest.fixture
def town() -> Town:
    """Everybody, where other connections see them, too."""
    cast = make_cast()
    circle = cast.compartment(cast.lakeside, CASE_MANAGEMENT)
    ReferralDesk.objects.create(organisation=cast.lakeside, compartment=circle)
    case = make_case(cast)
    rosa = make_participant(case)
    release = make_release(rosa, to=cast.lakeside)
    carl = cast.carl_cases
    draft = sending.Draft(reason(), "", frozenset({FIRST}), frozenset(), 48, "Lakeside")
    sent = sending.send(release, draft, by=carl, keyring=cast.keyring(carl))
    referral = Referral.objects.select_related("case", "release").get(pk=sent.pk)
    return Town(cast, case, rosa, release, referral)


Act = Callable[[Town, Worker], Any]
ASKED = Asked(kind="subpoena", received_on="2026-11-30")
ACTS: dict[str, tuple[str, Act]] = {
    "about": (
        "carl_cases",
        lambda t, by: about.change_about(t.case, {}, seen=1, by=by, keyring=t.keyring(by)),
    ),
    "answer": (
        "lena_lakeside",
        lambda t, by: referral_moving.answer(t.referral, Move.ACCEPT, by=by, keyring=t.keyring(by)),
    ),
    "code": ("carl_cases", lambda t, by: person_code.make_code(t.referral, by=by)),
    "demand": (
        "carl_cases",
        lambda t, by: compelled.record_demand(t.case, t.rosa, ASKED, today(), by=by),
    ),
    "erase": ("sara_supervisor", lambda t, by: erasing.erase_case(t.case, by=by)),
    "hold": ("sara_supervisor", lambda t, by: holds.place_hold(t.case, "a", "b", by=by)),
    "move": (
        "carl_cases",
        lambda t, by: moving.move(t.case, CaseStep.FOLLOW_UP, by=by, seen=1),
    ),
    "read": (
        "lena_lakeside",
        lambda t, by: reading.open_packets(t.referral, by=by, keyring=t.keyring(by)),
    ),
    "recall": ("carl_cases", lambda t, by: referral_moving.recall(t.referral, by=by)),
    "request": (
        "carl_cases",
        lambda t, by: rights.record_request(t.rosa, RightKind.COPY, "", "", today(), by=by),
    ),
    "wall": (
        "sara_supervisor",
        lambda t, by: walls.build_wall(t.case, t.cast.carl_cases, "kin", by=by),
    ),
    "withdraw": ("carl_cases", lambda t, by: ending.withdraw(t.release, by=by)),
}


def in_a_thread(pool: ThreadPoolExecutor, act: Callable[[], object]) -> Any:
    """Begin something over a connection of its own."""

    def run() -> object:
        try:
            return act()
        finally:
            connection.close()

    return pool.submit(run)


def test_whoever_the_wall_is_for_waits_and_is_turned_away(town: Town) -> None:
    """All in one: to empty PostgreSQL's tables after each would take longer than they do."""
    let_through = {name: act for name, act in ACTS.items() if not _turned_away(town, *act)}
    assert not let_through


def _turned_away(town: Town, who: str, act: Act) -> bool:
    worker = town.cast[who]
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_case(town.case.pk)
            wall = build_wall(town.case, worker)
            tried = in_a_thread(pool, lambda: act(town, worker))
            with pytest.raises(TimeoutError):
                tried.result(A_MOMENT)
        fault = tried.exception(SECONDS)
    wall.delete()
    return isinstance(fault, NotAllowed)


def test_a_reminder_and_an_action_do_not_wait_for_each_other(town: Town) -> None:
    Release.objects.update(expires_on=today())
    begun = threading.Event()

    def remind() -> int:
        begun.set()
        return remind_due()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_case(town.case.pk)
            reminded = in_a_thread(pool, remind)
            assert begun.wait(SECONDS)
            with pytest.raises(TimeoutError):
                reminded.result(A_MOMENT)
            Release.objects.select_for_update(of=("self",)).get(pk=town.release.pk)
        assert reminded.result(SECONDS) == 1
