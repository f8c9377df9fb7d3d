"""Taking a place out of the plain tables, sealing it, and putting it back as it was."""

import json
from datetime import date, time
from uuid import uuid4

import pytest

from tests.directory.conftest import POINT, World, a_place
from waymark.directory import closing
from waymark.directory.actions.places import set_place
from waymark.directory.closing import Place
from waymark.directory.models import ClosedPlace, Contact, Language, Location, Phone
from waymark.directory.tiers import Tier
from waymark.vault.primitives import CannotOpen


def full(world: World) -> Location:
    """A public location on which everything hangs that tells where it is."""
    location = world.location(world.clinic)
    location.transportation, location.url = "Bus 7", "https://example.org/here"
    location.external_identifier, location.external_identifier_type = "FIPS 06067", "other"
    location.save()
    phone = Phone.objects.create(location=location, number="+1 202 555 0130", extension=5)
    Language.objects.create(phone=phone, code="vi", note="mornings")
    contact = Contact.objects.create(location=location, name="Front desk", email="a@example.org")
    Phone.objects.create(contact=contact, number="+1 202 555 0131")
    return location


def test_what_is_closed_and_opened_again_is_what_it_was(world: World) -> None:
    dora, before = world.cast.dora_directory, closing.read(full(world))
    set_place(world.location(world.clinic), before, Tier.SEALED, by=dora)
    location = world.location(world.clinic)
    assert not Phone.objects.filter(number__in=["+1 202 555 0130", "+1 202 555 0131"]).exists()
    assert not Contact.objects.filter(name="Front desk").exists()
    opened = closing.open_place(location, world.keyring(dora))
    assert closing.plain(opened) == closing.plain(before)
    set_place(location, opened, Tier.PUBLIC, by=dora)
    again = closing.read(world.location(world.clinic))
    assert closing.plain(again) == closing.plain(before)
    assert again.phones[0]["languages"][0]["note"] == "mornings"
    assert again.contacts[0]["phones"][0]["number"] == "+1 202 555 0131"


def test_a_telephone_that_is_the_services_too_stays_with_the_service(world: World) -> None:
    clinic, location = world.clinic, world.location(world.clinic)
    both = Phone.objects.create(location=location, service=clinic, number="+1 202 555 0132")
    person = Contact.objects.create(location=location, service=clinic, name="Desk")
    set_place(location, closing.read(location), Tier.SEALED, by=world.cast.dora_directory)
    both.refresh_from_db()
    person.refresh_from_db()
    assert (both.location_id, both.service_id) == (None, clinic.pk)
    assert (person.location_id, person.service_id) == (None, clinic.pk)


def test_rows_without_an_id_get_one(world: World) -> None:
    phones = [{"number": "+1 202 555 0133", "languages": [{"code": "ar"}]}]
    contacts = [{"name": "Desk", "phones": [{"number": "+1 202 555 0134"}]}]
    location = world.location(world.clinic)
    closing.write(location, Place(*POINT, phones=phones, contacts=contacts))
    assert location.phones.get().languages.get().code == "ar"
    assert location.contacts.get().phones.get().number == "+1 202 555 0134"


def test_unknown_columns_and_links_of_a_row_are_left_out(world: World) -> None:
    location = world.location(world.clinic)
    other = world.location(world.advice)
    row = {"address_1": "1 Way", "planet": "Mars", "location_id": str(other.pk)}
    closing.write(location, Place(addresses=[row]))
    assert location.addresses.get().address_1 == "1 Way"


def test_the_ciphertext_tells_neither_words_nor_their_length(world: World) -> None:
    short, long = world.location(world.sealed_house), world.location(world.case_house)
    dora = world.cast.dora_directory
    set_place(long, a_place("4 Casework Way" + " and on" * 30), Tier.SEALED, by=dora)
    bodies = [bytes(ClosedPlace.objects.get(location=each).body) for each in (short, long)]
    assert len(bodies[0]) == len(bodies[1])
    assert not any(word in body for body in bodies for word in (b"Quarry", b"Casework", b"38.58"))


def test_a_body_moved_to_another_location_does_not_open(world: World) -> None:
    mine = ClosedPlace.objects.get(location=world.location(world.sealed_house))
    other = ClosedPlace.objects.get(location=world.location(world.case_house))
    ClosedPlace.objects.filter(pk=mine.pk).update(body=other.body)
    with pytest.raises(CannotOpen):
        closing.open_place(
            world.location(world.sealed_house), world.keyring(world.cast.ana_hotline)
        )


def test_a_public_location_has_nothing_to_open(world: World) -> None:
    keys = world.keyring(world.cast.ana_hotline)
    with pytest.raises(ClosedPlace.DoesNotExist):
        closing.open_place(world.location(world.clinic), keys)


def test_forgetting_twice_is_forgetting_once(world: World) -> None:
    location = world.location(world.sealed_house)
    closing.forget(location)
    closing.forget(location)
    assert not ClosedPlace.objects.filter(location=location).exists()


def test_a_place_becomes_json_and_only_what_a_place_can_hold() -> None:
    key = uuid4()
    said = closing.plain(Place(contacts=[{"id": key, "since": date(2026, 1, 2), "from": time(9)}]))
    assert said["contacts"] == [{"id": str(key), "since": "2026-01-02", "from": "09:00:00"}]
    assert json.loads(json.dumps(said)) == said
    with pytest.raises(TypeError, match="holds no bytes"):
        closing.plain(Place(contacts=[{"what": b"raw"}]))
