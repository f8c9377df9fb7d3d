"""From a closed case nobody is referred anew; what a referral had agreed on still follows."""

import pytest

from tests.referrals.making import FIRST, SECOND, make_release
from tests.referrals.referring.conftest import Both
from waymark.cases.models import Case, CaseState, today
from waymark.referrals.consent.actions import drafting, giving
from waymark.referrals.models import Referral, Release, ReleaseState
from waymark.referrals.referring.states import Move
from waymark.reports.states import CannotNow


def close() -> None:
    """Every case."""
    Case.objects.update(state=CaseState.CLOSED_REFERRED, closed_on=today())


def test_nobody_is_referred_anew(both: Both) -> None:
    close()
    with pytest.raises(CannotNow):
        both.send()
    assert not Referral.objects.exists()


def test_what_was_agreed_on_follows(both: Both) -> None:
    referral = both.send()
    close()
    both.answer(referral, Move.ACCEPT)
    both.send_later(referral)
    assert [set(each.values) for each in both.opened(referral)] == [{FIRST}, {SECOND}]


def test_a_release_is_neither_drafted_nor_made_active(both: Both) -> None:
    signed = make_release(both.rosa, state=ReleaseState.SIGNED)
    close()
    carl = both.cast.carl_cases
    keyring = both.cast.keyring(carl)
    to = drafting.To(name="Dr Amal Haddad")
    with pytest.raises(CannotNow):
        drafting.draft(both.case, both.rosa, to, by=carl, keyring=keyring)
    row = Release.objects.select_related("case", "participant__person").get(pk=signed.pk)
    with pytest.raises(CannotNow):
        giving.activate(row, by=carl, keyring=keyring)
