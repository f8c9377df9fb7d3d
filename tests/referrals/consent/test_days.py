"""The database itself keeps a release from being without an end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.cases.making import make_case, make_participant
from tests.cast import Cast
from tests.referrals.making import make_release
from waymark.cases.models import today
from waymark.referrals.models import Release, ReleaseState


@pytest.fixture
def release(cast: Cast) -> Release:
    """An active one of ninety days."""
    return make_release(make_participant(make_case(cast)))


def _set(release: Release, **columns: object) -> None:
    with transaction.atomic():
        Release.objects.filter(pk=release.pk).update(**columns)


def test_a_release_always_has_a_last_day(release: Release) -> None:
    with pytest.raises(IntegrityError):
        _set(release, expires_on=None)


def test_a_year_is_the_longest_in_any_time_zone(release: Release) -> None:
    _set(release, expires_on=today() + timedelta(days=365))
    with pytest.raises(IntegrityError):
        _set(release, expires_on=today() + timedelta(days=368))


def test_a_year_counts_from_when_it_became_active(release: Release) -> None:
    with pytest.raises(IntegrityError):
        _set(release, active_at=timezone.now() - timedelta(days=300))


def test_an_active_release_says_since_when(release: Release) -> None:
    with pytest.raises(IntegrityError):
        _set(release, active_at=None)
    _set(release, active_at=None, state=ReleaseState.SIGNED)


def test_a_draft_of_any_length_can_be_kept_until_it_is_asked_about(release: Release) -> None:
    far = today() + timedelta(days=1000)
    _set(release, active_at=None, state=ReleaseState.DRAFT, expires_on=far)
