"""Nobody answers: the desk is reminded, then the sender; each once. What declines tell."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from tests.referrals.making import FIRST, make_release
from tests.referrals.referring.conftest import Both
from waymark.accounts.models import Worker
from waymark.cases.caseload.content import WHAT, said
from waymark.cases.models import Task
from waymark.cases.records import read
from waymark.directory.models import CapacityStatus, Organization, Service, ServiceCapacity, Status
from waymark.referrals.models import Referral, TaskState
from waymark.referrals.referring import escalation
from waymark.referrals.referring.actions import telling_directory
from waymark.referrals.referring.names import referral_name
from waymark.referrals.referring.states import Move

Log = Callable[[], list[str]]
HOUR = timedelta(hours=1)


@pytest.fixture
def mailed(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """There is a mail server, and Lena has an address."""
    monkeypatch.setattr(settings, "EMAIL_HOST", "mail.invalid")
    Worker.objects.filter(login="lena_lakeside").update(email="lena@example.org")


def test_the_clock(both: Both, mailed: None, log: Log) -> None:
    referral = both.send()
    assert [message.to for message in mail.outbox] == [["lena@example.org"]]
    due = referral.answer_due_at
    assert due is not None
    assert escalation.run(due - HOUR) == 0
    assert escalation.run(due + HOUR) == 1
    assert escalation.run(due + 2 * HOUR) == 0
    assert len(mail.outbox) == 2
    assert not Task.objects.exists()
    assert escalation.run(due + 26 * HOUR) == 1
    assert escalation.run(due + 60 * HOUR) == 0
    task = Task.objects.get()
    assert task.assignee == both.cast.carl_cases
    words = said(read(task, both.cast.keyring(both.cast.carl_cases)), WHAT)
    assert referral_name(referral) in words
    assert log().count("referral:escalated") == 2


def test_a_mail_says_nothing(both: Both, mailed: None) -> None:
    referral = both.send()
    [message] = mail.outbox
    text = f"{message.subject} {message.body}"
    for secret in ("Rosa", referral_name(referral), str(referral.pk), "Riverside"):
        assert secret not in text


def test_an_answer_stops_it(both: Both) -> None:
    referral = both.send()
    both.answer(referral, Move.ACCEPT)
    assert escalation.run(timezone.now() + 400 * HOUR) == 0


def test_outside_the_sender_is_told_at_once(outside: Both) -> None:
    referral = outside.send()
    assert escalation.run(timezone.now() + 49 * HOUR) == 1
    assert Task.objects.count() == 1
    assert outside.fresh(referral).escalated_at is not None


def test_a_dead_mail_server_stops_nothing(
    both: Both, mailed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", dead)
    referral = both.send()
    assert referral.state == TaskState.REQUESTED
    assert escalation.run(timezone.now() + 49 * HOUR) == 1


@pytest.fixture
def shelter(both: Both) -> Service:
    """A service that Lakeside looks after, under its own name: it is on the system."""
    house = both.cast.lakeside
    provider = Organization.objects.create(name=house.name.upper(), steward=house)
    return Service.objects.create(
        name="Safe nights", organization=provider, steward=house, status=Status.ACTIVE
    )


def to_shelter(both: Both, shelter: Service) -> Referral:
    """Carl refers Rosa to it."""
    return both.send(both.draft([FIRST], []), release=make_release(both.rosa, [FIRST], to=shelter))


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("no_capacity", CapacityStatus.NO_CAPACITY),
        ("waitlist", CapacityStatus.WAITLIST),
        ("assessment_required", CapacityStatus.ASSESSMENT),
        ("other", None),
    ],
)
def test_a_decline_tells_the_directory(
    both: Both, shelter: Service, reason: str, status: CapacityStatus | None
) -> None:
    referral = to_shelter(both, shelter)
    assert referral.to_organisation == both.cast.lakeside
    both.answer(referral, Move.REJECT, reason=reason)
    found = ServiceCapacity.objects.filter(service=shelter)
    assert [row.status for row in found] == ([status.value] if status else [])
    for row in found:
        assert "told" in row.description


def test_who_may_not_state_it_suggests_it(
    both: Both, shelter: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Any] = []
    monkeypatch.setattr(telling_directory, "may_state_capacity", lambda *_: False)
    monkeypatch.setattr(telling_directory, "suggest", lambda *args: said.append(args))
    referral = to_shelter(both, shelter)
    both.answer(referral, Move.REJECT, reason="no_capacity")
    [(service, words, key)] = said
    assert (service, len(key)) == (shelter, 16)
    assert "Rosa" not in words.what
    assert not ServiceCapacity.objects.exists()


def test_where_nobody_reads_suggestions_a_decline_still_counts(
    both: Both, shelter: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_directory, "may_state_capacity", lambda *_: False)
    referral = to_shelter(both, shelter)
    assert both.answer(referral, Move.REJECT, reason="waitlist").state == TaskState.REJECTED


@pytest.mark.parametrize("what", ["name", "steward"])
def test_another_name_or_steward_is_not_on_the_system(
    both: Both, shelter: Service, what: str
) -> None:
    if what == "name":
        Organization.objects.update(name="Lakeside Shelter")
    else:
        Service.objects.update(steward=both.cast.riverside)
    assert to_shelter(both, Service.objects.get()).to_organisation is None
