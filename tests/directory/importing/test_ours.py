"""What one installation publishes arrives right in another: nothing more exact, nothing lost."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid5

import pytest
from django.apps import apps

from tests.directory.conftest import World
from tests.directory.exporting.conftest import rich, tables  # noqa: F401  a fixture
from tests.directory.importing.conftest import LINK, PHONE, SERVICE, bring, package, unchanged
from tests.reports.staff.conftest import Clock
from waymark.audit.models import Actor
from waymark.directory import cells, closing, indexing
from waymark.directory.actions.partners import add_partner
from waymark.directory.actions.places import store_place
from waymark.directory.criteria import Answer, Criterion
from waymark.directory.exporting import Format, export
from waymark.directory.hsds import profile, serialise, viewer
from waymark.directory.hsds.viewer import PUBLIC
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import (
    Address,
    Attribute,
    CapacityStatus,
    ClosedPlace,
    Eligibility,
    Location,
    Means,
    Metadata,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    TaxonomyTerm,
    Unit,
    Use,
    Verification,
)
from waymark.directory.models.search import SearchRow
from waymark.directory.partners import partner_of
from waymark.directory.tiers import Tier

SOURCE = "Next County"
# Who made sure of it, and how, is the source from here on; its dates stay.
VOUCHED = {"replacement_value", "updated_by"}


@pytest.fixture
def moment(clock: Clock) -> datetime:
    """An hour after what the rich directory was told, so that room still counts."""
    clock.now = datetime(2026, 11, 25, 13, 40, tzinfo=UTC)
    return clock.now


def emptied() -> None:
    """Nothing of the directory is left."""
    for model in reversed(list(apps.get_app_config("directory").get_models())):
        model._default_manager.all().delete()
    assert not Service.objects.exists()


def exported(folder: Path) -> dict[str, str]:
    export(folder, Format.PACKAGE, by=Actor.SYSTEM)
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}


def as_json(folder: Path) -> dict[str, str]:
    folder.mkdir()
    export(folder / "all.json", Format.JSON, by=Actor.SYSTEM)
    return {"all.json": (folder / "all.json").read_text(encoding="utf-8")}


def compared(folder: Path) -> dict[str, list[str]]:
    """Every row of a package, without what is meant to differ."""
    found = tables(folder)
    for row in found["metadata"]:
        if row["last_action_type"] == "verify":
            for name in VOUCHED:
                row[name] = ""
    return {name: sorted(json.dumps(row) for row in rows) for name, rows in found.items()}


def test_an_export_comes_in_elsewhere_and_goes_out_equal(
    rich: World,  # noqa: F811  the fixture
    moment: datetime,
    tmp_path: Path,
) -> None:
    """All but who verified it and how: that is the source from here on."""
    said = exported(tmp_path / "one")
    emptied()
    brought = bring(said, SOURCE)
    assert not brought.count(Verdict.REFUSE, "location")
    assert not [line for line in brought.lines() if line.verdict is Verdict.REFUSE]
    exported(tmp_path / "two")
    one, two = compared(tmp_path / "one"), compared(tmp_path / "two")
    for name, rows in one.items():
        assert two[name] == rows, name


@pytest.mark.parametrize("form", [exported, as_json])
def test_what_our_attributes_say_is_what_it_was(
    rich: World,  # noqa: F811  the fixture
    moment: datetime,
    tmp_path: Path,
    form: Callable[[Path], dict[str, str]],
) -> None:
    Eligibility.objects.filter(service=rich.clinic).update(note="From 18")
    services, closed = (rich.clinic.pk, rich.next_door.pk), rich.location(rich.next_door).pk
    said = form(tmp_path / "one")
    emptied()
    bring(said, SOURCE)
    for pk in services:
        [answer] = Eligibility.objects.filter(service=pk)
        assert (answer.criterion, answer.answer) == (Criterion.MEN, Answer.ACCEPTS)
        assert answer.note == ("From 18" if pk == services[0] else "")
        assert ServiceAtLocation.objects.get(service=pk).use == Use.ACCESS_POINT
        [room] = ServiceCapacity.objects.filter(service=pk)
        assert (room.status, room.population) == (CapacityStatus.CAPACITY, "Women")
        assert (room.available, room.maximum, room.description) == (None, None, "")
        assert room.expires_at == datetime(2026, 11, 26, 12, tzinfo=UTC)
        assert {v.means for v in Verification.objects.filter(service=pk)} == {Means.SOURCE}
    assert {row.zone for row in Schedule.objects.all()} == {"America/Los_Angeles"}
    assert Schedule.objects.filter(location=closed).exists()
    # They are made anew on the way out; none is kept beside.
    ours = [term.pk for term in profile.terms()]
    assert not Attribute.objects.filter(taxonomy_term__in=ours).exists()
    assert not TaxonomyTerm.objects.filter(pk__in=ours).exists()
    assert not Metadata.objects.filter(last_action_type="verify").exists()


def lists(folder: Path) -> dict[str, str]:
    """What the lists of the API say, which carry no attributes."""
    links = PUBLIC.service_at_locations().select_related(
        "service__organization", "service__steward", "location"
    )
    made = serialise.listed_service_at_locations(PUBLIC, list(links))
    return {"list.json": json.dumps({"total_items": len(made), "contents": made})}


@pytest.mark.parametrize("form", [exported, as_json, lists])
def test_a_closed_place_never_arrives_as_a_public_point(
    world: World, tmp_path: Path, form: Callable[[Path], dict[str, str]]
) -> None:
    near, sealed = world.location(world.next_door), world.location(world.advice)
    description = near.description
    cell = (near.cell_latitude, near.cell_longitude)
    said = form(tmp_path / "one")
    emptied()
    brought = bring(said, SOURCE)
    assert brought.codes(Verdict.WARN).count("only_area") == 2
    for row, middle in ((near, cell), (sealed, (None, None))):
        found = Location.objects.get(pk=row.pk)
        assert (found.tier, found.latitude, found.longitude) == (Tier.CASEWORKER, None, None)
        assert (found.cell_latitude, found.cell_longitude) == middle
        assert (found.area, found.description) == ("Riverside County", description)
        assert not Address.objects.filter(location=found).exists()
    assert not ClosedPlace.objects.exists()
    public = Location.objects.filter(tier=Tier.PUBLIC)
    assert public.count() == 2
    points = [(row.latitude, row.longitude) for row in public]
    for latitude, longitude in points:
        assert latitude is not None
        assert longitude is not None
        assert not cells.is_snapped(latitude, longitude)
    stored = json.dumps([row.__dict__ for row in SearchRow.objects.all()], default=repr)
    assert "38.58" in stored or "38581234" in stored  # public places stay exact


@pytest.mark.parametrize("whole", [True, False])
def test_what_a_partners_key_opened_does_not_become_public(world: World, whole: bool) -> None:
    sara = world.cast.sara_supervisor
    added = add_partner("Otter County", by=sara, keyring=world.keyring(sara))
    opened = partner_of(added.key)
    assert opened is not None
    reader = viewer.partner(opened)
    links = list(reader.service_at_locations().select_related(
        "service__organization", "service__steward", "location"
    ))  # fmt: skip
    make = serialise.full_service_at_locations if whole else serialise.listed_service_at_locations
    made = make(reader, links)
    pk = world.location(world.partner_house).pk
    said = json.dumps(next(row for row in made if row["location"]["id"] == str(pk)))
    assert "38.581234" in said
    emptied()
    bring({"one.json": said}, SOURCE)
    found = Location.objects.get(pk=pk)
    assert (found.tier, found.latitude) == (Tier.CASEWORKER, None)
    assert (found.cell_latitude, found.cell_longitude) == (38.55, -121.45)
    assert found.description == ""
    assert not Address.objects.exists()


@pytest.mark.parametrize("form", [exported, as_json])
def test_a_second_time_changes_nothing(
    rich: World,  # noqa: F811  the fixture
    moment: datetime,
    tmp_path: Path,
    form: Callable[[Path], dict[str, str]],
) -> None:
    said = form(tmp_path / "one")
    emptied()
    bring(said, SOURCE)
    with unchanged():
        again = bring(said, SOURCE)
    assert not again.report.total(Verdict.ADD)
    assert not again.report.total(Verdict.CHANGE)


def test_our_own_export_does_not_touch_what_we_know(
    rich: World,  # noqa: F811  the fixture
    moment: datetime,
    tmp_path: Path,
) -> None:
    said = exported(tmp_path / "one")
    Unit.objects.bulk_create([profile.places_unit()])
    with unchanged():
        bring(said, SOURCE, steward=rich.cast.riverside)


def test_a_place_that_its_source_closes_is_closed_here(world: World, tmp_path: Path) -> None:
    """It was public in an earlier export; where it is, is known here and gets sealed."""
    steward = world.cast.riverside
    exact = closing.read(world.location(world.clinic))
    before = exported(tmp_path / "one")
    location = world.location(world.clinic)
    store_place(location, exact, Tier.CASEWORKER, "Riverside County")
    indexing.index_services([world.clinic.pk])
    after = exported(tmp_path / "two")
    pk, circles = location.pk, world.cast
    emptied()
    bring(before, SOURCE, steward=steward)
    assert Location.objects.get(pk=pk).tier == Tier.PUBLIC
    bring(after, SOURCE, steward=steward)
    found = Location.objects.get(pk=pk)
    assert (found.tier, found.latitude) == (Tier.CASEWORKER, None)
    assert not Address.objects.filter(location=found).exists()
    opened = closing.open_place(found, circles.keyring(circles.dora_directory))
    assert opened.point == exact.point


def table(entity_rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(entity_rows[0]))
    writer.writeheader()
    writer.writerows(entity_rows)
    return text.getvalue()


def attribute(code: str, link: str, entity: str, value: str) -> dict[str, Any]:
    [term] = [term for term in profile.terms() if term.code == code]
    return {
        "id": str(uuid5(term.pk, link)),
        "link_id": link, "link_entity": entity, "link_type": "detail",
        "taxonomy_term_id": str(term.pk), "value": value,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "entity", "value", "said"),
    [
        ("men", "service", "perhaps", "bad_answer"),
        ("use", "service_at_location", "somewhere", "bad_choice"),
        ("time_zone", "schedule", "Mars/Olympus", "bad_choice"),
        ("time_zone", "schedule", "../../etc/passwd", "bad_choice"),
    ],
)
def test_words_that_are_none_of_ours_are_said_and_left_out(
    code: str, entity: str, value: str, said: str
) -> None:
    links = {"service": SERVICE, "service_at_location": LINK, "schedule": LINK}
    files = package(
        attributes=table([attribute(code, links[entity], entity, value)]),
        schedules=f"id,service_id,freq,byday\n{LINK},{SERVICE},WEEKLY,MO\n",
    )
    assert said in bring(files).codes(Verdict.WARN)
    assert not Eligibility.objects.exists()
    assert ServiceAtLocation.objects.get().use == Use.BOTH
    assert Schedule.objects.get().zone == ""
    assert not Attribute.objects.exists()


@pytest.mark.parametrize(
    ("day", "until", "holds"),
    [
        ("2026-11-20", "2026-12-20", datetime(2026, 12, 20, tzinfo=UTC)),
        ("2026-11-20", "2126-01-01", datetime(2026, 11, 20, tzinfo=UTC) + timedelta(days=366)),
        ("2026-11-20", "2026-13-99", None),
        ("2025-01-01", "2026-01-01", None),
        ("2027-01-01", "2028-01-01", None),
    ],
)
def test_a_verification_keeps_its_dates_and_is_never_ours(
    moment: datetime, day: str, until: str, holds: datetime | None
) -> None:
    row = {
        "id": PHONE, "resource_id": SERVICE, "resource_type": "service",
        "last_action_date": day, "last_action_type": "verify", "field_name": "phones",
        "previous_value": "not verified", "replacement_value": f"Called; holds until {until}",
        "updated_by": "Another Coalition",
    }  # fmt: skip
    files = package(metadata=table([row]))
    bring(files)
    found = [
        (v.aspect, v.means, v.by, v.by_name, v.verified_at.date().isoformat(), v.expires_at)
        for v in Verification.objects.all()
    ]
    said = ("phone", "source", None, "Harbor County", day, holds)
    assert found == ([said] if holds else [])
    assert not Metadata.objects.exists()
    with unchanged():
        assert not bring(files).report.total(Verdict.CHANGE)


def test_what_our_people_heard_since_is_kept(
    rich: World,  # noqa: F811  the fixture
    moment: datetime,
    tmp_path: Path,
) -> None:
    said = exported(tmp_path / "one")
    emptied()
    bring(said, SOURCE)
    room = ServiceCapacity.objects.filter(service=rich.services["clinic"].pk)
    room.update(status=CapacityStatus.NO_CAPACITY, updated=moment, available=0)
    with unchanged():
        assert "verified_here" in bring(said, SOURCE).codes(Verdict.KEEP)
