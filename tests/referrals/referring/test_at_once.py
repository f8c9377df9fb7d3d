"""Two at once, on PostgreSQL, where rows are held: one is first, the other hears of it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from pyrage import passphrase

from tests.referrals.referring.conftest import Both
from waymark.audit.models import Entry
from waymark.referrals.consent.actions.ending import withdraw
from waymark.referrals.gate import Refused
from waymark.referrals.models import Release, SealedLink, TaskState
from waymark.referrals.referring.actions import links
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
        except CannotNow as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(SECONDS) for each in [pool.submit(run, act) for act in acts]]


def test_of_yes_and_recall_the_log_and_the_state_agree(both: Both) -> None:
    referral = both.send()
    at_once(lambda: both.answer(referral, Move.ACCEPT), lambda: both.recall(referral))
    # A recall is possible before a yes and after it; a yes only before.
    assert both.fresh(referral).state == TaskState.CANCELLED
    assert both.opened(referral) == []
    events = list(Entry.objects.order_by("seq").values_list("event", flat=True))
    assert events.count("referral:recalled") == 1
    assert "referral:moved" not in events[events.index("referral:recalled") :]


def test_of_two_who_say_yes_one_does(both: Both) -> None:
    referral = both.send()
    met = at_once(*[lambda: both.answer(referral, Move.ACCEPT)] * 2)
    assert sum(isinstance(each, CannotNow) for each in met) == 1


def test_a_link_is_fetched_once(outside: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "encrypt", lambda plain, code: plain)
    referral = outside.send()
    carl = outside.cast.carl_cases
    packet = referral.packets.select_related("referral__release__envelope", "envelope").get()
    made = links.make_link(packet, by=carl, keyring=outside.cast.keyring(carl))
    got = at_once(*[lambda: links.fetch(made.link.in_link)] * 3)
    assert sum(each is not None for each in got) == 1
    assert SealedLink.objects.get().fetched_at is not None


def test_sending_more_and_withdrawing_do_not_wait_for_each_other(both: Both) -> None:
    referral = both.send()
    both.answer(referral, Move.ACCEPT)
    release = Release.objects.select_related("case", "participant").get(pk=both.release.pk)

    def more() -> object:
        try:
            return both.send_later(referral)
        except Refused as refusal:
            return refusal

    at_once(more, lambda: withdraw(release, by=both.cast.carl_cases))
    assert both.opened(referral) == []
