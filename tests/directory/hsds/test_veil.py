"""What is taken off rows before they leave, and what is said in its place."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.directory.conftest import World
from tests.directory.exporting.conftest import hang_everything_on
from tests.reports.staff.conftest import Clock
from waymark.accounts.models import Worker
from waymark.directory.actions import verifying
from waymark.directory.hsds import profile, serialise, veil
from waymark.directory.hsds.viewer import PUBLIC, Viewer
from waymark.directory.models import (
    Aspect,
    CapacityStatus,
    Means,
    Metadata,
    Phone,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Unit,
    Verification,
)
from waymark.directory.tiers import Tier

pytestmark = pytest.mark.django_db
PARTNER = Viewer(Tier.PARTNER)
NOW = datetime(2026, 11, 25, 12, 34, 56, tzinfo=UTC)


def shown(service: Service, viewer: Viewer = PUBLIC) -> dict[str, Any]:
    rows = Service.objects.select_related("steward").filter(pk=service.pk)
    [made] = serialise.full_services(viewer, list(rows))
    return made


def capacity(**columns: Any) -> ServiceCapacity:
    known = {"status": CapacityStatus.CAPACITY, "available": 3.0, "maximum": 9.0, "updated": NOW}
    return ServiceCapacity(**(known | columns))


@pytest.mark.parametrize(
    ("status", "available", "words"),
    [
        (CapacityStatus.CAPACITY, 1, "Has room."),
        (CapacityStatus.NO_CAPACITY, 0, "Is full."),
        (CapacityStatus.WAITLIST, 0, "Has a waiting list."),
        (CapacityStatus.ASSESSMENT, 0, "Talks with you first, then decides."),
        (CapacityStatus.UNKNOWN, 0, "Not known whether there is room: ask."),
    ],
)
def test_in_public_room_is_a_word(status: CapacityStatus, available: int, words: str) -> None:
    row = capacity(status=status, description="3 beds of 9")
    veil.coarsen(row, PUBLIC, Service(), NOW)
    assert (row.available, row.maximum, row.description) == (available, None, words)
    assert row.updated == NOW.replace(minute=0, second=0)


def test_what_expired_is_unknown_to_everybody() -> None:
    for viewer in (PUBLIC, PARTNER):
        row = capacity(expires_at=NOW, population="Men")
        veil.coarsen(row, viewer, Service(), NOW)
        assert row.available == 0
        assert row.maximum is None
        assert row.description == "Men: Not known whether there is room: ask."
        assert profile.of_capacity(row, veil.status_of(row, NOW))[0].value == "unknown"


def test_a_partner_reads_the_numbers_while_they_hold() -> None:
    row = capacity(expires_at=NOW + timedelta(seconds=1), description="3 beds of 9")
    veil.coarsen(row, PARTNER, Service(), NOW)
    assert (row.available, row.maximum, row.updated) == (3, 9, NOW)
    assert row.description == "3 beds of 9"


def test_what_hsds_requires_of_room_is_there(world: World) -> None:
    ServiceCapacity.objects.create(service=world.clinic, status=CapacityStatus.CAPACITY)
    for viewer in (PUBLIC, PARTNER):
        [made] = shown(world.clinic, viewer)["capacities"]
        assert made["unit"]["name"] == "Places"
        assert made["available"] == 1
        assert made["updated"]
    unit = Unit.objects.create(name="bed")
    ServiceCapacity.objects.update(unit=unit)
    assert shown(world.clinic)["capacities"][0]["unit"]["name"] == "bed"


def test_a_closed_location_shows_nothing_of_its_columns(world: World) -> None:
    """Even where a plain column held it, which the database refuses, it would not leave."""
    location = world.location(world.next_door)
    location.latitude, location.url, location.transportation = 38.5812, "https://x.org", "Bus 9"
    veil.close(location)
    assert (location.latitude, location.longitude) == (38.55, -121.45)
    assert not location.url
    assert not location.transportation
    location.tier = Tier.SEALED
    veil.close(location)
    assert location.latitude is None


def test_a_public_location_is_left_as_it_is(world: World) -> None:
    location = world.location(world.clinic)
    before = dict(vars(location))
    veil.close(location)
    assert {**before, "_state": None} == {**vars(location), "_state": None}


def test_old_values_beside_a_closed_place_are_withheld(world: World) -> None:
    for service in (world.clinic, world.next_door):
        hang_everything_on(service)
    open_values = {row["previous_value"] for row in shown(world.clinic)["metadata"]}
    assert open_values == {"old Clinic", "not verified"}
    closed = shown(world.next_door)
    assert {row["previous_value"] for row in closed["metadata"]} == {
        veil.WITHHELD,
        "not verified",
    }
    assert "old Next Door" not in str(closed)
    [link] = closed["service_at_locations"]
    assert "metadata" not in link["location"]
    assert "old Clinic" in str(shown(world.clinic)["contacts"])


def test_old_values_of_an_organization_beside_a_closed_place(world: World) -> None:
    own = world.next_door.organization
    assert own is not None
    Metadata.objects.create(
        resource_id=own.pk,
        resource_type="organization",
        last_action_date=date(2026, 1, 1),
        last_action_type="update",
        field_name="description",
        previous_value="at 6 Lakeside Quay",
        replacement_value="",
        updated_by="Lakeside",
    )
    for services in (True, False):
        [made] = serialise.full_organizations(PUBLIC, [own], services=services)
        assert made["metadata"][0]["previous_value"] == veil.WITHHELD
    assert "Lakeside Quay" not in str(shown(world.next_door))


def verified(service: Service, by: Worker, *aspects: Aspect) -> None:
    verifying.verify(service, aspects, Means.CALLED, by=by)


def test_assured_is_what_was_verified_and_never_what_was_changed(
    world: World, clock: Clock
) -> None:
    dora = world.cast.dora_directory
    Service.objects.filter(pk=world.clinic.pk).update(last_modified=clock.now)
    assert "assured_date" not in shown(world.clinic)
    verified(world.clinic, dora, Aspect.PHONE)
    clock.forward(days=10)
    verified(world.clinic, dora, Aspect.PLACE, Aspect.FEES)
    assert "assured_date" not in shown(world.clinic)
    clock.forward(days=10)
    verified(world.clinic, dora, Aspect.ELIGIBILITY)
    assert shown(world.clinic)["assured_date"] == "2026-11-23"
    clock.forward(days=165)
    # The telephone's verification has expired; no ticker has run yet.
    made = shown(world.clinic)
    assert "assured_date" not in made
    fields = {row["field_name"] for row in made["metadata"] if row["last_action_type"] == "verify"}
    assert fields == {"service_at_locations", "eligibility_description", "fees_description"}


def test_who_verified_is_an_organisation_and_never_a_worker(world: World, clock: Clock) -> None:
    verified(world.clinic, world.cast.dora_directory, Aspect.PHONE)
    [row] = shown(world.clinic)["metadata"]
    assert row["updated_by"] == "Riverside Coalition"
    assert row["last_action_type"] == "verify"
    assert row["replacement_value"] == "Called them; holds until 2027-05-22"
    assert "Dora" not in str(shown(world.clinic))


def test_a_source_answers_for_what_it_said_itself(world: World, clock: Clock) -> None:
    Service.objects.filter(pk=world.common.pk).update(source="County list")
    for aspect, means in ((Aspect.PHONE, Means.SOURCE), (Aspect.FEES, Means.CALLED)):
        Verification.objects.create(
            service=world.common,
            aspect=aspect,
            means=means,
            by_name="Somebody",
            verified_at=clock.now,
            expires_at=clock.now + timedelta(days=9),
        )
    names = [row["updated_by"] for row in shown(world.common)["metadata"]]
    assert names == ["County list", "This directory"]


def test_an_imported_date_stays_until_somebody_verifies_here(world: World, clock: Clock) -> None:
    Service.objects.filter(pk=world.clinic.pk).update(assured_date=date(2025, 1, 2))
    assert shown(world.clinic)["assured_date"] == "2025-01-02"
    verified(world.clinic, world.cast.dora_directory, Aspect.PHONE)
    assert "assured_date" not in shown(world.clinic)


def test_the_number_of_queries_does_not_grow(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for service in (world.clinic, world.next_door, world.advice, world.common):
        hang_everything_on(service)
    services = list(PUBLIC.services().select_related("steward"))
    links = list(PUBLIC.service_at_locations().select_related("service", "location"))
    organizations = list(PUBLIC.organizations())
    for some in (1, 4):
        with django_assert_max_num_queries(30):
            serialise.full_services(PUBLIC, services[:some])
        with django_assert_max_num_queries(30):
            serialise.full_service_at_locations(PUBLIC, links[:some])
        with django_assert_max_num_queries(30):
            serialise.full_organizations(PUBLIC, organizations[:some], services=True)
    rows = list(PUBLIC.services().select_related("steward", "organization"))
    with django_assert_max_num_queries(4):
        serialise.listed_services(PUBLIC, rows)
    with django_assert_max_num_queries(6):
        wide = PUBLIC.service_at_locations().select_related(
            "service__organization", "service__steward", "location"
        )
        serialise.listed_service_at_locations(PUBLIC, list(wide))


def test_a_row_with_two_parents_stands_under_both(world: World) -> None:
    link = ServiceAtLocation.objects.get(service=world.clinic)
    phone = Phone.objects.create(
        service=world.clinic, service_at_location=link, number="+1 202 555 0199"
    )
    made = shown(world.clinic)
    assert str(phone.pk) in {row["id"] for row in made["phones"]}
    assert [row["id"] for row in made["service_at_locations"][0]["phones"]] == [str(phone.pk)]
