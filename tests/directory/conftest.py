"""A small directory on top of the cast: a service of each tier, and circles that open places."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from tests.cast import Cast
from tests.replay import again
from tests.reports.staff.conftest import Clock, clock  # noqa: F401  a fixture for this room
from tests.sites import StaffClient
from waymark.accounts.actions import memberships
from waymark.accounts.actions.setup import DIRECTORY
from waymark.accounts.models import Organisation, Worker
from waymark.directory import indexing
from waymark.directory.actions.places import store_place
from waymark.directory.circles import make_circle
from waymark.directory.closing import Place
from waymark.directory.models import (
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
)
from waymark.directory.tiers import Tier
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment

SignIn = Callable[[Worker], StaffClient]
# Who belongs to Riverside's circle besides its supervisor.
IN_THE_CIRCLE = ("dora_directory", "carl_cases", "ana_hotline")
POINT = (38.581234, -121.493456)


def address(street: str) -> dict[str, str]:
    """A row of HSDS address, in a town of the tests."""
    return {
        "address_1": street,
        "city": "Riverside",
        "state_province": "CA",
        "postal_code": "95814",
        "country": "US",
        "address_type": "physical",
    }


def a_place(street: str, point: tuple[float, float] = POINT, **more: Any) -> Place:
    """Where something is: a street that no other place of the tests has."""
    return Place(*point, addresses=[address(street)], **more)


@dataclass
class World:
    """The directory of the tests, in short words: `world.clinic`, `world.place(world.clinic)`."""

    cast: Cast
    services: dict[str, Service] = field(default_factory=dict)
    streets: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Service:
        services: dict[str, Service] = self.__dict__.get("services", {})
        if name not in services:
            raise AttributeError(name)
        return Service.objects.get(pk=services[name].pk)

    def location(self, service: Service) -> Location:
        """The one place of a service, as it is stored now."""
        return Location.objects.get(service_at_locations__service=service)

    def keyring(self, worker: Worker) -> Keyring:
        """A fresh keyring, as a request has it."""
        return self.cast.keyring(worker)

    def circle(self, organisation: Organisation) -> Compartment:
        """The circle that opens an organisation's closed places."""
        return self.cast.compartment(organisation, DIRECTORY)

    @transaction.atomic
    def add(
        self,
        name: str,
        steward: Organisation | None,
        tiers: tuple[Tier, Tier],
        street: str,
        number: str,
    ) -> Service:
        """A service with a number and a place; `tiers` are the service's and the place's."""
        tier, place_tier = tiers
        title = name.replace("_", " ").title()
        organization = Organization.objects.create(name=f"{title} Group", steward=steward)
        service = Service.objects.create(
            name=title, organization=organization, steward=steward, tier=tier
        )
        Phone.objects.create(service=service, number=number)
        location = Location.objects.create(name=f"{title} entrance", steward=steward)
        ServiceAtLocation.objects.create(service=service, location=location)
        store_place(location, a_place(street), place_tier, "Riverside County")
        indexing.index_services([service.pk])
        self.services[name], self.streets[name] = service, street
        return service


@pytest.fixture
def circles(cast: Cast) -> Cast:
    """Both organisations have a circle for the directory; Riverside's has four members."""
    again("circles", partial(_make_circles, cast))
    return cast


def _make_circles(cast: Cast) -> None:
    for supervisor in (cast.sara_supervisor, cast.lena_lakeside):
        make_circle(by=supervisor)
    sara = cast.sara_supervisor
    circle = cast.compartment(cast.riverside, DIRECTORY)
    for name in IN_THE_CIRCLE:
        memberships.add_member(circle, cast[name], by=sara, keyring=cast.keyring(sara))


@pytest.fixture
def world(circles: Cast) -> World:
    """A service of each tier at Riverside, one next door, one that nobody looks after."""
    return World(circles, *again("world", partial(_fill_world, circles)))


def _fill_world(cast: Cast) -> tuple[dict[str, Service], dict[str, str]]:
    found = World(cast)
    own, other = cast.riverside, cast.lakeside
    public, partner, caseworker, sealed = Tier
    found.add("clinic", own, (public, public), "1 Open Street", "+1 202 555 0101")
    found.add("advice", own, (public, sealed), "2 Hidden Lane", "+1 202 555 0102")
    found.add("partner_house", own, (partner, partner), "3 Harrow Road", "+1 202 555 0103")
    found.add("case_house", own, (caseworker, caseworker), "4 Casework Way", "+1 202 555 0104")
    found.add("sealed_house", own, (sealed, sealed), "5 Quarry Court", "+1 202 555 0105")
    found.add("next_door", other, (public, partner), "6 Lakeside Quay", "+1 202 555 0106")
    found.add("next_door_sealed", other, (sealed, sealed), "7 Lakeside Mews", "+1 202 555 0107")
    found.add("common", None, (public, public), "8 Common Square", "+1 202 555 0108")
    return found.services, found.streets
