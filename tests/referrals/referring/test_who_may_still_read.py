"""A wall keeps a referral from a worker's desk, and a link holds no longer than its release."""

from datetime import timedelta

import pytest

from tests.cases.making_walls import build_wall
from tests.cast import CASE_MANAGEMENT, Cast
from tests.referrals.making import FIRST, SECOND, make_release
from tests.referrals.referring.conftest import Both
from tests.referrals.referring.test_links import make, mild  # noqa: F401  a fixture, by its name
from waymark.accounts.permissions import NotAllowed
from waymark.cases.models import today
from waymark.referrals.models import ReferralDesk, Release
from waymark.referrals.referring.actions.links import fetch
from waymark.referrals.referring.actions.taking_over import take_over
from waymark.referrals.referring.queries.visible import incoming_for
from waymark.referrals.referring.states import Move


def test_a_wall_around_the_case_it_came_from(both: Both, cast: Cast) -> None:
    sara = cast.sara_supervisor
    circle = cast.compartment(cast.riverside, CASE_MANAGEMENT)
    ReferralDesk.objects.create(organisation=cast.riverside, compartment=circle)
    release = make_release(both.rosa, [FIRST, SECOND], to=cast.riverside)
    referral = both.send(release=release)
    assert both.opened(referral, by=sara)
    wall = build_wall(both.case, sara)
    assert not incoming_for(sara).exists()
    with pytest.raises(NotAllowed):
        both.opened(referral, by=sara)
    assert incoming_for(cast.carl_cases).exists()
    wall.delete()
    assert incoming_for(sara).exists()


def test_a_wall_around_the_case_begun_from_it(both: Both, cast: Cast) -> None:
    referral, lena = both.send(), cast.lena_lakeside
    both.answer(referral, Move.ACCEPT)
    circle = cast.compartment(cast.lakeside, CASE_MANAGEMENT)
    case = take_over(both.fresh(referral), circle, by=lena, keyring=cast.keyring(lena))
    assert both.opened(referral)
    build_wall(case, lena)
    with pytest.raises(NotAllowed):
        both.opened(referral)


@pytest.mark.usefixtures("mild")
def test_after_the_last_day_a_link_is_dead_before_any_tick(outside: Both) -> None:
    made = make(outside, outside.send())
    yesterday = today() - timedelta(days=1)
    Release.objects.filter(pk=outside.release.pk).update(expires_on=yesterday)
    assert fetch(made.link.in_link) is None


@pytest.mark.usefixtures("mild")
def test_the_link_of_a_referral_that_failed_is_dead(outside: Both) -> None:
    referral, carl = outside.send(), outside.cast.carl_cases
    made = make(outside, referral)
    outside.answer(referral, Move.ACCEPT, by=carl)
    outside.answer(referral, Move.FAIL, by=carl, reason="not_reached")
    assert fetch(made.link.in_link) is None
