"""Links that published data leaves dangling: kept as said, given out, never to what is hidden."""

from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from tests.directory.conftest import World, a_place
from tests.directory.exporting.conftest import tables
from tests.directory.importing.conftest import ORG, PLACE, bring, package
from waymark.audit.models import Actor
from waymark.directory import closing
from waymark.directory.actions.places import store_place
from waymark.directory.exporting import Format, export
from waymark.directory.hsds import serialise
from waymark.directory.hsds.viewer import PUBLIC
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import Contact, Organization, Service, TaxonomyTerm
from waymark.directory.tiers import Tier

pytestmark = pytest.mark.django_db
NOWHERE = UUID("99999999-0000-4000-8000-000000000000")


def given_out(folder: Path, entity: str, column: str) -> list[str]:
    export(folder, Format.PACKAGE, by=Actor.SYSTEM)
    return [row[column] for row in tables(folder)[entity]]


def test_a_contact_keeps_the_name_of_an_organization_that_is_nowhere(
    world: World, tmp_path: Path
) -> None:
    Contact.objects.create(service=world.clinic, organization_id=NOWHERE, name="Desk")
    connection.check_constraints()
    assert given_out(tmp_path / "p", "contact", "organization_id") == [str(NOWHERE)]
    assert serialise.full_services(PUBLIC, [world.clinic])[0]["contacts"][0]["name"] == "Desk"


def test_a_hidden_organization_is_never_named(world: World, tmp_path: Path) -> None:
    hidden = world.sealed_house.organization
    Contact.objects.create(service=world.clinic, organization=hidden, name="Desk")
    assert given_out(tmp_path / "p", "contact", "organization_id") == [""]


def test_an_organization_takes_its_contacts_along_when_it_goes(world: World) -> None:
    gone = Organization.objects.create(name="Short-lived")
    Contact.objects.create(organization=gone, name="Desk")
    gone.delete()
    assert not Contact.objects.exists()


def test_a_term_keeps_the_name_of_a_taxonomy_that_is_nowhere(tmp_path: Path) -> None:
    term = TaxonomyTerm.objects.create(
        name="Food", description="Meals", code="F", taxonomy_detail_id=NOWHERE
    )
    connection.check_constraints()
    export(tmp_path / "p", Format.PACKAGE, by=Actor.SYSTEM)
    [row] = [row for row in tables(tmp_path / "p")["taxonomy_term"] if row["id"] == str(term.pk)]
    assert row["taxonomy_id"] == str(NOWHERE)
    [made] = serialise.listed_terms(list(TaxonomyTerm.objects.select_related("taxonomy_detail")))
    assert "taxonomy_detail" not in made


def test_an_import_keeps_such_a_name_beside_another(tmp_path: Path) -> None:
    service = package()["services.csv"].splitlines()[1].split(",")[0]
    contacts = f"id,service_id,organization_id,name\n{PLACE},{service},{NOWHERE},Desk\n"
    bring(package(contacts=contacts))
    assert Contact.objects.get().organization_id == NOWHERE


def test_who_belongs_to_nothing_at_all_is_left_out() -> None:
    contacts = f"id,organization_id,name\n{PLACE},{NOWHERE},Desk\n{ORG},,Nobody's\n"
    brought = bring(package(contacts=contacts))
    assert "dangling" in brought.codes(Verdict.REFUSE)
    assert not Contact.objects.filter(organization_id=NOWHERE).exists()


def test_closing_a_place_takes_out_who_else_belongs_to_nothing(world: World) -> None:
    """The name of an organization that is nowhere would leave somebody of the house in public."""
    location = world.location(world.clinic)
    Contact.objects.create(location=location, organization_id=NOWHERE, name="Ann Keeper")
    place = closing.read(location)
    store_place(location, place, Tier.CASEWORKER, "Riverside County")
    assert not Contact.objects.exists()
    opened = closing.open_place(location, world.keyring(world.cast.dora_directory))
    assert [row["name"] for row in opened.contacts] == ["Ann Keeper"]
    assert a_place("x").contacts == ()
    assert Service.objects.filter(pk=world.clinic.pk).exists()
