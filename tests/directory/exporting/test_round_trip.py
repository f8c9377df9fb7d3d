"""What comes in as tables goes out as the same tables."""

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest

from tests.directory.conftest import World
from tests.directory.exporting.conftest import tables
from tests.directory.hsds.reference import REFERENCE, needs_reference
from tests.directory.importing.conftest import bring
from waymark.audit.models import Actor
from waymark.directory.exporting import Format, export
from waymark.directory.hsds import profile, serialise
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.values import moment
from waymark.directory.hsds.viewer import PUBLIC
from waymark.directory.models import Attribute, Service

pytestmark = pytest.mark.django_db
# Names a row that is nowhere in the official tables. The database insists on it, since who belongs
# to a service at a place may be at a closed one; the import says that it leaves the link out.
DANGLING = {"contact": ("service_at_location_id",)}
# In public only whether there is room is said.
COARSE = {"service_capacity": ("available", "maximum", "description", "updated")}
# Of rows that are nowhere nobody can tell whether they were public.
OF_NOTHING = {"attribute", "metadata"}


def published(file: str) -> list[dict[str, str]]:
    """A table of the official package."""
    text = (REFERENCE / "examples" / "csv" / file).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@needs_reference
def test_the_official_package_goes_out_as_it_came_in(tmp_path: Path) -> None:
    folder = REFERENCE / "examples" / "csv"
    bring({file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.csv"))})
    export(tmp_path / "p", Format.PACKAGE, by=Actor.SYSTEM)
    found = tables(tmp_path / "p")
    for name, entity in ENTITIES.items():
        given = published(entity.file)
        ids = {row["id"] for row in given}
        ours = [row for row in found[name] if row["id"] in ids]
        if name in OF_NOTHING:
            assert not ours
            continue
        for row in given:
            if row.get("last_modified"):
                row["last_modified"] = moment(datetime.fromisoformat(row["last_modified"]))
        left = (*DANGLING.get(name, ()), *COARSE.get(name, ()))
        for column in left:
            for row in (*ours, *given):
                del row[column]
        assert ours == given, name


def test_a_package_comes_in_again_and_goes_out_the_same(rich: World, tmp_path: Path) -> None:
    """Nothing is doubled by what another installation like this one wrote of the same rows."""
    export(tmp_path / "one", Format.PACKAGE, by=Actor.SYSTEM)
    for taxonomy in profile.taxonomies():
        taxonomy.save(force_insert=True)
    for term in profile.terms():
        term.save(force_insert=True)
    terms = {str(term.pk) for term in profile.terms()}
    found = tables(tmp_path / "one")
    copies = [row for row in found["attribute"] if row["taxonomy_term_id"] in terms]
    assert len({row["taxonomy_term_id"] for row in copies}) == 6
    for row in copies:
        Attribute.objects.create(**{**row, "value": "an older copy"})
    export(tmp_path / "two", Format.PACKAGE, by=Actor.SYSTEM)
    for name, rows in tables(tmp_path / "two").items():
        assert sorted(map(str, rows)) == sorted(map(str, found[name])), name
    services = list(PUBLIC.services().select_related("steward"))
    assert "an older copy" not in str(serialise.full_services(PUBLIC, services))


def test_what_was_imported_of_our_terms_and_is_not_known_here_is_kept(
    world: World, tmp_path: Path
) -> None:
    for taxonomy in profile.taxonomies():
        taxonomy.save(force_insert=True)
    term = profile.terms()[0]
    term.save(force_insert=True)
    Attribute.objects.create(
        link_id=world.clinic.pk, link_entity="service", taxonomy_term=term, value="accepts"
    )
    export(tmp_path / "p", Format.PACKAGE, by=Actor.SYSTEM)
    kept = tables(tmp_path / "p")["attribute"]
    assert [row["value"] for row in kept if row["taxonomy_term_id"] == str(term.pk)] == ["accepts"]
    [made] = serialise.full_services(PUBLIC, [Service.objects.get(pk=world.clinic.pk)])
    assert [row["value"] for row in made["attributes"]] == ["accepts"]
