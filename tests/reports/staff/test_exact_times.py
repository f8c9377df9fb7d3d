"""No clock that a reporter's act set is left once no promised answer is running.

Reporters, and the rounds that follow on what they did, act at seventeen minutes past; workers at
forty past. Then every time in every table is looked at.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db.models import DateTimeField

from tests.reports.staff.conftest import Clock, Desk
from waymark.reports import tick
from waymark.reports.actions import thread, triage
from waymark.reports.actions.held import hold
from waymark.reports.files import CheckedFile
from waymark.reports.models import Disposition, Notice
from waymark.vault.primitives import random_bytes

pytestmark = pytest.mark.django_db
REPORTERS_MINUTE, WORKERS_MINUTE = 17, 40


@pytest.fixture(autouse=True)
def mail(desk: Desk, settings: Any) -> None:
    """Everybody gets mail, so that notices are sent."""
    settings.EMAIL_HOST = "mail.example.org"
    for worker in (desk.cast.ana_hotline, desk.cast.sara_supervisor):
        type(worker).objects.filter(pk=worker.pk).update(email=f"{worker.login}@example.org")


def times() -> Iterator[tuple[str, datetime]]:
    """Every time that is stored, with its column."""
    for model in apps.get_models():
        for each in model._meta.concrete_fields:
            if isinstance(each, DateTimeField):
                for value in model._base_manager.values_list(each.attname, flat=True):
                    if value is not None:
                        yield f"{model._meta.label}.{each.name}", value


def left() -> set[str]:
    """Columns that tell when somebody outside did something."""
    return {column for column, value in times() if value.minute == REPORTERS_MINUTE}


def reporters_turn(clock: Clock) -> None:
    clock.now = clock.now.replace(minute=REPORTERS_MINUTE, second=23, microsecond=4)


def workers_turn(clock: Clock) -> None:
    clock.now = clock.now.replace(minute=WORKERS_MINUTE, second=5)


@pytest.mark.parametrize("urgent", [False, True])
def test_after_the_answer_none_is_left(desk: Desk, clock: Clock, urgent: bool) -> None:
    reporters_turn(clock)
    report = desk.report(urgent=urgent)
    tick.run_once()
    assert "reports.Report.received_at" in left()
    workers_turn(clock)
    desk.answer(report, by=desk.cast.ana_hotline)
    assert left() == set()


def test_what_a_reporter_adds_to_what_is_held_sets_no_clock(desk: Desk, clock: Clock) -> None:
    report = desk.report()
    workers_turn(clock)
    triage.take(report, by=desk.cast.ana_hotline)
    desk.answer(desk.fresh(report), by=desk.cast.ana_hotline)
    clock.forward(hours=1)
    reporters_turn(clock)
    desk.adds(report)
    tick.run_once()
    assert Notice.objects.get().sent_at
    assert left() == set()


def test_what_a_reporter_adds_to_what_nobody_holds_sets_no_clock(desk: Desk, clock: Clock) -> None:
    report = desk.report()
    workers_turn(clock)
    triage.mark(report, Disposition.SPAM, by=desk.cast.ana_hotline)
    clock.forward(hours=1)
    reporters_turn(clock)
    desk.adds(report)
    tick.run_once()
    assert Notice.objects.exists()
    assert left() == set()


@pytest.mark.parametrize("step", ["withdraw", "erase"])
def test_who_takes_a_report_back_leaves_no_clock(desk: Desk, clock: Clock, step: str) -> None:
    reporters_turn(clock)
    report = desk.report(urgent=True)
    tick.run_once()
    if step == "withdraw":
        thread.withdraw(desk.thread(report))
    else:
        thread.erase(report)
    tick.run_once()
    assert left() == set()


def test_files_that_wait_for_their_form_set_no_clock(desk: Desk, clock: Clock) -> None:
    reporters_turn(clock)
    hold(random_bytes(16), [CheckedFile("a.pdf", "application/pdf", True, b"%PDF-")])
    assert left() == set()
