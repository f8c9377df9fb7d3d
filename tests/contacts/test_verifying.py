"""A check of one worker: it extends, or it takes numbers off the pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.cast import NAMES, Cast
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.contacts.actions.verifying import verify_again, withdraw_numbers
from waymark.contacts.checking import HOLDS, Finding, Means
from waymark.contacts.models import Contact, Verification
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile

from .conftest import CANADA, Clock, checked, events, fresh, offered


def test_a_check_extends_by_half_a_year_and_stays_in_the_history(
    canada: Contact, vera: Worker, clock: Clock
) -> None:
    clock.forward(days=100)
    verify_again(canada, checked(), seen_version=1, by=vera)
    assert fresh(canada).expires == timezone.localdate() + HOLDS
    assert fresh(canada).date_seen == timezone.localdate()
    newest, first = canada.verifications.all()
    assert (newest.who, newest.means) == ("Vera Contacts, Riverside Coalition", Means.CALLED)
    assert first.who == "The Waymark project's own list"
    assert events(Event.CONTACT_VERIFIED, canada) == 1
    clock.forward(days=HOLDS.days)
    assert offered(canada) == ["1-833-900-1010"]
    clock.forward(days=1)
    assert offered(canada) == []


def test_a_check_brings_an_expired_number_back(canada: Contact, vera: Worker, clock: Clock) -> None:
    clock.forward(days=200)
    assert offered(canada) == []
    verify_again(canada, checked(), seen_version=1, by=vera)
    assert offered(canada) == ["1-833-900-1010"]


def test_a_history_is_added_to_and_never_changed(canada: Contact, vera: Worker) -> None:
    row = canada.verifications.get()
    row.means = Means.CALLED
    with pytest.raises(TypeError, match="never changed"):
        row.save()


@pytest.mark.parametrize("days", [1, 400])
def test_a_day_to_come_or_long_ago_is_refused(canada: Contact, vera: Worker, days: int) -> None:
    ahead = timedelta(days=days if days == 1 else -days)
    with pytest.raises(CannotNow):
        verify_again(canada, checked(timezone.localdate() + ahead), seen_version=1, by=vera)
    assert canada.verifications.count() == 1


def test_an_older_check_than_the_last_is_refused(canada: Contact, vera: Worker) -> None:
    day_before = canada.date_seen - timedelta(days=1)
    with pytest.raises(CannotNow, match="later day"):
        verify_again(canada, checked(day_before), seen_version=1, by=vera)


def test_second_hand_is_no_check(canada: Contact, vera: Worker) -> None:
    for means in (Means.SECOND_HAND, "guessed", ""):
        with pytest.raises(CannotNow, match="by which means"):
            verify_again(canada, checked(means=means), seen_version=1, by=vera)


def test_who_looked_at_another_version_looks_again(canada: Contact, vera: Worker) -> None:
    with pytest.raises(ChangedMeanwhile):
        verify_again(canada, checked(), seen_version=0, by=vera)


def test_a_wrong_number_goes_at_once_and_another_person_brings_it_back(
    canada: Contact, vera: Worker, wim: Worker
) -> None:
    withdraw_numbers(canada, checked(), by=vera)
    assert offered(canada) == []
    assert canada.verifications.all()[0].finding == Finding.WRONG
    assert events(Event.CONTACT_WITHDRAWN, canada) == 1
    with pytest.raises(CannotNow, match="Somebody else"):
        verify_again(canada, checked(), seen_version=1, by=vera)
    assert offered(canada) == []
    verify_again(canada, checked(), seen_version=1, by=wim)
    assert offered(canada) == ["1-833-900-1010"]
    assert fresh(canada).version == 2, "an open proposal must notice"


def test_withdrawing_twice_is_once(canada: Contact, vera: Worker, wim: Worker) -> None:
    withdraw_numbers(canada, checked(), by=vera)
    withdraw_numbers(canada, checked(), by=wim)
    assert events(Event.CONTACT_WITHDRAWN) == 1
    assert fresh(canada).withdrawn_by == vera


@pytest.mark.parametrize("name", [name for name in NAMES if name != "vera_contacts"])
def test_only_contact_verifiers_check(cast: Cast, canada: Contact, name: str) -> None:
    before = Contact.objects.values().get(slug=CANADA)
    acts: list[Callable[[], object]] = [
        lambda: verify_again(canada, checked(), seen_version=1, by=cast[name]),
        lambda: withdraw_numbers(canada, checked(), by=cast[name]),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert Contact.objects.values().get(slug=CANADA) == before
    assert Verification.objects.filter(contact=canada).count() == 1


def test_a_fault_in_the_log_leaves_everything_as_it_was(
    canada: Contact, vera: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr("waymark.contacts.actions.verifying.audit.record", broken)
    before = Contact.objects.values().get(pk=canada.pk)
    acts: list[Callable[[], object]] = [
        lambda: verify_again(canada, checked(), seen_version=1, by=vera),
        lambda: withdraw_numbers(canada, checked(), by=vera),
    ]
    for act in acts:
        with pytest.raises(RuntimeError, match="full"):
            act()
    assert Contact.objects.values().get(pk=canada.pk) == before
    assert canada.verifications.count() == 1
    assert not connection.needs_rollback
