"""A release that is erased takes no step any more, except to be withdrawn."""

import pytest

from tests.cases.making import make_case, make_participant
from tests.cast import Cast
from tests.referrals.making import make_release
from waymark.audit.models import Entry
from waymark.referrals.consent.actions.ending import withdraw
from waymark.referrals.consent.actions.giving import activate
from waymark.referrals.models import Release, ReleaseState
from waymark.reports.states import CannotNow
from waymark.vault.records import erase


@pytest.fixture
def erased(cast: Cast) -> Release:
    """Signed, and erased before it was made active."""
    release = make_release(make_participant(make_case(cast)), state=ReleaseState.SIGNED)
    erase(release.envelope_id)
    return Release.objects.select_related("case").get(pk=release.pk)


def test_it_is_not_made_active(erased: Release, cast: Cast) -> None:
    with pytest.raises(CannotNow):
        activate(erased, by=cast.carl_cases, keyring=cast.keyring(cast.carl_cases))
    erased.refresh_from_db()
    assert erased.state == ReleaseState.SIGNED
    assert not Entry.objects.filter(event="release:activated").exists()


def test_it_can_still_be_withdrawn(erased: Release, cast: Cast) -> None:
    assert withdraw(erased, by=cast.carl_cases).state == ReleaseState.WITHDRAWN
