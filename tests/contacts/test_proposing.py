"""A change takes two different people, and nothing that either of them did is lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.cast import NAMES, Cast
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.contacts import queries
from waymark.contacts.actions.proposing import (
    confirm,
    propose_change,
    propose_new,
    reject,
    take_back,
)
from waymark.contacts.actions.verifying import verify_again
from waymark.contacts.checking import HOLDS, Means, Stage
from waymark.contacts.models import Contact, Proposal
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile
from waymark.contacts.rows import ContactRow, plain_row

from .conftest import CANADA, Clock, checked, events, fresh, offered, with_number

OLD = "1-833-900-1010"

VALID = "1-506-555-0142"


def new_row(slug: str = "ca-night-line-a1b2c3", printed: str = VALID) -> ContactRow:
    return plain_row(
        {
            "slug": slug,
            "country": "CA",
            "name": "Night line",
            "name_language": "en",
            "audience": ["victims"],
            "kind": "victim_support",
            "source_url": "https://example.org/numbers",
            "source_kind": "called",
            "confidence": "A",
            "date_seen": timezone.localdate().isoformat(),
            "number": [{"printed": printed}],
        },
        "test",
    )


@pytest.fixture
def proposal(canada: Contact, vera: Worker) -> Proposal:
    row = with_number(canada, VALID)
    return propose_change(canada, row, checked(), seen_version=1, by=vera)


def test_the_old_number_stays_until_a_second_person_confirms(
    canada: Contact, proposal: Proposal, wim: Worker, clock: Clock
) -> None:
    assert offered(canada) == [OLD]
    clock.forward(days=3)
    confirm(proposal, checked(means=Means.OWN_PAGE), by=wim)
    changed = fresh(canada)
    assert offered(changed) == [VALID]
    assert changed.numbers.get().confirmed
    assert changed.expires == timezone.localdate() + HOLDS
    assert changed.retired == [OLD]
    second, first, _bundled = changed.verifications.all()
    assert (second.worker, second.means) == (wim, Means.OWN_PAGE)
    assert (first.worker, first.means) == (proposal.by, Means.CALLED)
    assert events(Event.CONTACT_PROPOSED, proposal) == events(Event.CONTACT_CONFIRMED, canada) == 1


def test_one_person_is_not_two(canada: Contact, proposal: Proposal, vera: Worker) -> None:
    with pytest.raises(CannotNow, match="Somebody else"):
        confirm(proposal, checked(), by=vera)
    assert offered(canada) == [OLD]
    proposal.refresh_from_db()
    assert proposal.is_open
    with pytest.raises(CannotNow, match="take it back"):
        reject(proposal, "no", by=vera)


def test_a_wrong_old_number_goes_at_once_and_the_page_says_so(
    canada: Contact, vera: Worker, wim: Worker
) -> None:
    row = with_number(canada, VALID)
    made = propose_change(canada, row, checked(), seen_version=1, by=vera, old_is_wrong=True)
    assert offered(canada) == []
    assert [one.slug for one in queries.lines_for("CA").unverified] == [CANADA]
    assert events(Event.CONTACT_WITHDRAWN, canada) == 1
    confirm(made, checked(), by=wim)
    assert offered(canada) == [VALID]


@pytest.mark.parametrize("ended", ["rejected", "taken back"])
def test_a_wrong_number_does_not_come_back_with_the_proposal_going(
    canada: Contact, vera: Worker, wim: Worker, ended: str
) -> None:
    row = with_number(canada, VALID)
    made = propose_change(canada, row, checked(), seen_version=1, by=vera, old_is_wrong=True)
    if ended == "rejected":
        reject(made, "That is a fax.", by=wim)
    else:
        take_back(made, by=vera)
    assert offered(canada) == []


def test_rejecting_says_why_and_changes_nothing(
    canada: Contact, proposal: Proposal, wim: Worker
) -> None:
    reject(proposal, "That is a fax.", by=wim)
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.reason, proposal.decided_by) == (
        Stage.REJECTED,
        "That is a fax.",
        wim,
    )
    assert offered(canada) == [OLD]
    assert events(Event.CONTACT_REJECTED, proposal) == 1


def test_only_its_proposer_takes_it_back(proposal: Proposal, vera: Worker, wim: Worker) -> None:
    with pytest.raises(CannotNow, match="Somebody else proposed"):
        take_back(proposal, by=wim)
    take_back(proposal, by=vera)
    proposal.refresh_from_db()
    assert proposal.stage == Stage.TAKEN_BACK
    assert events(Event.CONTACT_TAKEN_BACK, proposal) == 1


def test_what_was_decided_is_decided(proposal: Proposal, vera: Worker, wim: Worker) -> None:
    confirm(proposal, checked(), by=wim)
    for act in (
        lambda: confirm(proposal, checked(), by=wim),
        lambda: reject(proposal, "no", by=wim),
        lambda: take_back(proposal, by=vera),
    ):
        with pytest.raises(ChangedMeanwhile, match=r"decided already: Confirmed, Wim Lakeside"):
            act()
    assert events(Event.CONTACT_CONFIRMED) == 1


def test_a_second_change_waits_for_the_first(
    canada: Contact, proposal: Proposal, wim: Worker
) -> None:
    row = with_number(canada, OLD, name="Another name")
    with pytest.raises(ChangedMeanwhile, match="waits already"):
        propose_change(canada, row, checked(), seen_version=1, by=wim)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(
            contact=canada, row={}, seen_on=canada.date_seen, proposed_at=timezone.now()
        )


def test_a_contact_that_changed_meanwhile_is_a_conflict_and_keeps_both(
    canada: Contact, proposal: Proposal, wim: Worker
) -> None:
    Contact.objects.filter(pk=canada.pk).update(version=2, name="Changed by a pack")
    with pytest.raises(ChangedMeanwhile, match="changed after this was proposed"):
        confirm(proposal, checked(), by=wim)
    proposal.refresh_from_db()
    assert proposal.is_open
    assert proposal.row["number"][0]["printed"] == VALID
    assert fresh(canada).name == "Changed by a pack"


def test_who_changed_an_older_version_is_told(canada: Contact, vera: Worker) -> None:
    with pytest.raises(ChangedMeanwhile, match="Look at it as it is now"):
        propose_change(canada, with_number(canada, VALID), checked(), seen_version=0, by=vera)
    assert not Proposal.objects.exists()


def test_a_check_that_it_is_right_does_not_lose_the_proposal(
    canada: Contact, proposal: Proposal, wim: Worker
) -> None:
    verify_again(canada, checked(), seen_version=1, by=wim)
    confirm(proposal, checked(), by=wim)
    assert offered(canada) == [VALID]


def test_a_new_contact_shows_to_nobody_before_it_is_confirmed(
    contacts: None, vera: Worker, wim: Worker
) -> None:
    made = propose_new(new_row(), checked(), by=vera)
    assert not Contact.objects.filter(slug="ca-night-line-a1b2c3").exists()
    with pytest.raises(CannotNow, match="Somebody else"):
        confirm(made, checked(), by=vera)
    contact = confirm(made, checked(), by=wim)
    assert offered(contact) == [VALID]
    assert contact.ours
    assert not contact.bundled
    assert contact in queries.lines_for("CA").confirmed
    made.refresh_from_db()
    assert made.contact == contact


def test_a_number_that_was_given_up_is_offered_nowhere_again(
    canada: Contact, proposal: Proposal, vera: Worker, wim: Worker
) -> None:
    confirm(proposal, checked(), by=wim)
    with pytest.raises(CannotNow, match="is not to be called any more"):
        propose_new(new_row(printed=OLD), checked(), by=vera)
    # Its own contact may get it back, with two people again.
    again = propose_change(
        canada, with_number(fresh(canada), OLD), checked(), seen_version=2, by=vera
    )
    confirm(again, checked(), by=wim)
    assert offered(canada) == [OLD]
    assert fresh(canada).retired == [VALID]


def test_a_proposal_that_can_no_longer_be_read_is_a_sentence(
    proposal: Proposal, wim: Worker, canada: Contact
) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(row=proposal.row | {"kind": "gone"})
    with pytest.raises(CannotNow, match="no longer be read"):
        confirm(proposal, checked(), by=wim)
    assert offered(canada) == [OLD]


def test_the_second_person_needs_a_check_of_their_own(proposal: Proposal, wim: Worker) -> None:
    with pytest.raises(CannotNow, match="future"):
        confirm(proposal, checked(timezone.localdate() + timedelta(days=1)), by=wim)
    with pytest.raises(CannotNow, match="by which means"):
        confirm(proposal, checked(means=Means.SECOND_HAND), by=wim)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "vera_contacts"])
def test_only_contact_verifiers(cast: Cast, canada: Contact, proposal: Proposal, name: str) -> None:
    row = with_number(canada, VALID)
    for act in (
        lambda: propose_new(new_row(), checked(), by=cast[name]),
        lambda: propose_change(canada, row, checked(), seen_version=1, by=cast[name]),
        lambda: confirm(proposal, checked(), by=cast[name]),
        lambda: reject(proposal, "no", by=cast[name]),
        lambda: take_back(proposal, by=cast[name]),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert offered(canada) == [OLD]
    assert Proposal.objects.get().is_open
