"""Reminders: that something is due, once, in the morning, and no word of what."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPException

import pytest
from django.conf import LazySettings
from django.core import mail

from tests.cases.caseload.conftest import Office, in_days
from waymark.cases.caseload import reminders
from waymark.cases.caseload.actions.tasks import add_task, tick_off
from waymark.cases.caseload.actions.walls import build_wall, lift_wall
from waymark.cases.models import Case, CaseState, Task, today
from waymark.cases.names import case_name
from waymark.reports import tick
from waymark.vault.records import erase

MORNING = datetime(2026, 11, 30, 8, tzinfo=UTC)
NIGHT = datetime(2026, 11, 30, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def mail_server(settings: LazySettings) -> None:
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def task(office: Office, case: Case) -> Task:
    """Something that Carl should have done yesterday."""
    carl = office.cast.carl_cases
    carl.email = "carl@example.org"
    carl.save()
    return add_task(case, "Call the brothers", by=carl, due_on=in_days(-1), assignee=carl)


def test_a_worker_is_told_once_and_nothing_of_it(office: Office, task: Task) -> None:
    carl = office.cast.carl_cases
    add_task(task.case, "Write to them", by=carl, due_on=today(), assignee=carl)
    assert [reminders.send_due(MORNING), reminders.send_due(MORNING)] == [1, 0]
    (message,) = mail.outbox
    assert message.to == ["carl@example.org"]
    said = f"{message.subject} {message.body}"
    assert "/cases/tasks/" in said
    for word in (
        "brothers",
        "Write",
        case_name(task.case),
        str(task.pk),
        str(task.case_id),
        "Carl",
    ):
        assert word not in said


def test_it_waits_for_the_workers_own_morning(office: Office, task: Task) -> None:
    assert reminders.send_due(NIGHT) == 0
    carl = office.cast.carl_cases
    carl.time_zone = "Asia/Tokyo"
    carl.save()
    assert reminders.send_due(NIGHT) == 1


@pytest.mark.parametrize(
    "why", ["done", "later", "nobody's", "closed", "erased", "left", "no address", "walled off"]
)
def test_who_is_not_reminded(office: Office, task: Task, why: str) -> None:
    carl = office.cast.carl_cases
    if why == "done":
        tick_off(task, done=True, by=carl)
    elif why == "erased":
        erase(task.envelope_id)
    elif why == "closed":
        Case.objects.update(state=CaseState.CLOSED)
    elif why == "walled off":
        build_wall(task.case, carl, "His", by=office.cast.sara_supervisor)
    elif why in {"left", "no address"}:
        carl.is_active, carl.email = why != "left", "" if why == "no address" else carl.email
        carl.save()
    else:
        later = why == "later"
        Task.objects.update(due_on=in_days(1 if later else -1), assignee=carl if later else None)
    assert reminders.send_due(MORNING) == 0
    assert not mail.outbox


def test_it_is_said_again_each_week(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    now = today()
    sent = []
    for days in (0, 1, 6, 7, 8, 14):
        monkeypatch.setattr(reminders, "today", lambda days=days: now + timedelta(days=days))
        sent.append(reminders.send_due(MORNING))
    assert sent == [1, 0, 0, 1, 0, 1]


def test_a_dead_mail_server_is_asked_again_the_next_day(
    task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = today()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", _fails)
        assert reminders.send_due(MORNING) == 0
    assert reminders.send_due(MORNING) == 0
    monkeypatch.setattr(reminders, "today", lambda: now + timedelta(days=1))
    assert reminders.send_due(MORNING) == 1


def _fails(*_: object, **__: object) -> int:
    raise SMTPException("carl@example.org")


def test_without_mail_server_nothing_is_marked(task: Task, settings: LazySettings) -> None:
    settings.EMAIL_HOST = ""
    assert reminders.send_due(MORNING) == 0
    task.refresh_from_db()
    assert task.reminded_on is None


def test_each_worker_reads_their_own_language(office: Office, task: Task) -> None:
    carl = office.cast.carl_cases
    carl.language = "es"
    assert reminders.compose(carl).to == ["carl@example.org"]
    assert tick.STEPS["reminders of tasks"] is reminders.send_due


def test_what_waits_again_reminds_nobody_whom_a_wall_keeps_out(office: Office, task: Task) -> None:
    carl, sara = office.cast.carl_cases, office.cast.sara_supervisor
    tick_off(task, done=True, by=carl)
    wall = build_wall(task.case, carl, "His", by=sara)
    assert Task.objects.get().assignee == carl, "who did it stays in the history"
    again = tick_off(task, done=False, by=sara)
    assert again.assignee is None
    lift_wall(wall, by=sara)
    assert reminders.send_due(MORNING) == 0


def test_what_waits_again_is_still_theirs(office: Office, task: Task) -> None:
    carl, sara = office.cast.carl_cases, office.cast.sara_supervisor
    tick_off(task, done=True, by=carl)
    assert tick_off(task, done=False, by=sara).assignee == carl
    assert reminders.send_due(MORNING) == 1
