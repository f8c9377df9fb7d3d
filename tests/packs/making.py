"""Caseloads to count, and runs over them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from tests.cases.making import answered, make_case, make_participant, make_person
from tests.cast import Cast
from waymark.accounts.models import Worker
from waymark.cases.models import Case, Participant, ServiceDelivered
from waymark.cases.records import write_new
from waymark.packs import actions
from waymark.packs.definitions import packs
from waymark.packs.linking import Edition, Linking, Made
from waymark.packs.models import PackRun, PublishedTables, RunState
from waymark.packs.periods import Period, quarter
from waymark.packs.published import editions
from waymark.packs.working import work

YEAR = 2025
WRITTEN = datetime(2025, 12, 31, tzinfo=UTC)
Q1 = quarter(YEAR, 1)


def make_client(
    cast: Cast, opened: date, *, case: Case | None = None, **identity: Any
) -> Participant:
    """Somebody whose case began on a day, known by sex and age band."""
    of = case or make_case(cast)
    Case.objects.filter(pk=of.pk).update(opened_on=opened)
    known = {"sex": "female", "age_band": "25_34", **identity}
    row = make_participant(of, make_person(of, **known))
    Participant.objects.filter(pk=row.pk).update(written_at=WRITTEN)
    row.refresh_from_db()
    return row


def make_clients(cast: Cast, number: int, opened: date, **identity: Any) -> list[Participant]:
    """Several who are alike, in one case."""
    case = make_case(cast)
    return [make_client(cast, opened, case=case, **identity) for _ in range(number)]


def give(participant: Participant, given_on: date, **said: Any) -> ServiceDelivered:
    """A service that somebody got, written in the year."""
    row = ServiceDelivered(case=participant.case, participant=participant, given_on=given_on)
    row.written_at = WRITTEN
    write_new(row, answered({"category": "food", "result": "given", **said}))
    return row


def begin(cast: Cast, by: Worker, period: Period, pack: str = "otip") -> PackRun:
    """A run that has not counted yet."""
    return actions.start(packs()[pack], period, by=by, keyring=cast.keyring(by))


def made(cast: Cast, by: Worker, period: Period, pack: str = "otip") -> PackRun:
    """A run whose tables are there."""
    run = begin(cast, by, period, pack)
    work(run, by=by, keyring=cast.keyring(by))
    run.refresh_from_db()
    assert run.state == RunState.READY
    return run


def shown(cast: Cast, run: PackRun) -> Mapping[str, Mapping[str, int | None]]:
    """What a run shows."""
    row = PublishedTables.objects.get(run=run)
    return editions([row], cast.keyring(run.worker))[0].shown


def link(rows: Iterable[Edition], pack: str = "coalition") -> Made:
    """The last of some editions, protected around the others."""
    return Linking(packs()[pack].population, list(rows)).protect()
