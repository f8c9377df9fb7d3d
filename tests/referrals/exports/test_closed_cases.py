"""In a closed case what the person allowed stands until its last day."""

import pytest

from tests.referrals.exports.conftest import Counter
from tests.referrals.making import FIRST
from waymark.cases.models import Case, CaseState, today
from waymark.referrals.models import Release, ReleaseState

CLOSED = [CaseState.CLOSED, CaseState.CLOSED_REFERRED]
WAYS = [("release_file", "workbook"), ("release_paper", "paper")]


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.parametrize(("name", "how"), WAYS)
def test_what_the_release_covers_leaves(
    counter: Counter, name: str, how: str, state: CaseState
) -> None:
    Case.objects.update(state=state, closed_on=today())
    assert counter.post(name, FIRST, how=how).status_code == 200
    assert counter.events() == ["data:left"]


@pytest.mark.parametrize("state", [ReleaseState.EXPIRED, ReleaseState.WITHDRAWN])
@pytest.mark.parametrize(("name", "how"), WAYS)
def test_nothing_leaves_once_the_release_is_over(
    counter: Counter, name: str, how: str, state: ReleaseState
) -> None:
    Case.objects.update(state=CaseState.CLOSED, closed_on=today())
    Release.objects.update(state=state)
    assert counter.post(name, FIRST, how=how).status_code == 409
    assert counter.events() == ["data:refused"]
