"""Whatever an outsider can read near a closed place is looked at, field by field of HSDS."""

import json
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.directory.conftest import SignIn, World
from waymark.directory import closed_texts, publishing
from waymark.directory.actions import capacity, pending, services
from waymark.directory.closed_texts import Judge, TellsPlace, known_places, texts_that_leave
from waymark.directory.closing import Place
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.serialise import full_services
from waymark.directory.hsds.shape import Kind
from waymark.directory.hsds.viewer import PUBLIC
from waymark.directory.leaks import Kind as Tells
from waymark.directory.models import (
    Accessibility,
    Attribute,
    CapacityStatus,
    Contact,
    CostOption,
    Funding,
    Language,
    Location,
    Metadata,
    Organization,
    OrganizationIdentifier,
    PendingKind,
    Phone,
    Program,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    Unit,
    Url,
)
from waymark.directory.models.search import SearchRow
from waymark.directory.tiers import Tier

pytestmark = pytest.mark.django_db

LEAK = "at 12 Quay Street"
# What is not looked at here, and why. A field that is new in HSDS has to be looked at, or put here.
NOT_LOOKED_AT = {
    "sealed with the place, or taken off on its way out": {
        ("location", "url"),
        ("location", "transportation"),
        ("location", "external_identifier"),
        ("location", "external_identifier_type"),
        ("accessibility", "url"),
        ("metadata", "previous_value"),
        ("metadata", "replacement_value"),
    },
    "of no service: imports look at it, and nothing else writes it": {
        (name, field.name)
        for name in ("unit", "taxonomy", "taxonomy_term", "meta_table_description")
        for field in ENTITIES[name].fields
    },
    "only public places have one": {
        ("address", field.name) for field in ENTITIES["address"].fields
    },
}
EVERY_TEXT = [
    (entity.name, field.name)
    for entity in ENTITIES.values()
    for field in entity.fields
    if field.kind is Kind.TEXT and not field.choices
]
LOOKED_AT = [
    each for each in EVERY_TEXT if not any(each in some for some in NOT_LOOKED_AT.values())
]


def hang_everything(service: Service) -> dict[str, Any]:
    """A row of every entity on a service; by entity."""
    organization = service.organization
    assert organization
    location = Location.objects.exclude(tier=Tier.PUBLIC).get(service_at_locations__service=service)
    taxonomy = Taxonomy.objects.create(name="Kinds")
    term = TaxonomyTerm.objects.create(name="Beds", taxonomy_detail=taxonomy)
    unit = Unit.objects.create(name="bed")
    made = {
        "program": Program.objects.create(organization=organization, name="Nights"),
        "contact": Contact.objects.create(service=service, name="The desk"),
        "language": Language.objects.create(service=service, code="vi"),
        "schedule": Schedule.objects.create(service=service, freq="WEEKLY"),
        "accessibility": Accessibility.objects.create(location=location, description="A lift"),
        "funding": Funding.objects.create(organization=organization, source="The county"),
        "service_area": ServiceArea.objects.create(service=service, name="The county"),
        "cost_option": CostOption.objects.create(service=service, option="A night"),
        "required_document": RequiredDocument.objects.create(service=service, document="None"),
        "organization_identifier": OrganizationIdentifier.objects.create(
            organization=organization, identifier_type="EIN", identifier="12-3456789"
        ),
        "url": Url.objects.create(service=service, url="https://advice.example.org"),
        "service_capacity": ServiceCapacity.objects.create(service=service, unit=unit),
        "attribute": Attribute.objects.create(
            link_id=service.pk, link_entity="service", taxonomy_term=term
        ),
        "metadata": Metadata.objects.create(
            resource_id=service.pk,
            resource_type="service",
            last_action_date=date(2026, 1, 2),
            last_action_type="update",
            field_name="description",
        ),
    }
    links = ServiceAtLocation.objects.get(service=service)
    return made | {
        "organization": organization,
        "service": service,
        "location": location,
        "service_at_location": links,
        "phone": service.phones.get(),
        "unit": unit,
        "taxonomy": taxonomy,
        "taxonomy_term": term,
    }


def write(row: Any, field: str, text: str) -> None:
    """Past every action, as a way that nobody thought of would."""
    type(row)._default_manager.filter(pk=row.pk).update(**{field: text})


# ---------------------------------------------------------------- every field


def test_what_hangs_there_and_tells_nothing_passes(world: World) -> None:
    hang_everything(world.advice)
    publishing.publish([world.advice.pk])


@pytest.mark.parametrize(("entity", "field"), LOOKED_AT)
def test_the_gate_knows_every_text_of_every_entity(world: World, entity: str, field: str) -> None:
    row = hang_everything(world.advice)[entity]
    write(row, field, LEAK)
    with pytest.raises(TellsPlace) as refused:
        publishing.publish([world.advice.pk, world.clinic.pk])
    [said] = {message for message in refused.value.messages if field.replace("_", " ") in message}
    assert "12 Quay Street" in said


@pytest.mark.parametrize(
    ("entity", "field"),
    [each for each in EVERY_TEXT if each not in LOOKED_AT and each[0] not in {"address"}],
)
def test_what_is_not_looked_at_does_not_leave(world: World, entity: str, field: str) -> None:
    rows = hang_everything(world.advice)
    if entity not in rows or rows[entity].__class__ is Location:
        return  # nothing can stand there: the database refuses it, see the model
    write(rows[entity], field, LEAK)
    publishing.publish([world.advice.pk])
    if entity in {"metadata", "accessibility"}:
        [said] = full_services(PUBLIC, [world.advice])
        assert LEAK not in json.dumps(said)


def test_our_own_fields_are_looked_at_too(world: World) -> None:
    """What HSDS has no column for leaves as an attribute or within a text."""
    rows = hang_everything(world.advice)
    for row, field in (
        (rows["service_capacity"], "population"),
        (rows["location"], "area"),
        (rows["schedule"], "zone"),
    ):
        before = getattr(row, field)
        write(row, field, LEAK)
        with pytest.raises(TellsPlace):
            publishing.publish([world.advice.pk])
        write(row, field, before)
    world.advice.eligibility.create(criterion="men", answer="unknown", note=f"Ask {LEAK}")
    with pytest.raises(TellsPlace):
        publishing.publish([world.advice.pk])


def test_it_does_not_matter_on_what_a_text_hangs(world: World) -> None:
    organization = hang_everything(world.advice)["organization"]
    contact = Contact.objects.create(name="The office", organization=organization)
    Phone.objects.create(number="202-555-0109", contact=contact, description=f"Rings {LEAK}")
    with pytest.raises(TellsPlace):
        publishing.publish([world.advice.pk])


def test_a_service_beside_a_closed_place_of_its_organization_is_near(world: World) -> None:
    organization = Organization.objects.create(name="Two houses")
    service = Service.objects.create(name="Talks", organization=organization, description=LEAK)
    publishing.publish([service.pk])
    Location.objects.create(organization=organization, tier=Tier.CASEWORKER)
    with pytest.raises(TellsPlace):
        publishing.publish([service.pk])


# ---------------------------------------------------------------- what may stand


@pytest.mark.parametrize("field", ["name", "alternate_name", "transportation", "url"])
def test_an_access_point_says_where_it_is(world: World, field: str) -> None:
    ServiceAtLocation.objects.create(service=world.advice, location=world.location(world.clinic))
    write(world.location(world.clinic), field, LEAK)
    publishing.publish([world.advice.pk])


def test_an_access_point_does_not_say_where_the_house_is(world: World) -> None:
    ServiceAtLocation.objects.create(service=world.advice, location=world.location(world.clinic))
    write(world.location(world.clinic), "description", "They sleep at 12 Quay Street")
    with pytest.raises(TellsPlace):
        publishing.publish([world.advice.pk])


def test_public_services_say_what_they_like(world: World) -> None:
    write(world.clinic, "description", LEAK)
    publishing.publish([world.clinic.pk, None])


def test_its_own_number_may_stand_in_a_text_and_no_other(world: World) -> None:
    write(world.advice, "description", "Call 202-555-0102 first.")
    publishing.publish([world.advice.pk])
    write(world.advice, "description", "Call 202-555-0177 first.")
    with pytest.raises(TellsPlace):
        publishing.publish([world.advice.pk])
    publishing.publish([world.advice.pk], numbers=["+1 202 555 0177"])


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("email", "quay@advice.example.org"),
        ("tax_id", "12-3456789"),
        ("identifier", "2025550177"),
        ("number", "202-555-0177"),
        ("website", "https://lanternway.example.org"),
        ("extent", '{"type": "Polygon", "coordinates": [[[-98.34123, 40.92512], [-98.1, 40.9]]]}'),
        ("description", "Near the station"),
        ("description", ""),
    ],
)
def test_what_is_no_sentence_is_not_read_as_one(field: str, text: str) -> None:
    assert not Judge().leaks(field, text, country="US")


@pytest.mark.parametrize(
    ("field", "text", "kind"),
    [
        ("email", "come to 12 Quay Street", Tells.ADDRESS),
        ("number", "38.581234, -121.493456", Tells.POINT),
        ("tax_id", "12 Quay Street", Tells.ADDRESS),
        ("url", "https://maps.app.goo.gl/abcdef", Tells.MAP_LINK),
        ("url", "///filled.count.soap", Tells.MAP_LINK),
        ("extent", '{"type": "Point", "coordinates": "38.581234, -121.493456"}', Tells.POINT),
        ("extent", '{"type": "Polygon", "coordinates": "38.581234, -121.493456"}', Tells.POINT),
    ],
)
def test_a_field_for_something_else_hides_nothing(field: str, text: str, kind: Tells) -> None:
    assert [leak.kind for leak in Judge().leaks(field, text, country="US")][:1] == [kind]


@given(st.lists(st.sampled_from(["Beds.", LEAK, "Call 202-555-0177", "Call +12025550102"])))
def test_what_a_judge_remembers_changes_no_answer(texts: list[str]) -> None:
    judge = Judge()
    for text in texts:
        said = {"country": "US", "numbers": ["202-555-0102"]}
        assert judge.leaks("description", text, **said) == Judge().leaks(  # type: ignore[arg-type]  # as said
            "description",
            text,
            **said,  # type: ignore[arg-type]
        )


# ---------------------------------------------------------------- known places


def test_an_opened_place_is_known_by_its_own_words(world: World) -> None:
    write(world.advice, "description", "Ask in the Linden Manor, everybody knows it.")
    place = Place(addresses=[{"address_1": "2 Hidden Lane", "address_2": "Linden Manor"}])
    rows = [world.advice]
    assert closed_texts.leaking(rows) == []
    [told] = closed_texts.leaking(rows, {world.advice.pk: [place]})
    assert (told.said.path, told.leak.words) == ("description", "Linden Manor")


def test_every_address_and_every_telephone_of_a_place_is_known() -> None:
    place = Place(
        addresses=[
            {"address_1": "2b Hidden Lane", "attention": "Ann Keeper", "postal_code": "95814"},
            {"address_1": "PO Box 7", "address_2": "Floor 2"},
        ],
        phones=[{"number": "202-555-0177"}, {"number": ""}],
        contacts=[{"name": "Ann", "phones": [{"number": "202-555-0178"}]}, {"name": "Bo"}],
    )
    first, second = known_places(place)
    assert (first.street, first.house_number, first.building) == ("2b Hidden Lane", "2b", "")
    assert (second.street, second.building) == ("PO Box 7", "")
    assert first.phones == second.phones == ("202-555-0177", "202-555-0178")
    assert len(known_places(Place())) == 1


# ---------------------------------------------------------------- ways that write


def test_a_page_says_which_words_and_nothing_is_saved(
    world: World, staff_client_for: SignIn
) -> None:
    """The text came past the fields of this form, so it is said above it."""
    rows = hang_everything(world.advice)
    write(rows["schedule"], "notes", f"Ring {LEAK}")
    dora = staff_client_for(world.cast.dora_directory)
    url = reverse("directory_edit", args=[world.advice.pk, "facts"])
    form = dora.get(url).context["form"]
    data = {name: value for name, value in form.initial.items() if value is not None}
    answer = dora.post(url, data | {"name": "Another name"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "12 Quay Street" in page
    assert "(notes)" in page
    assert "Another name" in page
    assert world.advice.name == "Advice"
    assert not Metadata.objects.filter(replacement_value="Another name").exists()


def test_the_second_person_is_told_as_well(world: World, staff_client_for: SignIn) -> None:
    dora = world.cast.dora_directory
    body: dict[str, Any] = {"location_id": None, "tier": 0, "name": "Office", "place": {}}
    change = pending.propose(world.advice, PendingKind.PLACE, body, by=dora)
    Accessibility.objects.create(location=world.location(world.advice), details=f"A ramp {LEAK}")
    sara = staff_client_for(world.cast.sara_supervisor)
    answer = sara.post(reverse("directory_confirm", args=[change.pk]))
    assert answer.status_code == 422
    assert "12 Quay Street" in answer.content.decode()
    assert ServiceAtLocation.objects.filter(service=world.advice).count() == 1


def test_an_old_number_in_a_text_does_not_hold_up_the_new_one(world: World) -> None:
    write(world.advice, "description", "Call 202-555-0102 first.")
    dora, sara = world.cast.dora_directory, world.cast.sara_supervisor
    body = {"phone_id": str(world.advice.phones.get().pk), "number": "+1 202 555 0199"}
    change = pending.propose(world.advice, PendingKind.NUMBER, body, by=dora)
    pending.confirm(change, by=sara, keyring=world.keyring(sara))
    assert world.advice.phones.get().number == "+1 202 555 0199"


def test_room_and_closing_never_wait_for_a_text(world: World) -> None:
    write(world.advice, "description", LEAK)
    dora = world.cast.dora_directory
    capacity.state_capacity(world.advice, CapacityStatus.NO_CAPACITY, by=dora)
    services.close_service(world.advice, Tier.SEALED, seen=None, by=dora)
    assert world.advice.tier == Tier.SEALED
    with pytest.raises(ValidationError):
        services.change_service(world.advice, {"alert": "Full"}, seen=None, by=dora)


def test_nothing_is_found_of_what_was_refused(world: World) -> None:
    before = SearchRow.objects.get(service_id=world.advice.pk).words
    write(world.advice, "name", f"Advice {LEAK}")
    with pytest.raises(TellsPlace):
        publishing.publish([world.advice.pk])
    assert SearchRow.objects.get(service_id=world.advice.pk).words == before


# ---------------------------------------------------------------- what it costs


def test_it_costs_one_query_where_nothing_is_closed(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [world.clinic.pk, world.common.pk, uuid.uuid4()]
    with django_assert_num_queries(1):
        closed_texts.refuse_leaks(ids)
    with django_assert_num_queries(0):
        closed_texts.refuse_leaks([])


def test_every_text_has_a_path_of_its_own(world: World) -> None:
    hang_everything(world.advice)
    [texts] = texts_that_leave([world.advice]).values()
    paths = [each.path for each in texts]
    assert len(set(paths)) == len(paths)
    assert {"name", "organization.name", "phones[0].number"} <= set(paths)
    assert Phone.objects.filter(service=world.advice).get().number in {each.text for each in texts}
