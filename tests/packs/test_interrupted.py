"""A run that is interrupted, wherever: it goes on, counts nobody twice, and shows the same."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.packs.making import Q1, YEAR, begin, make_client, make_clients, shown
from tests.referrals.every_action.trying import Struck, writing
from waymark.audit.models import Entry
from waymark.packs import actions, working
from waymark.packs.models import PackRun, PublishedTables, RunState
from waymark.packs.working import protected_again, work
from waymark.reports.states import CannotNow

JANUARY, MARCH = date(YEAR, 1, 10), date(YEAR, 3, 10)
Tables = Mapping[str, Mapping[str, int | None]]


class Undo(Exception):
    """Takes an example's writes back."""


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few people with each request."""
    monkeypatch.setattr(working, "BATCH", 3)


@pytest.fixture
def people(cast: Cast) -> Cast:
    """Sixteen of them."""
    make_clients(cast, 8, JANUARY)
    make_clients(cast, 7, MARCH, sex="male")
    make_client(cast, JANUARY, sex="other")
    return cast


def finished(cast: Cast, run: PackRun) -> PackRun:
    """Work until it is ready."""
    sara = cast.sara_supervisor
    for _ in range(20):
        work(run, by=sara, keyring=cast.keyring(sara), seconds=0)
        run = PackRun.objects.get(pk=run.pk)
        if run.state == RunState.READY:
            return run
    raise AssertionError("it does not end")


def undisturbed(cast: Cast) -> Tables:
    """What a run shows that nobody interrupts; it is taken back."""
    found: list[Tables] = []
    try:
        with transaction.atomic():
            found.append(shown(cast, finished(cast, begin(cast, cast.sara_supervisor, Q1))))
            raise Undo
    except Undo:
        return found[0]


@transaction.atomic
def strike(cast: Cast, run: PackRun, at: int) -> None:
    """Work while the power fails, at one of the writes or at the end."""
    sara = cast.sara_supervisor
    with writing(at):
        work(run, by=sara, keyring=cast.keyring(sara), seconds=60)
    raise Struck


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(("work", "stop", "go on", "power fails")), max_size=9))
def test_it_shows_the_same_whatever_happened_meanwhile(people: Cast, steps: list[str]) -> None:
    sara = people.sara_supervisor
    wanted = undisturbed(people)
    try:
        with transaction.atomic():
            run = begin(people, sara, Q1)
            for step in steps:
                _take(people, run, step)
                run = PackRun.objects.get(pk=run.pk)
            if run.state == RunState.STOPPED:
                actions.go_on(run, by=sara)
                run = PackRun.objects.get(pk=run.pk)
            done = run if run.state == RunState.READY else finished(people, run)
            assert shown(people, done) == wanted
            assert done.done <= done.total
            raise Undo
    except Undo:
        pass


def _take(cast: Cast, run: PackRun, step: str) -> None:
    sara = cast.sara_supervisor
    with suppress(CannotNow):
        if step == "work":
            work(run, by=sara, keyring=cast.keyring(sara), seconds=0)
        elif step == "power fails":
            with suppress(Struck):
                strike(cast, run, 0)
        else:
            (actions.stop if step == "stop" else actions.go_on)(run, by=sara)


@pytest.mark.parametrize("at", range(6))
def test_tables_are_published_whole_or_not_at_all(people: Cast, at: int) -> None:
    """The power fails at each write of the last step."""
    sara = people.sara_supervisor
    run = begin(people, sara, Q1)
    with pytest.raises(Struck):
        strike(people, run, at)
    assert not PublishedTables.objects.exists()
    stored = PackRun.objects.get(pk=run.pk)
    assert (stored.state, stored.done) == (RunState.COUNTING, 0)
    assert shown(people, finished(people, stored))["all"] == {"": 16}


def test_counting_says_once_in_the_log_that_it_began(people: Cast) -> None:
    run = begin(people, people.sara_supervisor, Q1)
    finished(people, run)
    rows = Entry.objects.filter(target_id=str(run.pk)).values_list("event", flat=True)
    assert list(rows) == ["pack:started"]


def test_a_run_that_was_removed_meanwhile_publishes_nothing(people: Cast) -> None:
    sara = people.sara_supervisor
    run = begin(people, sara, Q1)
    actions.remove(PackRun.objects.get(pk=run.pk), by=sara)
    work(run, by=sara, keyring=people.keyring(sara), seconds=60)
    assert not PublishedTables.objects.exists()
    assert not PackRun.objects.exists()


def test_what_is_taken_out_is_made_again_from_the_same_counts(people: Cast) -> None:
    """Also after the records of those who were counted have changed."""
    sara = people.sara_supervisor
    run = finished(people, begin(people, sara, Q1))
    before = shown(people, run)
    make_clients(people, 9, JANUARY)
    assert protected_again(run, people.keyring(sara)).shown == before
