"""The receiver's own case holds what was sent and nothing else, and stays theirs."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.cases.making import answered
from tests.cast import CASE_MANAGEMENT
from tests.referrals.making import FIRST, SECOND, make_release
from tests.referrals.referring.conftest import WORDS, Both
from waymark.accounts.permissions import NotAllowed
from waymark.cases.answers import FIELDS
from waymark.cases.caseload.content import TEXT, TITLE, said
from waymark.cases.models import Case, Note
from waymark.cases.records import read, write_new
from waymark.referrals.models import Referral, TakenOver, TaskState
from waymark.referrals.referring.actions.taking_over import take_over
from waymark.referrals.referring.names import referral_name
from waymark.referrals.referring.states import Move
from waymark.reports.states import CannotNow
from waymark.web.actions import save_site

Log = Callable[[], list[str]]


def begin(both: Both, referral: Referral) -> Case:
    """Lena begins a case in Lakeside's case management."""
    cast = both.cast
    circle = cast.compartment(cast.lakeside, CASE_MANAGEMENT)
    lena = cast.lena_lakeside
    return take_over(both.fresh(referral), circle, by=lena, keyring=cast.keyring(lena))


def test_only_what_was_sent(both: Both, log: Log) -> None:
    referral = both.send()
    both.answer(referral, Move.ACCEPT)
    case = begin(both, referral)
    keyring = both.cast.keyring(both.cast.lena_lakeside)
    participant = case.participants.get()
    assert read(participant.person, keyring)[FIELDS] == {"prs_FirstName": {"v": "Rosa"}}
    assert read(participant, keyring)[FIELDS] == {"role": {"s": "unknown"}}
    about = read(case, keyring)
    assert said(about, "cas_ReferringOrganisation") == "Riverside Coalition"
    assert said(about, "cas_IncomingReferralDetails") == WORDS
    assert referral_name(referral) in said(about, TITLE)
    assert not Note.objects.filter(case=case).exists()
    assert case.organisation == both.cast.lakeside
    assert TakenOver.objects.get().case == case
    assert both.fresh(referral).state == TaskState.IN_PROGRESS
    assert log()[-2:] == ["referral:read", "referral:moved"]


def test_the_day_of_a_referral_is_the_installations_own(both: Both) -> None:
    save_site(organisation="Coalition", country="US", time_zone="America/Chicago")
    referral = both.send()
    both.answer(referral, Move.ACCEPT)
    moment = datetime(2026, 11, 30, 3, tzinfo=UTC)  # the evening before in Chicago
    Referral.objects.filter(pk=referral.pk).update(requested_at=moment)
    about = read(begin(both, referral), both.cast.keyring(both.cast.lena_lakeside))
    assert said(about, "cas_IncomingReferralDate") == "2026-11-29"


def test_other_records_become_a_note(both: Both) -> None:
    note = Note(case=both.case)
    write_new(note, answered({"text": "Likes chess"}))
    names = [FIRST, "participant.role", f"note:{note.pk}"]
    release = make_release(both.rosa, names, to=both.cast.lakeside)
    referral = both.send(both.draft(names, []), release=release)
    both.answer(referral, Move.ACCEPT)
    case = begin(both, referral)
    keyring = both.cast.keyring(both.cast.lena_lakeside)
    text = said(read(Note.objects.get(case=case), keyring), TEXT)
    assert "Likes chess" in text
    assert "Riverside Coalition" in text
    assert "Rosa" not in text
    assert read(case.participants.get(), keyring)[FIELDS]["role"] == {"v": "victim"}


def test_a_recall_leaves_the_case(both: Both) -> None:
    referral = both.send()
    both.answer(referral, Move.ACCEPT)
    case = begin(both, referral)
    both.recall(referral)
    keyring = both.cast.keyring(both.cast.lena_lakeside)
    assert read(case.participants.get().person, keyring)[FIELDS]


def test_not_before_a_yes_and_only_once(both: Both) -> None:
    referral = both.send(both.draft([FIRST, SECOND], []))
    with pytest.raises(CannotNow):
        begin(both, referral)
    both.answer(referral, Move.ACCEPT)
    begin(both, referral)
    with pytest.raises(CannotNow):
        begin(both, referral)
    assert Case.objects.filter(organisation=both.cast.lakeside).count() == 1


@pytest.mark.parametrize("name", ["luis_lakeside", "carl_cases", "lars_lakeside"])
def test_who_may_not(both: Both, name: str) -> None:
    referral, cast = both.send(), both.cast
    both.answer(referral, Move.ACCEPT)
    circle = cast.compartment(cast.lakeside, CASE_MANAGEMENT)
    with pytest.raises(NotAllowed):
        take_over(referral, circle, by=cast[name], keyring=cast.keyring(cast[name]))
    lena = cast.lena_lakeside
    theirs = cast.compartment(cast.riverside, CASE_MANAGEMENT)
    with pytest.raises(NotAllowed):
        take_over(referral, theirs, by=lena, keyring=cast.keyring(lena))
    assert not TakenOver.objects.exists()
