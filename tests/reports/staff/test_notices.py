"""Mails that say only that something waits, and what happens when they do not go out."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from tests.reports.staff.conftest import Clock, Desk, SignIn
from waymark.accounts.models import Worker
from waymark.reports import escalation, notices
from waymark.reports.models import Notice
from waymark.reports.names import report_name
from waymark.vault.records import to_the_hour

HERE = "tests.reports.staff.test_notices"


class DeadServer(EmailBackend):
    """A mail server that never answers."""

    tried = 0

    def open(self) -> bool:
        type(self).tried += 1
        raise TimeoutError("10.0.0.1 does not answer")


class RefusingServer(EmailBackend):
    """A mail server that takes the connection and then breaks."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        import smtplib

        raise smtplib.SMTPServerDisconnected("went away")


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    settings.STAFF_URL = "https://staff.example.org"


@pytest.fixture
def reachable(desk: Desk) -> Worker:
    ana = desk.cast.ana_hotline
    Worker.objects.filter(pk=ana.pk).update(email="ana@example.org")
    return ana


def test_the_mail_says_nothing_but_that_something_waits(
    desk: Desk, clock: Clock, reachable: Worker
) -> None:
    report = desk.report("Maria Gomez sleeps in the cellar.", urgent=True, child=True)
    notices.tell(reachable, report)
    assert notices.send_due() == 1
    (sent,) = mail.outbox
    assert sent.to == ["ana@example.org"]
    assert sent.subject == "Something waits for you"
    assert sent.body == (
        "Something waits for you on the staff site. Sign in to see it:\n"
        "https://staff.example.org/queue/\n"
    )
    whole = sent.message().as_string()
    secrets = ["Maria", "cellar", "urgent", "child", "Team night", "Riverside", report_name(report)]
    secrets += [str(report.pk), reachable.login, reachable.name, desk.receipts[report.pk]]
    for secret in secrets:
        assert secret.lower() not in whole.lower().replace("ana@example.org", ""), secret
    assert not sent.attachments


@pytest.mark.parametrize("language", ["en", "es", "vi", "ar"])
def test_the_mail_is_the_same_for_every_report(
    desk: Desk, clock: Clock, reachable: Worker, language: str
) -> None:
    reachable.language = language
    first, second = notices.compose(reachable), notices.compose(reachable)
    assert (first.subject, first.body) == (second.subject, second.body)
    assert first.body.count("http") == 1
    assert "/queue/" in first.body


def test_one_mail_for_all_that_is_new(desk: Desk, clock: Clock, reachable: Worker) -> None:
    for _ in range(3):
        notices.tell(reachable, desk.report())
    assert notices.send_due() == 1
    assert len(mail.outbox) == 1
    clock.forward(hours=1)
    assert notices.send_due() == 0


def test_without_address_or_server_notices_wait_on_the_site(
    desk: Desk, clock: Clock, settings: Any
) -> None:
    ana = desk.cast.ana_hotline
    notices.tell(ana, desk.report())
    assert notices.send_due() == 0
    Worker.objects.filter(pk=ana.pk).update(email="ana@example.org")
    settings.EMAIL_HOST = ""
    assert notices.send_due() == 0
    assert Notice.objects.get().attempts == 0
    assert notices.waiting_for(ana) == 1
    assert not mail.outbox


def test_who_has_left_gets_no_mail(desk: Desk, clock: Clock, reachable: Worker) -> None:
    notices.tell(reachable, desk.report())
    Worker.objects.filter(pk=reachable.pk).update(is_active=False)
    assert notices.send_due() == 0
    assert not mail.outbox


@pytest.mark.parametrize("server", ["DeadServer", "RefusingServer"])
def test_a_dead_server_blocks_nothing_and_is_tried_again_ever_later(
    desk: Desk, clock: Clock, reachable: Worker, settings: Any, server: str
) -> None:
    settings.EMAIL_BACKEND = f"{HERE}.{server}"
    notices.tell(reachable, desk.report())
    tried_at = []
    for minute in range(70):
        before = Notice.objects.get().attempts
        assert notices.send_due() == 0
        if Notice.objects.get().attempts > before:
            tried_at.append(minute)
        clock.forward(minutes=1)
    assert tried_at == [0, 1, 3, 7, 15, 31, 63]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    clock.forward(hours=2)
    assert notices.send_due() == 1
    assert Notice.objects.get().sent_at == to_the_hour(clock.now)


def test_in_the_end_it_stops_trying(
    desk: Desk, clock: Clock, reachable: Worker, settings: Any
) -> None:
    settings.EMAIL_BACKEND = f"{HERE}.RefusingServer"
    notices.tell(reachable, desk.report())
    for _ in range(40):
        notices.send_due()
        clock.forward(hours=1)
    assert Notice.objects.get().attempts == notices.MOST_ATTEMPTS
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert notices.send_due() == 0


def test_a_dead_server_costs_one_try_a_round(
    desk: Desk, clock: Clock, reachable: Worker, settings: Any
) -> None:
    settings.EMAIL_BACKEND = f"{HERE}.DeadServer"
    DeadServer.tried = 0
    sara = desk.cast.sara_supervisor
    Worker.objects.filter(pk=sara.pk).update(email="sara@example.org")
    for worker in (reachable, sara):
        notices.tell(worker, desk.report())
    assert notices.send_due() == 0
    assert DeadServer.tried == 1


def test_the_reason_of_a_failure_names_nobody(
    desk: Desk, clock: Clock, reachable: Worker, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = f"{HERE}.DeadServer"
    notices.tell(reachable, desk.report())
    notices.send_due()
    assert "TimeoutError" in caplog.text
    assert "10.0.0.1" not in caplog.text
    assert "ana" not in caplog.text


def test_a_notice_that_another_process_claimed_is_left_alone(
    desk: Desk, clock: Clock, reachable: Worker
) -> None:
    notices.tell(reachable, desk.report())
    assert notices._claim(clock.now)
    assert notices._claim(clock.now) == {}
    assert notices.send_due() == 0


def test_the_queue_marks_what_a_worker_was_told_of(
    desk: Desk, clock: Clock, staff_client_for: SignIn
) -> None:
    report = desk.report(urgent=True)
    escalation.run()
    sara = staff_client_for(desk.cast.sara_supervisor)
    page = sara.get(reverse("queue")).content.decode()
    assert ">For you<" in page
    assert "1 report waits for you." in page
    assert notices.waiting_for(desk.cast.sara_supervisor) == 1
    sara.get(reverse("report", args=[report.pk]))
    page = sara.get(reverse("queue")).content.decode()
    assert "For you" not in page
    assert "waits for you" not in page
    assert notices.waiting_for(desk.cast.sara_supervisor) == 0
