"""What the desk erases in the case that it began is not read in the partner's referral either."""

import pytest

from tests.cast import CASE_MANAGEMENT, Cast
from tests.referrals.partners.conftest import Desk, Program, fresh
from waymark.audit.models import Entry
from waymark.cases.forgetting.actions import erasing, fields
from waymark.referrals.models import PartnerNote
from waymark.referrals.partners.actions.taking_over import take_over
from waymark.referrals.referring.states import Move


@pytest.mark.parametrize(("whole", "notes"), [(False, 1), (True, 0)])
def test_it_is_destroyed(
    harbour: Program, desk: Desk, cast: Cast, *, whole: bool, notes: int
) -> None:
    sent, lena = harbour.sent(), cast.lena_lakeside
    desk.answer(sent, Move.ACCEPT)
    desk.note(sent, "they called")
    circle, keyring = cast.compartment(cast.lakeside, CASE_MANAGEMENT), cast.keyring(lena)
    case = take_over(fresh(sent.pk), circle, by=lena, keyring=keyring)
    theirs = case.participants.select_related("case", "person").get()
    if whole:
        erasing.erase_person(theirs, by=lena)
    else:
        fields.erase_identity_field(theirs, "prs_FirstName", seen=1, by=lena, keyring=keyring)
    assert desk.opened(sent) is None
    assert fresh(sent.pk).erased
    assert PartnerNote.objects.filter(envelope__erased_at=None).count() == notes
    entries = Entry.objects.filter(event="record:erased", target="referrals.partnerreferral")
    assert entries.get().target_id == str(sent.pk)
