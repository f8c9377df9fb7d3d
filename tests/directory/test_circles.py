"""Which compartments open what the directory seals, and who makes them."""

import pytest

from tests.cast import NAMES, Cast
from tests.directory.conftest import World
from tests.reports.staff.conftest import events
from waymark.accounts.actions.setup import DIRECTORY
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.directory.circles import NoCircle, circle_of, circles_for, has_circle, make_circle
from waymark.directory.tiers import Tier
from waymark.vault.models import Compartment, Membership

SUPERVISORS = {"sara_supervisor", "lena_lakeside"}


@pytest.mark.parametrize("name", NAMES)
def test_supervisors_make_their_own_circle_and_nobody_else_does(cast: Cast, name: str) -> None:
    worker = cast[name]
    if name not in SUPERVISORS:
        with pytest.raises(NotAllowed):
            make_circle(by=worker)
        assert not Compartment.objects.filter(name=DIRECTORY).exists()
        return
    made = make_circle(by=worker)
    assert (made.owner, made.name) == (worker.organisation_id, DIRECTORY)
    assert [each.pk for each in cast.keyring(worker).compartments].count(made.pk) == 1
    assert events(Event.COMPARTMENT_CREATED, made) == 1


def test_making_it_twice_makes_it_once(cast: Cast) -> None:
    first, second = make_circle(by=cast.sara_supervisor), make_circle(by=cast.sara_supervisor)
    assert first == second
    assert events(Event.COMPARTMENT_CREATED, first) == 1
    assert Membership.objects.filter(compartment_key__compartment=first).count() == 1


def test_somebody_without_a_key_cannot_make_one(cast: Cast) -> None:
    sara = cast.sara_supervisor
    sara.holder = None
    with pytest.raises(NoCircle, match="no circle for the directory yet"):
        make_circle(by=sara)
    assert not has_circle(cast.riverside)


def test_an_organisation_without_a_circle_says_so(cast: Cast) -> None:
    with pytest.raises(NoCircle, match="A supervisor can make it"):
        circle_of(cast.riverside)
    make_circle(by=cast.lena_lakeside)
    with pytest.raises(NoCircle):
        circles_for(Tier.PARTNER, cast.riverside)


@pytest.mark.parametrize("tier", [Tier.CASEWORKER, Tier.SEALED])
def test_what_partners_may_not_know_stays_in_the_house(world: World, tier: Tier) -> None:
    cast = world.cast
    assert circles_for(tier, cast.lakeside) == [world.circle(cast.lakeside)]


def test_what_partners_may_know_every_house_opens(world: World) -> None:
    cast = world.cast
    both = [world.circle(cast.lakeside), world.circle(cast.riverside)]
    assert circles_for(Tier.PARTNER, cast.lakeside) == both
