"""A desk with three teams, reports that arrive as they do on the public site, and a clock."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import CASE_MANAGEMENT, HOTLINE, Cast
from tests.sites import StaffClient
from waymark.accounts.models import Organisation, Worker
from waymark.audit.events import Event
from waymark.audit.models import Entry
from waymark.reports.actions import answering, thread, triage
from waymark.reports.actions.intake import submit
from waymark.reports.content import Content
from waymark.reports.files import CheckedFile
from waymark.reports.models import Message, Recipient, RecipientText, Report
from waymark.reports.queries.public import Thread, find_thread
from waymark.vault.keyring import Keyring

START = datetime(2026, 11, 23, 3, 12, 45, tzinfo=UTC)


@dataclass
class Clock:
    """The time that everybody reads."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **length: float) -> datetime:
        self.now += timedelta(**length)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Three in the morning, until somebody moves it."""
    found = Clock()
    monkeypatch.setattr(timezone, "now", found)
    return found


def make_team(organisation: Organisation, slug: str, *compartments: Any, **more: Any) -> Recipient:
    team = Recipient.objects.create(organisation=organisation, slug=slug, published=True, **more)
    team.compartments.set(compartments)
    RecipientText.objects.create(
        recipient=team,
        language="en",
        name=f"Team {slug}",
        who_reads="Two people.",
        must_pass_on="What they must.",
        cannot_protect="What they cannot.",
    )
    return team


@dataclass
class Desk:
    """What the tests do, in short words."""

    cast: Cast
    hotline: Recipient
    cases: Recipient
    lakeside: Recipient
    receipts: dict[object, str] = field(default_factory=dict)

    def report(
        self,
        what: str = "Ten people sleep in the cellar.",
        *,
        team: Recipient | None = None,
        files: tuple[CheckedFile, ...] = (),
        language: str = "en",
        quarantined: bool = False,
        **more: Any,
    ) -> Report:
        """A report arrives now."""
        made = submit(
            team or self.hotline,
            Content(what, **more),
            files,
            secrets.token_bytes(16),
            language,
            quarantined=quarantined,
        )
        self.receipts[made.report.pk] = made.receipt
        return self.fresh(made.report)

    def fresh(self, report: Report) -> Report:
        return Report.objects.select_related("recipient", "holder", "situation").get(pk=report.pk)

    def thread(self, report: Report) -> Thread:
        """The report as its code opens it."""
        found = find_thread(self.receipts[report.pk])
        assert found
        return found

    def adds(self, report: Report, text: str = "They left today.") -> Message:
        """The reporter writes again."""
        message = thread.add_message(self.thread(report), text, secrets.token_bytes(16))
        assert message
        return message

    def keyring(self, worker: Worker) -> Keyring:
        return self.cast.keyring(worker)

    def answer(self, report: Report, text: str = "We are here.", *, by: Worker) -> Message:
        return answering.answer(
            report, text, form_key=secrets.token_bytes(16), by=by, keyring=self.keyring(by)
        )

    def read(self, report: Report, *, by: Worker) -> Report:
        return triage.note_opening(report, by=by)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """Three teams: two at Riverside, one next door."""
    hotline = cast.compartment(cast.riverside, HOTLINE)
    cases = cast.compartment(cast.riverside, CASE_MANAGEMENT)
    other = cast.compartment(cast.lakeside, HOTLINE)
    return Desk(
        cast,
        make_team(cast.riverside, "night", hotline),
        make_team(cast.riverside, "cases", cases),
        make_team(cast.lakeside, "next-door", other),
    )


SignIn = Callable[[Worker], StaffClient]


@pytest.fixture
def ana(desk: Desk, staff_client_for: SignIn) -> StaffClient:
    """Ana's browser: she works on the hotline of Riverside."""
    return staff_client_for(desk.cast.ana_hotline)


@pytest.fixture
def sara(desk: Desk, staff_client_for: SignIn) -> StaffClient:
    """Sara's browser: she is supervisor of Riverside and in both circles."""
    return staff_client_for(desk.cast.sara_supervisor)


@pytest.fixture
def adam(desk: Desk, staff_client_for: SignIn) -> StaffClient:
    """Adam's browser: he administers Riverside and opens no record."""
    return staff_client_for(desk.cast.adam_admin)


def events(event: Event, target: Any = None) -> int:
    """How often an event is in the log, about something or at all."""
    rows = Entry.objects.filter(event=event.value)
    return (rows.filter(target_id=str(target.pk)) if target is not None else rows).count()


def text_of(response: Any) -> str:
    """The page, without the lines of its source."""
    return " ".join(response.content.decode().split())
