"""A licensed taxonomy works inside and goes nowhere: not by API, export or page."""

from pathlib import Path

import pytest

from tests.directory.api.conftest import Program, api, content, partner  # noqa: F401  fixtures
from tests.directory.conftest import World
from tests.directory.exporting.conftest import tables
from waymark.audit.models import Actor
from waymark.commands import directory as command
from waymark.commands import importing
from waymark.directory import indexing, search
from waymark.directory.exporting import Format, export
from waymark.directory.models import Attribute, Metadata, Taxonomy, TaxonomyTerm
from waymark.directory.search import Query
from waymark.directory.taxonomies import OPEN_ELIGIBILITY, load_taxonomies, term_id
from waymark.directory.tiers import Tier

pytestmark = pytest.mark.django_db
NAME = "Licensed codes"
SECRET = "BH-1800 Emergency Shelter"


def load(folder: Path, *more: str) -> int:
    import argparse

    file = folder / "codes.csv"
    file.write_text(f"code,name,parent\nBH,{SECRET},\nBH-1,{SECRET} below,BH\n", encoding="utf-8")
    parser = argparse.ArgumentParser()
    importing.taxonomy_arguments(parser)
    said = ["--name", NAME, "--licence", "Not to be handed on", *more, str(file)]
    return importing.taxonomy(parser.parse_args(said))


@pytest.fixture
def coded(world: World, tmp_path: Path) -> World:
    """The clinic carries a licensed code, and one of Open Eligibility."""
    load(tmp_path)
    load_taxonomies()
    for code, taxonomy in (("BH-1", NAME), ("1102", OPEN_ELIGIBILITY)):
        term = TaxonomyTerm.objects.get(pk=term_id(code, taxonomy))
        row = Attribute.objects.create(
            link_id=world.clinic.pk, link_entity="service", taxonomy_term=term, value=f"v {code}"
        )
        for target, entity in ((row, "attribute"), (term, "taxonomy_term")):
            Metadata.objects.create(
                resource_id=target.pk,
                resource_type=entity,
                field_name="name",
                previous_value=f"was {code}",
                replacement_value=f"is {code}",
            )
    indexing.index_services([world.clinic.pk])
    return world


def test_what_comes_by_a_file_stays_inside_unless_somebody_says_otherwise(tmp_path: Path) -> None:
    load(tmp_path)
    load_taxonomies()
    published = dict(Taxonomy.objects.values_list("name", "may_be_published"))
    assert published == {NAME: False, OPEN_ELIGIBILITY: True}
    load(tmp_path, "--may-be-published")
    assert Taxonomy.objects.get(name=NAME).may_be_published
    load(tmp_path)
    assert not Taxonomy.objects.get(name=NAME).may_be_published
    assert "taxonomy" in command.ACTIONS


@pytest.mark.parametrize("who", ["api", "partner"])
def test_no_address_of_the_api_tells_a_code(
    coded: World, who: str, request: pytest.FixtureRequest
) -> None:
    program: Program = request.getfixturevalue(who)
    code, taxonomy = term_id("BH-1", NAME), Taxonomy.objects.get(name=NAME).pk
    for path in (
        "/taxonomies",
        "/taxonomy_terms?per_page=1000",
        f"/taxonomy_terms?taxonomy_id={taxonomy}",
        f"/taxonomy_terms?parent_id={term_id('BH', NAME)}",
        "/taxonomy_terms?search=emergency",
        "/services?full=true",
        f"/services/{coded.clinic.pk}",
        "/service_at_locations?full=true",
        "/organizations?full=true&full_service=true",
        "/services?format=ndjson&full=true",
    ):
        said = content(program.get(path)).decode()
        for secret in (SECRET, NAME, "v BH-1", "was BH-1", str(code), str(taxonomy)):
            assert secret not in said, path
    assert program.get(f"/taxonomies/{taxonomy}").status_code == 404
    assert program.get(f"/taxonomy_terms/{code}").status_code == 404
    assert "v 1102" in content(program.get(f"/services/{coded.clinic.pk}")).decode()


@pytest.mark.parametrize("code", ["BH", "BH-1"])
@pytest.mark.parametrize("more", [{}, {"search": "clinic"}, {"latitude": 38.58, "longitude": -121}])
def test_asking_for_a_code_finds_nothing(
    coded: World,
    api: Program,  # noqa: F811  the fixture
    code: str,
    more: dict[str, str],
) -> None:
    wanted = str(term_id(code, NAME))
    for path in ("/services", "/service_at_locations"):
        assert api.contents(path, taxonomy_term_id=wanted, **more) == []
    assert api.contents("/services", taxonomy_id=str(Taxonomy.objects.get(name=NAME).pk)) == []
    assert api.contents("/organizations", taxonomy_term_id=wanted) == []
    # One that may go out is still found beside it.
    both = f"{wanted},{term_id('1102')}"
    assert [row["name"] for row in api.contents("/services", taxonomy_term_id=both, **more)]


@pytest.mark.parametrize("form", [Format.PACKAGE, Format.JSON, Format.NDJSON])
def test_no_export_tells_a_code(coded: World, tmp_path: Path, form: Format) -> None:
    target = tmp_path / "out"
    export(target, form, by=Actor.SYSTEM)
    files = [target] if target.is_file() else list(target.iterdir())
    said = "\n".join(file.read_text(encoding="utf-8") for file in files)
    for secret in (SECRET, NAME, "v BH-1", "was BH-1", str(term_id("BH-1", NAME))):
        assert secret not in said
    assert "v 1102" in said
    if form is Format.PACKAGE:
        assert {row["previous_value"] for row in tables(target)["metadata"]} == {"was 1102"}


def test_workers_and_the_index_still_use_it(coded: World) -> None:
    found = search.search(Query(terms=(str(term_id("BH-1", NAME)),), tier=Tier.SEALED))
    assert {each.service_id for each in found.results} == {coded.clinic.pk}


def test_with_a_licence_that_allows_it_everything_goes_out(
    coded: World,
    tmp_path: Path,
    api: Program,  # noqa: F811  the fixture
) -> None:
    load(tmp_path, "--may-be-published")
    assert SECRET in content(api.get(f"/services/{coded.clinic.pk}")).decode()
    assert api.contents("/services", taxonomy_term_id=str(term_id("BH", NAME)))
