"""Reports of another hotline in the hotline's pack: counted where they came, promised nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import HOTLINE, Cast
from tests.packs.making import Q1, YEAR, made, shown
from tests.reports.staff.conftest import make_team
from waymark.packs.counting import reports as counting
from waymark.packs.models import PackRun
from waymark.reports.importing import drafts, working
from waymark.reports.importing.choices import ComesAs
from waymark.reports.importing.reading import read_table
from waymark.reports.models import Recipient, Report


@pytest.fixture
def team(cast: Cast) -> Recipient:
    """Riverside's hotline."""
    return make_team(cast.riverside, "hotline", cast.compartment(cast.riverside, HOTLINE))


def bring(cast: Cast, team: Recipient, number: int, start: int = 0) -> None:
    """Reports of February of another hotline."""
    by, keyring = cast.sara_supervisor, cast.keyring(cast.sara_supervisor)
    rows = "".join(f"{YEAR}-02-03,A cellar,N-{start + at},en\n" for at in range(number))
    table = read_table(f"Date,Description,ID,Language\n{rows}".encode())
    draft = drafts.keep(table, "a.csv", "Lakes", team, by=by, keyring=keyring)
    run = working.begin(draft, ComesAs.NEW, seen=1, remember=False, by=by, keyring=keyring)
    working.work(run, by=by, keyring=keyring, seconds=600)


def tables(cast: Cast) -> dict[str, dict[str, int | None]]:
    run: PackRun = made(cast, cast.sara_supervisor, Q1, "hotline")
    return {name: dict(cells) for name, cells in shown(cast, run).items()}


def test_they_count_in_their_month_and_no_promise_is_missed(cast: Cast, team: Recipient) -> None:
    bring(cast, team, 12)
    found = tables(cast)
    assert found["all"] == {"": 12}
    assert found["language"]["en"] == 12
    assert found["promise"] == {"kept": 0, "later": 0, "not_answered": 0, "not_promised": 12}


def test_what_came_in_later_is_new_in_later_tables(cast: Cast, team: Recipient) -> None:
    bring(cast, team, 12)
    assert tables(cast)["all"] == {"": 12}
    bring(cast, team, 8, start=100)
    assert tables(cast)["all"] == {"": 20}


def test_they_are_recorded_when_they_came_in(cast: Cast, team: Recipient) -> None:
    bring(cast, team, 1)
    by, keyring = cast.sara_supervisor, cast.keyring(cast.sara_supervisor)
    unit = next(counting.units([Report.objects.get().pk], YEAR, by, keyring))
    assert unit.month == f"{YEAR}-02"
    assert datetime.now(UTC) - unit.recorded < timedelta(minutes=5)
