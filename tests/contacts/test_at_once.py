"""Two people in the same moment, on an engine that lets them."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from tests.cast import Cast, make_cast
from waymark.audit.events import Event
from waymark.contacts.actions import load_contacts
from waymark.contacts.actions.proposing import confirm, propose_change, reject
from waymark.contacts.actions.verifying import verify_again, withdraw_numbers
from waymark.contacts.models import Contact, Proposal
from waymark.contacts.refusals import CannotNow

from .conftest import CANADA, checked, events, fresh, hire_verifier, with_number

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite's transactions are immediate: of two writers one waits before it reads",
    ),
]
NEW, OTHER = "1-506-555-0142", "1-506-555-0143"


@pytest.fixture
def cast() -> Cast:
    """Three verifiers that other connections see, too."""
    found = make_cast()
    hire_verifier(found, "wim_lakeside")
    hire_verifier(found, "wanda_lakeside")
    load_contacts()
    return found


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each in a thread of its own, all starting together; what came of each."""
    start, results = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            results.append(act())
        except CannotNow as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(results) == len(acts)
    return results


def refused(results: list[object]) -> int:
    return sum(isinstance(each, CannotNow) for each in results)


def test_one_of_two_changes_is_proposed(cast: Cast) -> None:
    canada = Contact.objects.get(slug=CANADA)
    rows = with_number(canada, NEW), with_number(canada, OTHER)
    vera, wim = cast.vera_contacts, cast["wim_lakeside"]
    results = at_once(
        lambda: propose_change(canada, rows[0], checked(), seen_version=1, by=vera),
        lambda: propose_change(canada, rows[1], checked(), seen_version=1, by=wim),
    )
    assert refused(results) == 1
    assert Proposal.objects.count() == events(Event.CONTACT_PROPOSED) == 1


def test_one_of_two_confirmations_counts(cast: Cast) -> None:
    canada = Contact.objects.get(slug=CANADA)
    row = with_number(canada, NEW)
    made = propose_change(canada, row, checked(), seen_version=1, by=cast.vera_contacts)
    results = at_once(
        lambda: confirm(made, checked(), by=cast["wim_lakeside"]),
        lambda: confirm(made, checked(), by=cast["wanda_lakeside"]),
    )
    assert refused(results) == 1
    assert events(Event.CONTACT_CONFIRMED) == 1
    assert fresh(canada).numbers.count() == 1
    assert fresh(canada).version == 2


def test_confirmed_or_rejected_and_never_both(cast: Cast) -> None:
    canada = Contact.objects.get(slug=CANADA)
    row = with_number(canada, NEW)
    made = propose_change(canada, row, checked(), seen_version=1, by=cast.vera_contacts)
    results = at_once(
        lambda: confirm(made, checked(), by=cast["wim_lakeside"]),
        lambda: reject(made, "no", by=cast["wanda_lakeside"]),
    )
    assert refused(results) == 1
    made.refresh_from_db()
    assert (fresh(canada).version == 2) is (made.stage == "confirmed")


def test_a_check_and_a_withdrawal_leave_one_clear_end(cast: Cast) -> None:
    canada = Contact.objects.get(slug=CANADA)
    at_once(
        lambda: verify_again(canada, checked(), seen_version=1, by=cast["wim_lakeside"]),
        lambda: withdraw_numbers(canada, checked(), by=cast.vera_contacts),
    )
    assert canada.verifications.count() == 3, "both are in the history"
    assert events(Event.CONTACT_VERIFIED) == events(Event.CONTACT_WITHDRAWN) == 1


def test_two_loads_at_once_load_once(cast: Cast) -> None:
    count = Contact.objects.count()
    at_once(load_contacts, load_contacts)
    assert Contact.objects.count() == count
    assert Contact.objects.get(slug=CANADA).verifications.count() == 1
