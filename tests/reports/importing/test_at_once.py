"""Two supervisors in the same moment: nothing comes in twice, and work is never taken back."""

import pytest
from django.db import connection

from tests.reports.importing.making import begin, bring, imported, many
from tests.reports.staff.conftest import Desk
from tests.reports.staff.test_at_once import at_once, night
from waymark.reports.actions import triage
from waymark.reports.importing import undoing, working
from waymark.reports.models import ImportState, Report, State
from waymark.reports.states import CannotNow

__all__ = ["night"]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite's transactions are immediate: of two writers one waits before it reads",
    ),
]


def test_the_same_file_brought_twice_at_once_comes_in_once(
    night: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "BATCH", 3)
    by = night.cast.sara_supervisor
    runs = [begin(night, bring(night, many(20))) for _ in range(2)]

    def carry(at: int) -> object:
        return working.work(runs[at], by=by, keyring=night.keyring(by), seconds=600)

    at_once(lambda: carry(0), lambda: carry(1))
    for run in runs:
        run.refresh_from_db()
    assert {run.state for run in runs} == {ImportState.DONE}
    assert sum(run.brought for run in runs) == Report.objects.count() == 20


def test_two_windows_of_one_import_do_each_row_once(
    night: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "BATCH", 3)
    by = night.cast.sara_supervisor
    run = begin(night, bring(night, many(20)))
    at_once(*[lambda: working.work(run, by=by, keyring=night.keyring(by), seconds=600)] * 3)
    run.refresh_from_db()
    assert (run.state, run.brought, Report.objects.count()) == (ImportState.DONE, 20, 20)


def test_what_somebody_takes_in_that_moment_is_kept_or_gone_but_never_both(night: Desk) -> None:
    for _ in range(5):
        run = imported(night, many(3))
        report = night.fresh(run.reports.all()[0])

        def take(report: Report = report) -> object:
            try:
                return triage.take(report, by=night.cast.ana_hotline)
            except CannotNow:
                return "gone"

        def back() -> object:
            try:
                undoing.take_back(run, by=night.cast.sara_supervisor)  # noqa: B023  joined in this round
            except CannotNow:
                return "kept"
            return "back"

        results = set(map(str, at_once(take, back)))
        assert ("back" in results) == ("gone" in results)
        states = set(run.reports.values_list("state", flat=True))
        if "back" in results:
            assert states == {State.ERASED}
            undoing.clear(run)
        else:
            assert states == {State.TAKEN, State.NEW}
            Report.objects.filter(pk=report.pk).update(state=State.NEW, holder=None)
            undoing.take_back(run, by=night.cast.sara_supervisor)
            undoing.clear(run)
