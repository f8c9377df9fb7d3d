"""Open Eligibility as it is loaded, and a licensee's own taxonomy from a file."""

import csv
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from waymark.directory.models import Taxonomy, TaxonomyTerm
from waymark.directory.taxonomies import (
    OPEN_ELIGIBILITY,
    TERMS_FILE,
    TaxonomyFileError,
    Term,
    TermsLoaded,
    load_taxonomies,
    load_terms,
    read_terms,
    taxonomy_id,
    term_id,
)

XML = Path(__file__).parents[3] / "shared" / "reference" / "hsds" / "openeligibility_taxonomy.xml"
CODES = "code,name,parent_code\n"


def bundled() -> list[Term]:
    return read_terms(TERMS_FILE.read_bytes(), TERMS_FILE.name)


def xml_terms() -> list[tuple[str, str, str]]:
    """Code, name and parent's code of every term of the published XML, in its order.

    Its declaration names a version of XML that does not exist, so it is cut off. The second 1206
    is 1206.1 with us.
    """
    root = ElementTree.fromstring(XML.read_text(encoding="utf-8").split("?>", 1)[1])  # noqa: S314  a file that we keep
    found: list[tuple[str, str, str]] = []

    def walk(node: ElementTree.Element, parent: str) -> None:
        for child in node:
            if child.tag.endswith("_level"):
                name = str(child.get("title"))
                code = "1206.1" if name == "Primary Care" else str(child.get("id"))
                found.append((code, name, parent))
                walk(child, code)

    for part in ("services", "situations"):
        node = root.find(part)
        assert node is not None
        walk(node, "")
    return found


@pytest.mark.skipif(not XML.exists(), reason="../shared with the published taxonomy is absent")
def test_the_bundled_file_is_the_published_taxonomy() -> None:
    assert [(term.code, term.name, term.parent_code) for term in bundled()] == xml_terms()


def test_the_licence_lies_beside_the_data() -> None:
    text = (TERMS_FILE.parent / "LICENCE.txt").read_text(encoding="utf-8")
    assert "CC BY-SA 3.0" in text
    assert "https://github.com/auntbertha/openeligibility" in text
    assert "Changes made" in text


@pytest.mark.django_db
def test_loading_brings_every_term_below_its_parent() -> None:
    loaded = load_taxonomies()
    assert loaded == TermsLoaded(added=len(bundled()))
    shelter = TaxonomyTerm.objects.get(pk=term_id("1135"))
    assert (shelter.name, shelter.parent.name) == ("Emergency Shelter", "Housing")
    survivors = TaxonomyTerm.objects.get(name="Human Trafficking Survivors")
    assert survivors.code == "20084"
    assert survivors.taxonomy_detail.licence.startswith("CC BY-SA 3.0")


@pytest.mark.django_db
def test_loading_again_writes_nothing() -> None:
    load_taxonomies()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert load_taxonomies() == TermsLoaded(unchanged=len(bundled()))
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_ids_stay_the_same_for_ever() -> None:
    """Needs, translations and other installations refer to these ids."""
    assert str(taxonomy_id()) == "ad30438c-13fc-5003-a61b-7950dbc51d2e"
    assert str(term_id("1135")) == "2b0e900e-9ccb-5b4c-b5f4-5905065bee52"
    assert taxonomy_id("open  eligibility") != taxonomy_id()
    assert taxonomy_id(" OPEN eligibility ") == taxonomy_id(OPEN_ELIGIBILITY)


@pytest.mark.django_db
def test_another_taxonomy_stands_beside_the_bundled_one() -> None:
    load_taxonomies()
    about = Taxonomy(name="Our codes", licence="With a licence of our own")
    terms = read_terms(b"code,name,parent\nB,Basic needs,\nBH,Housing,B\n", "codes.csv")
    assert load_terms(about, terms) == TermsLoaded(added=2)
    housing = TaxonomyTerm.objects.get(code="BH")
    assert housing.parent_id == term_id("B", "our codes")
    assert housing.taxonomy == "Our codes"
    assert TaxonomyTerm.objects.filter(taxonomy=OPEN_ELIGIBILITY).count() == len(bundled())


@pytest.mark.django_db
def test_a_newer_file_changes_adds_and_keeps() -> None:
    """What the newer file lacks stays, because services may carry it."""
    about = Taxonomy(name="Our codes")
    load_terms(about, [Term("A", "Food"), Term("B", "Shelter"), Term("C", "Law")])
    again = Taxonomy(name="Our codes", version="2")
    loaded = load_terms(again, [Term("A", "Meals"), Term("C", "Law"), Term("D", "Work", "A")])
    assert loaded == TermsLoaded(added=1, changed=1, unchanged=1, missing=1)
    names = dict(TaxonomyTerm.objects.values_list("code", "name"))
    assert names == {"A": "Meals", "B": "Shelter", "C": "Law", "D": "Work"}
    assert Taxonomy.objects.get().version == "2"


def test_columns_of_other_packages_are_understood() -> None:
    ohana = "taxonomy_id,name,parent_id,parent_name\n101,Emergency,,\n101-01,Storm,101,Emergency\n"
    assert read_terms(ohana.encode("utf-8-sig"), "taxonomy.csv") == [
        Term("101", "Emergency"),
        Term("101-01", "Storm", "101"),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "must name the columns"),
        (b"name,parent\nFood,\n", "must name the columns"),
        (CODES.encode(), "holds no terms"),
        (f"{CODES}A,\n".encode(), "line 2: a term needs"),
        (f"{CODES},Food\n".encode(), "line 2: a term needs"),
        (f"{CODES}A,Food,\nA,Meals,\n".encode(), "A stands there twice"),
        (f"{CODES}A,Food,Z\n".encode(), "A is below Z, which is missing"),
        (f"{CODES}A,Food,B\nB,Meals,A\n".encode(), "is below itself"),
        (f"{CODES}A,Food,A\n".encode(), "is below itself"),
        (f"{CODES}A,\xe9t\xe9,\n".encode("latin-1"), "not UTF-8"),
        (f'{CODES}A,"Food,\n'.encode(), "not a CSV file"),
    ],
)
def test_a_doubtful_file_is_refused_with_the_reason(content: bytes, says: str) -> None:
    with pytest.raises(TaxonomyFileError, match=says):
        read_terms(content, "codes.csv")


@pytest.mark.django_db
def test_a_failure_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(TaxonomyTerm.objects, "bulk_create", full)
    with pytest.raises(OSError, match="No space"):
        load_taxonomies()
    assert not Taxonomy.objects.exists()


def test_the_file_is_plain_csv_of_four_columns() -> None:
    with TERMS_FILE.open(encoding="utf-8", newline="") as file:
        assert {len(row) for row in csv.reader(file)} == {4}
