"""The sender's page names the fields that went; what they hold is opened where the log sees it."""

import pytest

from tests.cases.making import answered, make_case, make_participant
from tests.cases.making_walls import build_wall
from tests.referrals.making import FIRST, SECOND, make_release
from tests.referrals.referring.conftest import Both
from tests.referrals.referring.test_links import make, mild  # noqa: F401  a fixture, by its name
from waymark.audit.models import Entry
from waymark.cases.models import Note
from waymark.cases.records import write_new
from waymark.referrals.gate import Refused, Why
from waymark.referrals.models import SealedLink


def page(both: Both, name: str, *more: object, who: str = "carl_cases") -> str:
    """What somebody sees of it."""
    response = both.sign_in(both.cast[who]).get(both.url(name, *more))
    assert response.status_code == 200
    return response.content.decode()


def test_names_and_no_values(both: Both) -> None:
    note = Note(case=both.case)
    write_new(note, answered({"text": "the blue door"}))
    release = make_release(both.rosa, [FIRST, SECOND, f"note:{note.pk}"], to=both.cast.lakeside)
    draft = both.draft([FIRST, SECOND, f"note:{note.pk}"], ())
    referral = both.send(draft, release=release)
    for shown in (
        page(both, "referral", referral.pk),
        page(both, "referral_recall", referral.pk),
        page(both, "case_referrals"),
    ):
        for value in ("Rosa", "Quintero", "the blue door"):
            assert value not in shown
    assert "First name" in page(both, "referral", referral.pk)


def test_looking_at_what_was_sent_opens_nobody(both: Both) -> None:
    referral = both.send()
    page(both, "referral", referral.pk)
    assert not Entry.objects.filter(event="person:read").exists()


def walled_off(both: Both) -> None:
    """Carl may not know who Rosa is: she is in another case, and a wall keeps him from it."""
    other = make_case(both.cast)
    make_participant(other, both.rosa.person)
    build_wall(other, both.cast.carl_cases)


@pytest.mark.usefixtures("mild")
def test_who_may_not_know_somebody_makes_no_file_of_who_they_are(outside: Both) -> None:
    referral = outside.send()
    walled_off(outside)
    with pytest.raises(Refused) as refusal:
        make(outside, referral)
    assert refusal.value.why is Why.CLOSED
    assert not SealedLink.objects.exists()
    carl = outside.sign_in(outside.cast.carl_cases)
    response = carl.post(outside.url("referral_link", referral.pk, 1), {"age_key": ""})
    assert response.status_code == 409
    assert "closed to you" in response.content.decode()


@pytest.mark.usefixtures("mild")
def test_a_file_without_who_they_are_is_made(outside: Both) -> None:
    release = make_release(outside.rosa, ["participant.role"])
    referral = outside.send(outside.draft(["participant.role"], ()), release=release)
    walled_off(outside)
    assert make(outside, referral).sealed.envelope.erased_at is None
