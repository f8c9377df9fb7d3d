"""Who reads what: anybody, and a partner with a key."""

import json
from typing import Any

import pytest
from django.test import override_settings

from tests.directory.api.conftest import Program, content, ids
from tests.directory.conftest import POINT, World
from waymark.audit.events import Event
from waymark.audit.models import Actor, Entry
from waymark.directory.actions.partners import revoke_partner
from waymark.directory.models import (
    ClosedPlace,
    Organization,
    Partner,
    Service,
    ServiceAtLocation,
    Status,
)
from waymark.vault.models import WrappedDataKey

PUBLIC = ("clinic", "advice", "next_door", "common")
PARTNERS = (*PUBLIC, "partner_house")
HIDDEN = ("partner_house", "case_house", "sealed_house", "next_door_sealed")
STREETS = ("2 Hidden Lane", "3 Harrow Road", "4 Casework Way", "5 Quarry Court", "6 Lakeside Quay")


def service_ids(world: World, names: tuple[str, ...]) -> set[str]:
    return {str(world.services[name].pk) for name in names}


def test_anybody_sees_public_services_and_no_others(world: World, api: Program) -> None:
    assert ids(api.contents("/services")) == service_ids(world, PUBLIC)
    found = api.contents("/service_at_locations")
    assert {row["service"]["id"] for row in found} == service_ids(world, PUBLIC)


def test_a_partner_sees_the_partner_tier_too(world: World, partner: Program) -> None:
    assert ids(partner.contents("/services")) == service_ids(world, PARTNERS)


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_services_are_not_there_by_id_either(world: World, api: Program, name: str) -> None:
    service = world.services[name]
    link = ServiceAtLocation.objects.get(service=service)
    for path in (
        f"/services/{service.pk}",
        f"/service_at_locations/{link.pk}",
        f"/organizations/{service.organization_id}",
    ):
        assert api.get(path).status_code == 404
    assert not api.contents("/services", organization_id=str(service.organization_id))


def test_an_organization_that_has_only_closed_services_is_not_listed(
    world: World, api: Program, partner: Program
) -> None:
    shown = {row["name"] for row in api.contents("/organizations")}
    assert shown == {"Clinic Group", "Advice Group", "Next Door Group", "Common Group"}
    seen = {row["name"] for row in partner.contents("/organizations")}
    assert seen == shown | {"Partner House Group"}


def test_a_hidden_organization_above_is_not_named(world: World, api: Program) -> None:
    above = world.sealed_house.organization
    below = world.clinic.organization
    assert below is not None
    Organization.objects.filter(pk=below.pk).update(parent_organization=above)
    for path in ("/organizations", f"/organizations/{below.pk}", f"/services/{world.clinic.pk}"):
        assert str(above and above.pk) not in json.dumps(api.read(path))


def test_an_organization_nobody_offers_through_is_listed_where_it_was_imported(
    world: World, api: Program
) -> None:
    Organization.objects.create(name="Begun here")
    Organization.objects.create(name="From a file", source="County list")
    shown = {row["name"] for row in api.contents("/organizations")}
    assert "From a file" in shown
    assert "Begun here" not in shown


def everything(program: Program) -> str:
    """All that a program can read, as one text."""
    texts = []
    for name in ("services", "organizations", "service_at_locations"):
        for asked in ({}, {"full": "true"}, {"format": "ndjson", "full": "true"}):
            texts.append(content(program.get(f"/{name}", **asked)).decode())
        for row in program.contents(f"/{name}"):
            texts.append(content(program.get(f"/{name}/{row['id']}")).decode())
    more = program.contents("/organizations", full="true", full_service="true")
    return "\n".join([*texts, json.dumps(more)])


def test_nothing_that_anybody_reads_holds_a_closed_place(world: World, api: Program) -> None:
    read = everything(api)
    assert "1 Open Street" in read
    for street in STREETS:
        assert street not in read
    for closed in service_ids(world, HIDDEN):
        assert closed not in read


def location_of(program: Program, service: Service) -> Any:
    [link] = program.read(f"/services/{service.pk}")["service_at_locations"]
    return link["location"]


def test_a_closed_location_says_that_its_place_is_not_published(world: World, api: Program) -> None:
    location = location_of(api, world.next_door)
    assert (location["latitude"], location["longitude"]) == (38.55, -121.45)
    assert "not published" in location["description"]
    assert "Riverside County" in location["description"]
    [attribute] = location["attributes"]
    assert attribute["taxonomy_term"]["code"] == "closed_place"
    assert attribute["value"] == "Riverside County"
    assert not location.keys() & {"addresses", "phones", "contacts", "url", "transportation"}


def test_a_sealed_location_has_no_point_at_all(world: World, api: Program) -> None:
    location = location_of(api, world.advice)
    assert not location.keys() & {"latitude", "longitude"}
    assert "point" not in location["description"]


def test_a_partner_reads_the_exact_place_of_the_partner_tier(
    world: World, partner: Program
) -> None:
    for name, street in (("partner_house", "3 Harrow Road"), ("clinic", "1 Open Street")):
        location = location_of(partner, world.services[name])
        assert (location["latitude"], location["longitude"]) == POINT
        assert location["addresses"][0]["address_1"] == street
        assert "attributes" not in location


def test_a_partner_does_not_read_what_the_key_does_not_open(world: World, partner: Program) -> None:
    reader = bytes(Partner.objects.get().public_key)
    envelope = ClosedPlace.objects.get(location=world.location(world.next_door)).envelope_id
    WrappedDataKey.objects.filter(envelope_id=envelope, reader=reader).delete()
    assert location_of(partner, world.next_door)["latitude"] == 38.55
    assert "latitude" not in location_of(partner, world.advice)
    read = everything(partner)
    for street in ("2 Hidden Lane", "4 Casework Way", "5 Quarry Court", "6 Lakeside Quay"):
        assert street not in read


def test_a_partner_lists_the_same_places_as_items_show(world: World, partner: Program) -> None:
    rows = partner.contents("/service_at_locations")
    exact = {row["location"]["name"] for row in rows if row["location"].get("latitude") == POINT[0]}
    names = ("Clinic", "Partner House", "Next Door", "Common")
    assert exact == {f"{name} entrance" for name in names}


def test_each_use_of_a_key_is_recorded_and_dated(world: World, partner: Program) -> None:
    before = Entry.objects.count()
    partner.read("/services")
    partner.get("/services/nonsense")
    entries = list(Entry.objects.order_by("seq"))[before:]
    row = Partner.objects.get()
    assert [(e.event, e.actor, e.target_id) for e in entries] == [
        (Event.PARTNER_READ.value, Actor.SYSTEM.value, str(row.pk))
    ] * 2
    assert row.last_used_on is not None


def test_anybody_leaves_nothing_in_the_log(world: World, api: Program) -> None:
    before = Entry.objects.count()
    everything(api)
    assert Entry.objects.count() == before


@pytest.mark.parametrize("header", ["Bearer ", "Bearer wrong", "Basic abc", "nonsense", ""])
def test_a_wrong_key_is_no_key(world: World, api: Program, header: str) -> None:
    answer = api.client.get("/api/hsds/services", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_key_that_was_taken_back_opens_nothing(world: World, partner: Program) -> None:
    revoke_partner(Partner.objects.get(), by=world.cast.sara_supervisor)
    assert partner.get("/services").status_code == 401


def test_what_cannot_be_recorded_is_not_answered(
    world: World, partner: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **named: object) -> None:
        raise OSError("the log is full")

    monkeypatch.setattr("waymark.directory.api.actions.audit.record", broken)
    answer = partner.get("/services")
    assert answer.status_code == 500
    assert b"contents" not in answer.content
    assert Partner.objects.get().last_used_on is None


def test_lists_show_what_is_there_and_items_everything_with_its_status(
    world: World, api: Program
) -> None:
    for status in Status:
        Service.objects.filter(pk=world.clinic.pk).update(status=status)
        listed = str(world.clinic.pk) in ids(api.contents("/services"))
        linked = {row["service"]["id"] for row in api.contents("/service_at_locations")}
        there = status in {Status.ACTIVE, Status.TEMPORARILY_CLOSED}
        assert listed is there
        assert (str(world.clinic.pk) in linked) is there
        assert api.read(f"/services/{world.clinic.pk}")["status"] == status


@override_settings(PUBLIC_URL="https://find.example.org")
def test_the_first_address_says_what_this_is(db: None, api: Program) -> None:
    about = api.read("/")
    assert about["version"] == "3.2"
    assert about["openapi_url"] == "https://find.example.org/api/hsds/openapi.json"
    assert about["profile"] == "https://find.example.org/api/hsds/profile"
    assert about["publisher"] == {"name": "", "url": "https://find.example.org"}
