"""A run counts people once, leaves out whom it must, stops, goes on, and makes tables."""

from datetime import date

import pytest
from django.utils import timezone

from tests.cases.making import make_case, make_participant
from tests.cast import Cast
from tests.packs.making import Q1, YEAR, begin, give, made, make_client, make_clients, shown
from waymark.accounts.permissions import NotAllowed
from waymark.cases.models import Case, Person
from waymark.packs import actions, working
from waymark.packs.models import PackRun, PublishedTables, RunState
from waymark.packs.periods import Period, months, quarter
from waymark.packs.progress import read_progress
from waymark.packs.published import key_of
from waymark.packs.working import protected_again, work
from waymark.reports.states import CannotNow
from waymark.vault.models import WrappedDataKey
from waymark.vault.primitives import CannotOpen

JANUARY = date(YEAR, 1, 10)


def test_clients_are_counted_by_who_they_are(cast: Cast) -> None:
    make_clients(cast, 7, JANUARY)
    make_clients(cast, 6, JANUARY, sex="male")
    make_clients(cast, 9, date(YEAR, 5, 1))
    found = shown(cast, made(cast, cast.sara_supervisor, Q1))
    assert found["all"] == {"": 13}
    assert found["sex"]["female"] == 7
    assert found["sex"]["male"] == 6
    assert found["service"]["food"] == 0


def test_services_count_people_in_the_month_of_the_first(cast: Cast) -> None:
    for row in make_clients(cast, 8, date(YEAR - 1, 6, 1)):
        give(row, date(YEAR, 2, 1), category="case-management", quantity="6")
        give(row, date(YEAR, 5, 1), category="case-management", quantity="6")
    run = made(cast, cast.sara_supervisor, Q1)
    found = shown(cast, run)
    assert found["service"]["case-management"] == 8
    assert found["hours"] == {"1": 8, "10": 0, "50": 0, "100": 0}
    assert found["began"] == {"this_year": 0, "before": 8}


def test_a_person_in_two_cases_and_one_who_was_merged_count_once(cast: Cast) -> None:
    rows = make_clients(cast, 9, JANUARY)
    other = make_case(cast)
    Case.objects.filter(pk=other.pk).update(opened_on=JANUARY)
    make_participant(other, rows[0].person)
    Person.objects.filter(pk=rows[1].person_id).update(merged_into=rows[2].person)
    assert shown(cast, made(cast, cast.sara_supervisor, Q1))["all"] == {"": 8}


def test_restricted_walled_and_suspected_people_are_left_out(cast: Cast) -> None:
    rows = make_clients(cast, 10, JANUARY)
    Person.objects.filter(pk=rows[0].person_id).update(restricted_at=timezone.now())
    make_participant(rows[0].case, role="suspected_perpetrator")
    assert shown(cast, made(cast, cast.sara_supervisor, Q1))["all"] == {"": 9}


@pytest.mark.parametrize("asked", [1, 2], ids=["in the row that joined", "in the one that stands"])
def test_who_asked_in_any_of_their_rows_is_left_out(cast: Cast, asked: int) -> None:
    rows = make_clients(cast, 9, JANUARY)
    Person.objects.filter(pk=rows[1].person_id).update(merged_into=rows[2].person)
    Person.objects.filter(pk=rows[asked].person_id).update(restricted_at=timezone.now())
    assert shown(cast, made(cast, cast.sara_supervisor, Q1))["all"] == {"": 7}


def test_nobody_next_door_and_nobody_without_the_role_counts_them(cast: Cast) -> None:
    make_clients(cast, 9, JANUARY)
    assert shown(cast, made(cast, cast.lena_lakeside, Q1))["all"] == {"": 0}
    for name in ("ana_hotline", "carl_cases", "otto_auditor", "adam_admin", "dora_directory"):
        with pytest.raises(NotAllowed):
            begin(cast, cast[name], Q1)


def test_an_analyst_of_the_circle_counts(cast: Cast) -> None:
    make_clients(cast, 9, JANUARY)
    assert shown(cast, made(cast, cast.ivan_analyst, Q1))["all"] == {"": 9}


def test_it_stops_and_goes_on_where_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BATCH", 2)
    make_clients(cast, 7, JANUARY)
    sara = cast.sara_supervisor
    run = begin(cast, sara, Q1)
    work(run, by=sara, keyring=cast.keyring(sara), seconds=0)
    assert (run.done, run.total, run.state) == (2, 7, RunState.COUNTING)
    actions.stop(run, by=sara)
    run.refresh_from_db()
    work(run, by=sara, keyring=cast.keyring(sara))
    assert PackRun.objects.get().done == 2
    actions.go_on(run, by=sara)
    run = PackRun.objects.get()
    work(run, by=sara, keyring=cast.keyring(sara))
    assert run.state == RunState.READY
    assert shown(cast, run)["all"] == {"": 7}


def test_two_windows_count_nobody_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BATCH", 4)
    make_clients(cast, 8, JANUARY)
    sara = cast.sara_supervisor
    one = begin(cast, sara, Q1)
    two = PackRun.objects.get()
    work(one, by=sara, keyring=cast.keyring(sara), seconds=0)
    work(two, by=sara, keyring=cast.keyring(sara), seconds=0)
    run = PackRun.objects.get()
    assert run.done == 4
    work(run, by=sara, keyring=cast.keyring(sara))
    assert shown(cast, run)["all"] == {"": 8}


def test_of_two_runs_at_once_the_second_counts_anew(cast: Cast) -> None:
    make_clients(cast, 9, JANUARY)
    sara, ivan = cast.sara_supervisor, cast.ivan_analyst
    slow = begin(cast, ivan, months(YEAR, 1, 12))
    made(cast, sara, Q1)
    work(slow, by=ivan, keyring=cast.keyring(ivan))
    assert slow.state == RunState.READY
    content = read_progress(slow, key_of(slow, cast.keyring(ivan)))
    assert len(content.basis) == 1
    assert content.slices == {}
    assert shown(cast, slow)["all"] == {"": 9}


def test_only_its_worker_opens_the_counts(cast: Cast) -> None:
    run = begin(cast, cast.sara_supervisor, Q1)
    for name in ("ivan_analyst", "lena_lakeside"):
        with pytest.raises(CannotOpen):
            key_of(run, cast.keyring(cast[name]))
        with pytest.raises(NotAllowed):
            actions.stop(run, by=cast[name])
        with pytest.raises(NotAllowed):
            actions.remove(run, by=cast[name])


def test_a_period_that_is_not_over_is_refused(cast: Cast) -> None:
    with pytest.raises(CannotNow):
        begin(cast, cast.sara_supervisor, Period(date(2999, 1, 1), date(2999, 3, 31)))


def test_whoever_cannot_open_what_was_published_is_told(cast: Cast) -> None:
    run = made(cast, cast.sara_supervisor, Q1)
    row = PublishedTables.objects.get(run=run)
    keys = WrappedDataKey.objects.filter(envelope=row.envelope_id)
    keys.exclude(reader=None).delete()
    circles = {key.id for key in cast.keyring(cast.ivan_analyst).compartment_keys}
    keys.filter(compartment_key__in=circles).delete()
    with pytest.raises(CannotNow, match="not in this state") as refused:
        begin(cast, cast.ivan_analyst, quarter(YEAR, 2))
    assert "cannot open" in str(refused.value.sentence)


def test_tables_are_made_again_as_they_are_shown(cast: Cast) -> None:
    make_clients(cast, 9, JANUARY)
    make_client(cast, JANUARY, sex="male")
    sara = cast.sara_supervisor
    run = made(cast, sara, Q1)
    made(cast, sara, months(YEAR, 1, 12))
    again = protected_again(run, cast.keyring(sara))
    assert again.shown == shown(cast, run)


def test_removing_forgets_tables_that_did_not_leave_and_keeps_those_that_did(cast: Cast) -> None:
    sara = cast.sara_supervisor
    run = made(cast, sara, Q1)
    actions.remove(run, by=sara)
    assert not PublishedTables.objects.exists()
    run = made(cast, sara, Q1)
    PublishedTables.objects.update(left_at=timezone.now())
    actions.remove(run, by=sara)
    assert PublishedTables.objects.get().run is None
    assert not PackRun.objects.exists()
