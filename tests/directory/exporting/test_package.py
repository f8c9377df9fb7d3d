"""The package of tables: whole, public, and accepted by Frictionless and the published schemas."""

import csv
import json
import uuid
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import pytest
from jsonschema import Draft202012Validator

from tests.directory.conftest import World
from tests.directory.exporting.conftest import described, tables
from tests.directory.hsds.reference import needs_reference, schema
from waymark.audit.models import Actor
from waymark.directory.exporting import Format, export, rows
from waymark.directory.hsds import profile
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.models import (
    Contact,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
)

pytestmark = pytest.mark.django_db
HIDDEN = ("Partner House", "Case House", "Sealed House")
STREETS = ("2 Hidden Lane", "3 Harrow Road", "4 Casework Way", "5 Quarry Court", "6 Lakeside Quay")


@pytest.fixture
def package(rich: World, tmp_path: Path) -> Path:
    """What is written of the rich directory."""
    target = tmp_path / "package"
    written = export(target, Format.PACKAGE, by=Actor.SYSTEM)
    assert written == sum(len(found) for found in tables(target).values())
    return target


def accepted(folder: Path) -> bool:
    """Whether Frictionless finds nothing wrong."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])
    return bool(report.valid)


def test_frictionless_accepts_it(package: Path) -> None:
    assert accepted(package)


def test_frictionless_accepts_an_empty_one(db: None, tmp_path: Path) -> None:
    export(tmp_path / "empty", Format.PACKAGE, by=Actor.SYSTEM)
    assert accepted(tmp_path / "empty")


@pytest.mark.parametrize("size", [1, 2, 3])
def test_batches_of_any_size_give_the_same(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(rows, "BATCH", size)
    export(tmp_path / "again", Format.PACKAGE, by=Actor.SYSTEM)
    for name, found in tables(package).items():
        again = tables(tmp_path / "again")[name]
        assert sorted(map(str, again)) == sorted(map(str, found)), name
    assert accepted(tmp_path / "again")


def test_public_services_and_no_others(rich: World, package: Path) -> None:
    found = tables(package)
    names = {row["name"] for row in found["service"]}
    assert names == {"Clinic", "Advice", "Next Door", "Common"}
    text = "".join(file.read_text(encoding="utf-8") for file in package.iterdir())
    for said in (*HIDDEN, *STREETS, "Vera Verifier"):
        assert said not in text
    for name in ("sealed_house", "case_house", "partner_house", "next_door_sealed"):
        assert str(rich.services[name].pk) not in text
    assert "1 Open Street" in text


def test_every_row_hangs_on_a_row_that_is_there(package: Path) -> None:
    found = tables(package)
    every = {row["id"] for table in found.values() for row in table}
    for name, table in found.items():
        assert len({row["id"] for row in table}) == len(table), name
        for row in table:
            named = [row[field.name] for field in ENTITIES[name].links if row[field.name]]
            assert set(named) <= every
            if name in {"attribute", "metadata"}:
                assert row.get("link_id", row.get("resource_id")) in every


def test_a_closed_location_is_its_cell_and_its_county(rich: World, package: Path) -> None:
    found = tables(package)
    by_id = {row["id"]: row for row in found["location"]}
    closed = by_id[str(rich.location(rich.next_door).pk)]
    assert (closed["latitude"], closed["longitude"]) == ("38.55", "-121.45")
    assert "not published" in closed["description"]
    sealed = by_id[str(rich.location(rich.advice).pk)]
    assert (sealed["latitude"], sealed["longitude"]) == ("", "")
    for table in ("accessibility", "schedule"):
        [row] = [row for row in found[table] if row["location_id"] == closed["id"]]
        assert "https://" not in str(row)
    attributes = [row for row in found["attribute"] if row["link_id"] == closed["id"]]
    assert [row["value"] for row in attributes] == ["Riverside County"]


def test_old_values_beside_a_closed_place_are_withheld(rich: World, package: Path) -> None:
    found = tables(package)
    changes = [row for row in found["metadata"] if row["last_action_type"] == "update"]
    clinic = [row for row in changes if "Clinic" in str(row)]
    assert {row["resource_type"] for row in clinic} == {
        *("service", "service_at_location", "phone", "service_capacity", "location")
    }
    others = [row for row in changes if row not in clinic]
    assert {row["resource_type"] for row in others} == {
        *("service", "service_at_location", "phone", "service_capacity")
    }
    assert {row["previous_value"] for row in others} == {"not published"}


def test_what_waymark_knows_beyond_hsds_is_in_the_tables(rich: World, package: Path) -> None:
    found = tables(package)
    terms = {row["id"]: row for row in found["taxonomy_term"]}
    ours = [
        (terms[row["taxonomy_term_id"]]["code"], row["value"])
        for row in found["attribute"]
        if row["value"] != "v"
    ]
    assert ours.count(("men", "accepts")) == 2
    assert ours.count(("use", "access_point")) == 2
    assert ours.count(("capacity_status", "capacity")) == 2
    assert ours.count(("time_zone", "America/Los_Angeles")) == 2
    assert ours.count(("closed_place", "Riverside County")) == 2
    assert {row.name for row in profile.taxonomies()} <= {row["name"] for row in found["taxonomy"]}


def test_room_is_said_without_numbers(rich: World, package: Path) -> None:
    for row in tables(package)["service_capacity"]:
        assert (row["available"], row["maximum"]) == ("1", "")
        assert row["description"] == "Women: Has room."
        assert row["updated"] == "2026-11-25T12:00:00.000Z"


def test_what_was_verified_is_in_the_tables(rich: World, package: Path) -> None:
    found = tables(package)
    [clinic] = [row for row in found["service"] if row["name"] == "Clinic"]
    assert clinic["assured_date"] == "2026-11-25"
    verified = [row for row in found["metadata"] if row["last_action_type"] == "verify"]
    own = [row for row in verified if row["resource_id"] == clinic["id"]]
    assert len(own) == 7
    assert {row["updated_by"] for row in own} == {"Riverside Coalition"}


def test_values_are_as_they_are(rich: World, package: Path) -> None:
    found = tables(package)
    [clinic] = [row for row in found["service"] if row["name"] == "Clinic"]
    assert clinic["description"] == '=1+1 Clinic, "quoted"\nsecond line é'
    assert clinic["minimum_age"] == "16"
    assert "+1 202 555 0190" in {row["number"] for row in found["phone"]}
    assert found["phone"][0].keys() == {field.name for field in ENTITIES["phone"].fields}


def test_a_row_of_two_parents_loses_the_hidden_one(rich: World, tmp_path: Path) -> None:
    contact = Contact.objects.create(
        organization=rich.clinic.organization, service=rich.case_house, name="Both"
    )
    Phone.objects.create(service=rich.case_house, contact=contact, number="+1 202 555 0191")
    export(tmp_path / "p", Format.PACKAGE, by=Actor.SYSTEM)
    found = tables(tmp_path / "p")
    [both] = [row for row in found["contact"] if row["name"] == "Both"]
    assert both["service_id"] == ""
    [phone] = [row for row in found["phone"] if row["number"] == "+1 202 555 0191"]
    assert (phone["service_id"], phone["contact_id"]) == ("", str(contact.pk))
    assert accepted(tmp_path / "p")


def test_rows_that_hang_on_nothing_that_is_shown_stay_here(rich: World, tmp_path: Path) -> None:
    Phone.objects.create(number="+1 202 555 0192")
    Phone.objects.create(number="+1 202 555 0193", organization=rich.case_house.organization)
    export(tmp_path / "p", Format.PACKAGE, by=Actor.SYSTEM)
    numbers = {row["number"] for row in tables(tmp_path / "p")["phone"]}
    assert not numbers & {"+1 202 555 0192", "+1 202 555 0193"}


def test_what_is_left_empty_is_not_called_required(rich: World, tmp_path: Path) -> None:
    Organization.objects.filter(name="Clinic Group").update(description="Something")
    export(tmp_path / "p", Format.PACKAGE, by=Actor.SYSTEM)
    fields = {f["name"]: f for f in described(tmp_path / "p")["organization"]["schema"]["fields"]}
    assert "constraints" not in fields["description"]
    assert fields["name"]["constraints"]["required"]
    Organization.objects.update(description="Something")
    export(tmp_path / "p", Format.PACKAGE, by=Actor.SYSTEM)
    fields = {f["name"]: f for f in described(tmp_path / "p")["organization"]["schema"]["fields"]}
    assert fields["description"]["constraints"]["required"]


def test_a_link_that_dangles_is_kept_and_not_declared(rich: World, tmp_path: Path) -> None:
    missing = uuid.uuid4()
    Service.objects.filter(pk=rich.common.pk).update(program_id=missing)
    export(tmp_path / "p", Format.PACKAGE, by=Actor.SYSTEM)
    [common] = [row for row in tables(tmp_path / "p")["service"] if row["name"] == "Common"]
    assert common["program_id"] == str(missing)
    declared = described(tmp_path / "p")["service"]["schema"]["foreignKeys"]
    assert [each["fields"] for each in declared] == ["organization_id"]
    assert accepted(tmp_path / "p")


def test_zip_holds_the_same_files(package: Path, tmp_path: Path) -> None:
    target = tmp_path / "package.zip"
    export(target, Format.ZIP, by=Actor.SYSTEM)
    with zipfile.ZipFile(target) as archive:
        assert sorted(archive.namelist()) == sorted(file.name for file in package.iterdir())
        for name in archive.namelist():
            assert archive.read(name) == (package / name).read_bytes()
    report = frictionless.validate(str(target))
    assert report.valid, report.flatten(["name", "type", "note"])


@needs_reference
def test_rows_fit_the_published_tabular_schema(package: Path) -> None:
    published = schema("compiled/tabular")["properties"]
    # The published one was compiled before these had tables.
    assert ENTITIES.keys() - published.keys() == {"service_capacity", "unit", "url"}
    for name in published.keys() & ENTITIES.keys():
        table = tables(package)[name]
        validator = Draft202012Validator(published[name]["items"])
        for row in table:
            made = {
                field.name: typed(row[field.name], field.kind.value)
                for field in ENTITIES[name].fields
                if row[field.name] or needs(field)
            }
            assert not [error.message for error in validator.iter_errors(made)], name


def needs(field: Any) -> bool:
    return bool(field.required and field.kind.value == "text")


def typed(text: str, kind: str) -> Any:
    return float(text) if kind == "number" else text


@needs_reference
def test_the_package_has_the_files_of_the_published_one(package: Path) -> None:
    ours = {name: resource["path"] for name, resource in described(package).items()}
    published = {name: schema(name)["path"] for name in ENTITIES}
    assert ours == published


def test_two_links_of_one_kind(rich: World, tmp_path: Path) -> None:
    """A service at two places, one open and one closed."""
    closed = rich.location(rich.next_door)
    ServiceAtLocation.objects.create(service=rich.clinic, location=closed)
    export(tmp_path / "p", Format.PACKAGE, by=Actor.SYSTEM)
    found = tables(tmp_path / "p")
    own = [row for row in found["metadata"] if row["resource_id"] == str(rich.clinic.pk)]
    assert "old Clinic" not in str(own)


def test_lines_end_as_csv_says(package: Path) -> None:
    head = (package / "units.csv").read_bytes().split(b"\r\n")[0]
    assert head == b"id,name,scheme,identifier,uri"
    assert next(csv.reader([head.decode()]))
    assert json.loads((package / "datapackage.json").read_bytes())["profile"]
