"""A directory with everything in it: the examples where they are, and services of each tier."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.directory.conftest import World
from waymark.directory.criteria import Answer, Criterion
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.models import (
    Accessibility,
    Aspect,
    Attribute,
    CapacityStatus,
    Contact,
    Eligibility,
    Language,
    Means,
    Metadata,
    Phone,
    Program,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    Url,
    Use,
    Verification,
)

NOW = datetime(2026, 11, 25, 12, 34, 56, tzinfo=UTC)


def tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Every table of a package, by the name of its entity."""
    found = {}
    for name, entity in ENTITIES.items():
        with (folder / entity.file).open(encoding="utf-8", newline="") as file:
            found[name] = list(csv.DictReader(file))
    return found


def described(folder: Path) -> dict[str, Any]:
    """Each resource of the descriptor, by name."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


@pytest.fixture
def rich(world: World) -> World:
    """The clinic (public) and next_door (its place is closed) have everything that can hang on."""
    for service in (world.clinic, world.next_door, world.sealed_house):
        hang_everything_on(service)
    return world


def hang_everything_on(service: Service) -> None:
    name = service.name
    link = ServiceAtLocation.objects.get(service=service)
    ServiceAtLocation.objects.filter(pk=link.pk).update(use=Use.ACCESS_POINT)
    program = Program.objects.create(name=f"{name} program", organization=service.organization)
    Service.objects.filter(pk=service.pk).update(
        program=program, minimum_age=16, description=f'=1+1 {name}, "quoted"\nsecond line é'
    )
    contact = Contact.objects.create(service=service, name=f"{name} desk", email="a@example.org")
    phone = Phone.objects.create(contact=contact, number="+1 202 555 0190", extension=7)
    Language.objects.create(phone=phone, service=service, name="Vietnamese", code="vi")
    Url.objects.create(service=service, label="More", url="https://example.org/more")
    Schedule.objects.create(
        location_id=link.location_id,
        freq="WEEKLY",
        dtstart=date(2026, 1, 5),
        byday="MO",
        zone="America/Los_Angeles",
        schedule_link=f"https://example.org/{service.pk}",
    )
    Accessibility.objects.create(
        location_id=link.location_id, description="A ramp", url=f"https://example.org/{service.pk}"
    )
    Eligibility.objects.create(service=service, criterion=Criterion.MEN, answer=Answer.ACCEPTS)
    capacity = ServiceCapacity.objects.create(
        service=service,
        status=CapacityStatus.CAPACITY,
        available=3,
        maximum=9,
        description="3 of 9 beds",
        population="Women",
        updated=NOW,
        expires_at=NOW + timedelta(days=300),
    )
    taxonomy = Taxonomy.objects.create(name="Words", description="")
    term = TaxonomyTerm.objects.create(
        name="Shelter", description="", taxonomy_detail=taxonomy, code="S", taxonomy=taxonomy.name
    )
    changed = (service, link, phone, capacity)
    for row in (*changed, link.location):
        assert row is not None
        entity = row._meta.model_name or ""
        names = {"serviceatlocation": "service_at_location", "servicecapacity": "service_capacity"}
        entity = names.get(entity, entity)
        Attribute.objects.create(link_id=row.pk, link_entity=entity, taxonomy_term=term, value="v")
        Metadata.objects.create(
            resource_id=row.pk,
            resource_type=entity,
            last_action_date=date(2026, 1, 1),
            last_action_type="update",
            field_name="description",
            previous_value=f"old {name}",
            replacement_value=f"new {name}",
            updated_by="Riverside Coalition",
        )
    for aspect in Aspect:
        Verification.objects.create(
            service=service,
            aspect=aspect,
            means=Means.CALLED,
            by_name="Vera Verifier",
            verified_at=NOW,
            expires_at=datetime(2126, 1, 1, tzinfo=UTC),
        )
