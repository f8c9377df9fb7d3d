"""Exports as JSON, from the command line, and what happens when something is in the way."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.directory.conftest import World
from tests.directory.exporting.conftest import tables
from tests.directory.hsds.reference import needs_reference
from tests.directory.hsds.validation import problems
from waymark.audit.events import Event
from waymark.audit.models import Actor, Entry
from waymark.commands.main import main
from waymark.directory.api.listing import OfTable
from waymark.directory.exporting import Format, export, files
from waymark.directory.exporting.files import NotOurs
from waymark.directory.hsds import serialise
from waymark.directory.models import Organization, Service

FORMS = tuple(Format)


def exported(folder: Path, form: Format) -> Path:
    target = folder / "export"
    export(target, form, by=Actor.SYSTEM)
    return target


@pytest.mark.parametrize("batch", [1, 3, 100])
def test_json_and_ndjson_hold_the_same_services(
    rich: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(OfTable.batches, "__defaults__", (batch,))
    lines = (tmp_path / "lines").with_suffix(".ndjson")
    assert export(lines, Format.NDJSON, by=Actor.SYSTEM) == 4
    whole = tmp_path / "whole.json"
    assert export(whole, Format.JSON, by=Actor.SYSTEM) == 4
    page = json.loads(whole.read_text(encoding="utf-8"))
    assert page["contents"] == [json.loads(line) for line in lines.read_text().splitlines()]
    assert (page["total_items"], page["size"], page["total_pages"]) == (4, 4, 1)
    assert {row["name"] for row in page["contents"]} == {"Clinic", "Advice", "Next Door", "Common"}


@needs_reference
def test_json_fits_the_published_schema(rich: World, tmp_path: Path) -> None:
    for line in exported(tmp_path, Format.NDJSON).read_text(encoding="utf-8").splitlines():
        assert not problems("service", json.loads(line))


def test_json_of_nothing(db: None, tmp_path: Path) -> None:
    page = json.loads(exported(tmp_path, Format.JSON).read_text(encoding="utf-8"))
    assert (page["contents"], page["empty"], page["total_pages"]) == ([], True, 0)


@pytest.mark.parametrize("form", FORMS)
def test_each_export_is_recorded(world: World, tmp_path: Path, form: Format) -> None:
    export(tmp_path / "x", form, by=world.cast.dora_directory)
    last = Entry.objects.order_by("-seq")[0]
    assert (last.event, last.actor_id) == (
        Event.DIRECTORY_EXPORTED.value,
        world.cast.dora_directory.pk,
    )


@pytest.mark.parametrize("form", FORMS)
def test_what_breaks_leaves_what_was_there(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Format
) -> None:
    target = exported(tmp_path, form)
    before = snapshot_of(target)
    entries = Entry.objects.count()

    def broken(*args: Any, **named: Any) -> None:
        raise OSError("no space left")

    Service.objects.update(name="Changed")
    monkeypatch.setattr("waymark.directory.exporting.objects.json.dumps", broken)
    monkeypatch.setattr("waymark.directory.exporting.package.to_text", broken)
    with pytest.raises(OSError, match="no space"):
        export(target, form, by=Actor.SYSTEM)
    assert snapshot_of(target) == before
    assert [each.name for each in tmp_path.iterdir()] == ["export"]
    assert Entry.objects.count() == entries


def snapshot_of(target: Path) -> dict[str, bytes]:
    every = sorted(target.iterdir()) if target.is_dir() else [target]
    return {file.name: file.read_bytes() for file in every}


@pytest.mark.parametrize("form", FORMS)
def test_a_new_export_takes_the_place_of_the_old_one(
    world: World, tmp_path: Path, form: Format
) -> None:
    before = snapshot_of(exported(tmp_path, form))
    Service.objects.update(name="Changed")
    after = snapshot_of(exported(tmp_path, form))
    assert after.keys() == before.keys()
    assert after != before
    assert [each.name for each in tmp_path.iterdir()] == ["export"]


def test_an_empty_folder_may_be_filled(world: World, tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    assert len(tables(exported(tmp_path, Format.PACKAGE))["service"]) == 4


def test_a_folder_of_somebody_else_is_left_alone(world: World, tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "thesis.txt").write_text("do not lose")
    with pytest.raises(NotOurs):
        exported(tmp_path, Format.PACKAGE)
    assert (tmp_path / "export" / "thesis.txt").read_text() == "do not lose"


def test_progress_is_told(rich: World, tmp_path: Path) -> None:
    told: list[int] = []
    export(tmp_path / "p", Format.PACKAGE, by=Actor.SYSTEM, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == sum(len(rows) for rows in tables(tmp_path / "p").values())
    lines: list[int] = []
    export(tmp_path / "l", Format.NDJSON, by=Actor.SYSTEM, progress=lines.append)
    assert lines == [4]


def test_memory_does_not_grow_with_the_rows(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more than a batch is ever asked of the serialiser."""
    organization = Organization.objects.create(name="Large", source="x")
    Service.objects.bulk_create(
        Service(name=f"Service {n}", organization=organization) for n in range(230)
    )
    sizes: list[int] = []
    full = serialise.full_services

    def counted(viewer: Any, services: Any) -> Any:
        sizes.append(len(services))
        return full(viewer, services)

    monkeypatch.setattr(serialise, "full_services", counted)
    assert export(tmp_path / "x", Format.NDJSON, by=Actor.SYSTEM) == 234
    assert sizes == [100, 100, 34]


@pytest.mark.parametrize("form", ["package", "zip", "json", "ndjson"])
def test_the_command(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    target = tmp_path / "out"
    assert main(["directory", "export", str(target), "--format", form]) == 0
    assert target.exists()
    said = capsys.readouterr()
    assert str(target) in said.out
    assert said.err == ""


def test_the_command_says_what_is_in_the_way(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other.txt").write_text("x")
    assert main(["directory", "export", str(tmp_path), "--format", "package"]) == 1
    assert "choose another name" in capsys.readouterr().err
    assert main(["directory", "export", str(tmp_path / "no" / "where.zip")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_the_command_counts_on_a_terminal(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    monkeypatch.setattr("waymark.commands.directory.sys.stderr.isatty", lambda: True, raising=False)
    assert main(["directory", "export", str(tmp_path / "out")]) == 0


@pytest.mark.django_db(transaction=True)
def test_everything_is_read_as_it_was_at_one_moment() -> None:
    with files.snapshot():
        Organization.objects.count()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SHOW transaction_isolation")
                assert cursor.fetchone() == ("repeatable read",)
        else:
            assert connection.connection.in_transaction
    if connection.vendor == "sqlite":
        assert not connection.connection.in_transaction
    Organization.objects.create(name="Written afterwards")
    assert Organization.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_export_that_breaks_leaves_no_transaction_open(tmp_path: Path) -> None:
    def broken(written: int) -> None:
        raise KeyboardInterrupt

    Organization.objects.create(name="First", source="x")
    with pytest.raises(KeyboardInterrupt):
        export(tmp_path / "p", Format.PACKAGE, by=Actor.SYSTEM, progress=broken)
    Organization.objects.create(name="Written afterwards")
    assert not list(tmp_path.iterdir())
