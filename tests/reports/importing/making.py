"""Exports of another hotline, and imports of them."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from tests.cast import Cast
from tests.reports.staff.conftest import Desk
from waymark.accounts.models import Worker
from waymark.reports.content import Content, Origin
from waymark.reports.importing import drafts, working
from waymark.reports.importing.choices import ComesAs
from waymark.reports.importing.dates import Order
from waymark.reports.importing.reading import read_table
from waymark.reports.models import BroughtFile, Recipient, Report, ReportImport

HEADINGS = (
    "Call Date", "Channel", "Language", "Narrative", "Caller Type", "City", "Minor", "Urgency",
    "Action Taken", "Case Number", "Phone", "OK to contact", "Weather",
)  # fmt: skip
ROSA = (
    "2026-04-13 22:45", "Phone Call", "Spanish", "Rosa is locked in at the laundry.", "Friend",
    "Harbor City", "no", "High", "Told her of a shelter", "H-1007", "+1 202 555 0143", "yes",
    "Rain",
)  # fmt: skip
BARE = ("2026-04-14", "", "", "Two men watch a house.", "", "", "", "", "", "", "", "", "")


def table(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> bytes:
    """A CSV in UTF-8."""
    made = io.StringIO()
    csv.writer(made).writerows([headings, *rows])
    return made.getvalue().encode()


def many(number: int, start: int = 0) -> bytes:
    """A CSV of so many short reports with numbers."""
    rows = [
        ("2026-04-13", f"A cellar, seen by {at}.", f"N-{at}") for at in range(start, start + number)
    ]
    return table(*rows, headings=("Date", "Description", "ID"))


def bring(
    desk: Desk,
    data: bytes | None = None,
    *,
    source: str = "Lakes Line",
    team: Recipient | None = None,
    by: Worker | None = None,
    order: Order | None = None,
) -> BroughtFile:
    """A file is brought."""
    worker = by or desk.cast.sara_supervisor
    keyring = desk.keyring(worker)
    found = read_table(table(ROSA, BARE) if data is None else data)
    draft = drafts.keep(
        found, "export.csv", source, team or desk.hotline, by=worker, keyring=keyring
    )
    if order is not None:
        columns = drafts.open_draft(draft, keyring).chosen.columns
        drafts.choose(draft, columns, order, seen=1, keyring=keyring)
        draft.refresh_from_db()
    return draft


def begin(
    desk: Desk, draft: BroughtFile, way: ComesAs = ComesAs.NEW, *, remember: bool = False
) -> ReportImport:
    """It begins to come in."""
    by, keyring = draft.worker, desk.keyring(draft.worker)
    return working.begin(draft, way, seen=draft.version, remember=remember, by=by, keyring=keyring)


def work(desk: Desk, run: ReportImport, *, by: Worker | None = None) -> ReportImport:
    """All of it comes in."""
    worker = by or desk.cast.sara_supervisor
    return working.work(run, by=worker, keyring=desk.keyring(worker), seconds=600)


def imported(
    desk: Desk, data: bytes | None = None, way: ComesAs = ComesAs.NEW, **more: Any
) -> ReportImport:
    """A file is brought and all of it comes in."""
    return work(desk, begin(desk, bring(desk, data, **more), way))


def content(cast: Cast, report: Report) -> Content:
    """What a report says, opened by the supervisor."""
    key = cast.keyring(cast.sara_supervisor).data_key(report.envelope_id)
    return Content.from_bytes(key.open(report, "content"))


def origin(cast: Cast, report: Report) -> Origin:
    """Where an imported report comes from."""
    found = content(cast, report).origin
    assert found
    return found
