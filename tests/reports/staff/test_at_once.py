"""Workers who act in the same moment, on an engine that lets them."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from tests.cast import HOTLINE, make_cast
from tests.reports.staff.conftest import Desk, events, make_team
from waymark.audit.events import Event
from waymark.reports import escalation
from waymark.reports.actions import triage
from waymark.reports.models import Message, Notice
from waymark.reports.states import ChangedMeanwhile, Seen

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite's transactions are immediate: of two writers one waits before it reads",
    ),
]


@pytest.fixture
def night() -> Desk:
    """A desk that other connections see, too."""
    cast = make_cast()
    team = make_team(cast.riverside, "night", cast.compartment(cast.riverside, HOTLINE))
    return Desk(cast, team, team, team)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each in a thread of its own, all starting together; what came of each."""
    start, results = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            results.append(act())
        except ChangedMeanwhile as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_one_of_two_takes_it(night: Desk) -> None:
    for _ in range(5):
        report = night.report()
        seen, ana, sara = Seen.of(report), night.cast.ana_hotline, night.cast.sara_supervisor
        results = at_once(
            lambda: triage.take(report, by=ana, seen=seen),  # noqa: B023  joined in this round
            lambda: triage.take(report, by=sara, seen=seen),  # noqa: B023  joined in this round
        )
        assert sorted(isinstance(each, ChangedMeanwhile) for each in results) == [False, True]
        assert events(Event.REPORT_TAKEN, report) == 1


def test_two_answers_both_arrive_in_order(night: Desk) -> None:
    report = night.report()
    at_once(
        lambda: night.answer(report, "One.", by=night.cast.ana_hotline),
        lambda: night.answer(report, "Two.", by=night.cast.sara_supervisor),
    )
    assert sorted(Message.objects.values_list("position", flat=True)) == [0, 1]


def test_two_rounds_tell_once(night: Desk) -> None:
    night.report(urgent=True)
    assert sorted(map(str, at_once(escalation.run, escalation.run))) == ["0", "1"]
    assert Notice.objects.count() == 1
