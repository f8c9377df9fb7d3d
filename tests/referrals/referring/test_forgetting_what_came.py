"""What a receiver erases in the case that it began is not read in the referral either."""

import pytest
from django.urls import reverse

from tests.cases.making import answered
from tests.cast import CASE_MANAGEMENT
from tests.referrals.making import FIRST, SECOND, make_release
from tests.referrals.referring.conftest import Both
from waymark.cases.forgetting.actions import erasing, fields
from waymark.cases.models import Assessment, Case, Note, today
from waymark.cases.records import read, write_new
from waymark.referrals.models import Referral
from waymark.referrals.referring.actions.taking_over import take_over
from waymark.referrals.referring.states import Move


def begun(both: Both, *names: str) -> tuple[Referral, Case]:
    """Lakeside's case, begun from these fields."""
    release = make_release(both.rosa, names, to=both.cast.lakeside)
    referral = both.send(both.draft(names, ()), release=release)
    both.answer(referral, Move.ACCEPT)
    lena = both.cast.lena_lakeside
    circle = both.cast.compartment(both.cast.lakeside, CASE_MANAGEMENT)
    return referral, take_over(
        both.fresh(referral), circle, by=lena, keyring=both.cast.keyring(lena)
    )


def senders(both: Both, referral: Referral) -> str:
    """What the sender's key still opens."""
    return str(read(referral.packets.get(), both.cast.keyring(both.cast.carl_cases)))


@pytest.mark.parametrize("how", ["case", "field", "person", "record"])
def test_the_packet_closes_to_the_receiver_and_not_to_the_sender(both: Both, how: str) -> None:
    referral, case = begun(both, FIRST, SECOND)
    lena = both.cast.lena_lakeside
    keyring = both.cast.keyring(lena)
    theirs = case.participants.select_related("case", "person").get()
    if how == "case":
        erasing.erase_case(case, by=lena)
    elif how == "person":
        erasing.erase_person(theirs, by=lena)
    elif how == "record":
        erasing.erase_record(theirs, by=lena, keyring=keyring)
    else:
        fields.erase_identity_field(theirs, "prs_FirstName", seen=1, by=lena, keyring=keyring)
    assert both.opened(referral) == []
    assert "Rosa" in senders(both, referral)
    page = both.sign_in(lena).get(reverse("incoming_referral", args=[referral.pk]))
    assert page.status_code == 200
    assert "because something of it was erased" in page.content.decode()


def test_what_did_not_come_with_it_closes_nothing(both: Both) -> None:
    referral, case = begun(both, FIRST)
    lena = both.cast.lena_lakeside
    own = Assessment(case=case, participant=case.participants.get(), made_on=today())
    write_new(own, answered({"needs": "a bed"}))
    note = Note(case=case)
    write_new(note, answered({"text": "their own"}))
    for record in (own, note):
        erasing.erase_record(record, by=lena, keyring=both.cast.keyring(lena))
    assert len(both.opened(referral)) == 1


def test_the_note_into_which_the_rest_came(both: Both) -> None:
    note = Note(case=both.case)
    write_new(note, answered({"text": "the blue door"}))
    referral, case = begun(both, f"note:{note.pk}")
    lena = both.cast.lena_lakeside
    assert both.opened(referral)
    erasing.erase_record(case.notes.get(), by=lena, keyring=both.cast.keyring(lena))
    assert both.opened(referral) == []
    assert "the blue door" in senders(both, referral)
