"""Closing a location takes out whatever hangs on it, what hangs on a service there among it."""

from typing import Any

import pytest

from tests.directory.conftest import World
from waymark.directory import closing
from waymark.directory.actions.places import set_place
from waymark.directory.models import (
    Contact,
    Location,
    Metadata,
    Organization,
    Phone,
    ServiceAtLocation,
)
from waymark.directory.tiers import Tier

NUMBER = "202-555-0123"


@pytest.fixture
def office(world: World) -> Location:
    """A public place of Riverside with a service at it."""
    service = world.clinic
    return Location.objects.get(service_at_locations__service=service)


def close(world: World, office: Location) -> dict[str, Any]:
    set_place(office, closing.read(office), Tier.SEALED, by=world.cast.dora_directory)
    keyring = world.keyring(world.cast.dora_directory)
    return closing.plain(closing.open_place(office, keyring))


def test_telephones_and_people_of_a_service_there_are_sealed_with_it(
    world: World, office: Location
) -> None:
    link = office.service_at_locations.get()
    phone = Phone.objects.create(service_at_location=link, number=NUMBER)
    person = Contact.objects.create(service_at_location=link, name="Night desk")
    own = Phone.objects.create(contact=person, location=office, number="202-555-0124")
    for row in (phone, person, own):
        Metadata.objects.create(resource_id=row.pk, previous_value=NUMBER)
    sealed = close(world, office)
    assert NUMBER in {row["number"] for row in sealed["phones"]}
    assert [row["name"] for row in sealed["contacts"]] == ["Night desk"]
    assert not Phone.objects.filter(pk__in=[phone.pk, own.pk]).exists()
    assert not Contact.objects.filter(pk=person.pk).exists()
    assert not Metadata.objects.filter(resource_id__in=[phone.pk, person.pk, own.pk]).exists()


def test_what_belongs_to_the_organization_stays_with_it(world: World, office: Location) -> None:
    link = office.service_at_locations.get()
    house = Organization.objects.create(name="House")
    phone = Phone.objects.create(
        service_at_location=link, location=office, organization=house, number=NUMBER
    )
    close(world, office)
    phone.refresh_from_db()
    assert (phone.organization, phone.location, phone.service_at_location) == (house, None, None)


def test_what_hangs_on_another_place_stays_there(world: World, office: Location) -> None:
    elsewhere = ServiceAtLocation.objects.create(
        service=world.clinic, location=Location.objects.create(name="Second office")
    )
    phone = Phone.objects.create(location=office, service_at_location=elsewhere, number=NUMBER)
    close(world, office)
    phone.refresh_from_db()
    assert (phone.location, phone.service_at_location) == (None, elsewhere)


def test_opened_again_it_says_the_same(world: World, office: Location) -> None:
    dora = world.cast.dora_directory
    Phone.objects.create(service_at_location=office.service_at_locations.get(), number=NUMBER)
    sealed = close(world, office)
    set_place(office, closing.Place(**sealed), Tier.PUBLIC, by=dora)
    office.refresh_from_db()
    assert closing.plain(closing.read(office)) == sealed
    assert office.phones.get(number=NUMBER).service_at_location is None
