"""Runs say nothing of who was erased, nothing to who left, and after a month who is behind them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.cast import CASE_MANAGEMENT, HOTLINE, Cast
from tests.packs.making import Q1, begin, made, make_clients, shown
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.cases.forgetting.actions.erasing import erase_person
from waymark.cases.forgetting.copies import Gone, forget
from waymark.cases.models import Participant
from waymark.packs import forgetting
from waymark.packs.behind import look_behind
from waymark.packs.leaving import take_out
from waymark.packs.models import PackRun, RunState
from waymark.packs.progress import Progress, read_progress, save_progress
from waymark.packs.published import key_of
from waymark.packs.visible import may_use_run, runs_of
from waymark.packs.working import work
from waymark.vault import actions as vault_actions
from waymark.vault.models import Envelope, WrappedDataKey
from waymark.vault.primitives import CannotOpen

FEBRUARY = date(2025, 2, 3)
CELL = ("age", "25_34")


@pytest.fixture
def clients(cast: Cast) -> list[Participant]:
    """Twelve who are alike."""
    return make_clients(cast, 12, FEBRUARY)


@pytest.fixture
def run(cast: Cast, clients: list[Participant]) -> PackRun:
    """Sara's tables of them."""
    return made(cast, cast.sara_supervisor, Q1)


def behind(cast: Cast, run: PackRun) -> tuple[int, bool]:
    """How many Sara sees behind the cell, and whether they are forgotten."""
    sara = cast.sara_supervisor
    found = look_behind(run, *CELL, by=sara, keyring=cast.keyring(sara))
    return len(found.people), found.forgotten


def leave(cast: Cast, circle: str, helper: Worker) -> None:
    """Sara leaves one of her circles."""
    compartment = cast.compartment(cast.riverside, circle)
    holder = cast.sara_supervisor.holder
    assert holder is not None
    vault_actions.remove_member(compartment, holder, by=cast.keyring(helper))


def test_the_tables_are_sealed_to_the_circles_and_to_nobody_alone(cast: Cast, run: PackRun) -> None:
    keys = WrappedDataKey.objects.filter(envelope=run.published.envelope_id)
    assert keys.exists()
    assert not keys.filter(compartment_key=None).exists()
    counted = set(run.circles.values_list("name", flat=True))
    assert counted == {CASE_MANAGEMENT, HOTLINE}


def test_who_left_a_circle_is_shown_nothing_and_soon_has_nothing(cast: Cast, run: PackRun) -> None:
    sara = cast.sara_supervisor
    assert behind(cast, run) == (12, False)
    leave(cast, CASE_MANAGEMENT, cast.carl_cases)
    keyring = cast.keyring(sara)
    assert not may_use_run(sara, run)
    assert not runs_of(sara).exists()
    with pytest.raises(NotAllowed):
        look_behind(run, *CELL, by=sara, keyring=keyring)
    with pytest.raises(NotAllowed):
        take_out(run, lambda tables: tables, by=sara, keyring=keyring)
    before = run.envelope_id
    assert forgetting.forget_old(timezone.now()) == 1
    assert not WrappedDataKey.objects.filter(envelope=before).exists()
    assert forgetting.forget_old(timezone.now()) == 0


def test_who_left_all_of_them_cannot_open_the_tables(cast: Cast, run: PackRun) -> None:
    leave(cast, CASE_MANAGEMENT, cast.carl_cases)
    leave(cast, HOTLINE, cast.ana_hotline)
    with pytest.raises(CannotOpen):
        key_of(run.published, cast.keyring(cast.sara_supervisor))


def test_with_whoever_is_erased_all_are_forgotten_and_the_tables_stay(
    cast: Cast, run: PackRun, clients: list[Participant]
) -> None:
    before, tables = run.envelope_id, shown(cast, run)
    sara = cast.sara_supervisor
    erase_person(clients[0], by=sara)
    run.refresh_from_db()
    assert behind(cast, run) == (0, True)
    assert shown(cast, run) == tables
    assert Envelope.objects.get(pk=before).erased_at
    assert not WrappedDataKey.objects.filter(envelope=before).exists()
    content = key_of(run, cast.keyring(sara)).open(run, "content")
    assert str(clients[0].person_id).encode() not in content


@pytest.mark.parametrize("state", [RunState.COUNTING, RunState.STOPPED])
def test_what_still_counts_begins_anew_without_them(
    cast: Cast, clients: list[Participant], state: RunState
) -> None:
    sara = cast.sara_supervisor
    run = begin(cast, sara, Q1)
    key = key_of(run, cast.keyring(sara))
    save_progress(run, Progress(members={":".join(CELL): [str(clients[0].person_id)]}), key)
    run.save()
    stale = PackRun.objects.get(pk=run.pk)
    PackRun.objects.filter(pk=run.pk).update(state=state, done=12)
    forget(Gone(frozenset({clients[0].pk}), None), sara, None)
    run.refresh_from_db()
    assert (run.state, run.done) == (state, 0)
    assert read_progress(run, key_of(run, cast.keyring(sara))).members == {}
    # A window that was counting when it happened writes nothing over it.
    stale.state = RunState.COUNTING
    work(stale, by=sara, keyring=cast.keyring(sara))
    assert PackRun.objects.get(pk=run.pk).done == 0
    PackRun.objects.filter(pk=run.pk).update(state=RunState.COUNTING)
    run.refresh_from_db()
    work(run, by=sara, keyring=cast.keyring(sara))
    run.refresh_from_db()
    assert run.state == RunState.READY


def test_notes_and_files_are_in_no_run(
    cast: Cast, run: PackRun, clients: list[Participant]
) -> None:
    about = frozenset({clients[0].pk})
    assert forget(Gone(about, frozenset({"note:1", "file:2"})), cast.sara_supervisor, None) == []
    assert behind(cast, run) == (12, False)


@pytest.mark.parametrize(("days", "gone"), [(29, False), (31, True)])
def test_after_a_month_who_is_behind_is_forgotten_once(
    cast: Cast, run: PackRun, days: int, gone: bool
) -> None:
    later = timezone.now() + timedelta(days=days)
    assert forgetting.forget_old(later) == int(gone)
    assert forgetting.forget_old(later) == 0
    run.refresh_from_db()
    assert behind(cast, run) == ((0, True) if gone else (12, False))
    lines = Entry.objects.filter(event="record:erased", target_id=str(run.pk))
    assert lines.count() == int(gone)
