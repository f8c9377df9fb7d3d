"""Our data files say what the standard says."""

import csv
import tomllib

import pytest

from tests.cases.htcds.making import HIDDEN_NAMES, LABELS, REFERENCE
from waymark.cases.htcds.standard import (
    DATA,
    FIELDS,
    OWN,
    Group,
    Kind,
    codes_of,
    core_fields,
    countries,
    fields_of,
    languages,
)

needs_reference = pytest.mark.skipif(
    not (REFERENCE / "htcds").is_dir(), reason="the reference files are not beside this tree"
)
KINDS = {
    "Multiselect Picklist": {Kind.CHOICES},
    "Picklist": {Kind.CHOICE, Kind.CHOICES},
    "Picklist or Text": {Kind.CHOICE, Kind.TEXT},
    "Date": {Kind.DATE},
    "Checkbox": {Kind.YES_NO},
    "Number": {Kind.NUMBER, Kind.COORDINATE},
    "Geolocation": {Kind.COORDINATE},
    "Text": {Kind.TEXT, Kind.CHOICE},
    "Long Text": {Kind.TEXT},
    "Lookup [to user]": {Kind.TEXT},
    "Lookup [to person]": {Kind.TEXT},
    "Lookup [to organisation]": {Kind.TEXT},
    "": {Kind.TEXT},
}


def rows(name: str) -> list[dict[str, str]]:
    path = REFERENCE / "htcds" / name
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True)))


@needs_reference
def test_the_fields_are_those_of_the_standard_in_its_order() -> None:
    theirs = rows("htcds_fields.csv")
    assert list(FIELDS) == [row["field"] for row in theirs]
    for row in theirs:
        ours = FIELDS[row["field"]]
        assert ours.label == (row["label"] or "Organisation")
        assert (ours.type, ours.section) == (row["type"], row["section"])
        assert ours.core == (row["core"] == "Y")
        assert ours.deprecated == (row["status"] == "DEPRECATED")


@needs_reference
def test_the_codes_are_those_of_the_standard_in_its_order() -> None:
    theirs: dict[str, list[tuple[str, str]]] = {}
    for row in rows("htcds_codes.csv"):
        theirs.setdefault(row["field"], []).append((row["value_name"], row["value_label"]))
    ours = {
        name: [(code.name, code.label) for code in codes_of(name)]
        for name, field in FIELDS.items()
        if field.list == OWN
    }
    assert ours == theirs


@needs_reference
def test_no_description_is_carried_over() -> None:
    carried = " ".join(path.read_text(encoding="utf-8") for path in DATA.iterdir())
    for row in rows("htcds_fields.csv"):
        for text in (row["description"], row["notes"]):
            assert len(text) < 25 or text not in carried


def test_the_core_fields_that_are_live_are_38() -> None:
    core = core_fields()
    assert len(core) == 38
    assert not any(field.deprecated for field in core)
    withdrawn = {name for name, field in FIELDS.items() if field.core and field.deprecated}
    assert withdrawn == {"vic_Vulnerabilities", "vic_DetailsOfVulnerabilities"}


def test_the_published_template_asks_for_the_core_fields() -> None:
    assert len(HIDDEN_NAMES) == len(LABELS)
    assert {field.label for field in core_fields()} == set(LABELS) - {""}


@pytest.mark.parametrize("field", FIELDS.values(), ids=str)
def test_each_kind_of_answer_suits_the_type(field: object) -> None:
    found = next(each for each in FIELDS.values() if each is field)
    assert found.kind in KINDS[found.type]
    coded = found.kind in {Kind.CHOICE, Kind.CHOICES}
    assert coded == bool(found.list) == bool(codes_of(found.name))


def test_only_the_industry_takes_several_where_the_standard_takes_one() -> None:
    several = {name for name, field in FIELDS.items() if field.several}
    assert several == {"vic_ForcedLabourIndustry"}
    many = {n for n, f in FIELDS.items() if f.kind is Kind.CHOICES and f.type == "Picklist"}
    assert many == several


@pytest.mark.parametrize(
    ("group", "count", "one"),
    [
        (Group.EVENTS, 10, "hte_Type"), (Group.PLANS, 5, "spl_Type"),
        (Group.COMMENTS, 1, "cco_CaseComment"), (Group.REFERRALS, 5, "cas_OutgoingReferralDate"),
    ],
)  # fmt: skip
def test_what_a_case_may_have_several_of(group: Group, count: int, one: str) -> None:
    names = [field.name for field in fields_of(group)]
    assert len(names) == count
    assert one in names


def test_every_code_stands_once_and_can_be_typed() -> None:
    for name, field in FIELDS.items():
        codes = [code.name for code in codes_of(name)]
        assert len(set(codes)) == len(codes)
        assert all(code == code.strip() and " " not in code and ";" not in code for code in codes)
        assert not field.list or codes


def test_countries_have_two_and_three_letters() -> None:
    assert len(countries()) == 249
    assert all(len(code.name) == 2 and code.name.isupper() for code in countries())
    assert all(len(code.other_names[0]) == 3 for code in countries())
    assert len({code.other_names[0] for code in countries()}) == 249


def test_languages_have_three_letters() -> None:
    assert len(languages()) == 486
    assert all(len(code.name) == 3 and code.name.islower() for code in languages())
    french = next(code for code in languages() if code.name == "fra")
    assert french.other_names[:2] == ("fre", "fr")


def test_a_name_that_is_no_field_has_no_codes() -> None:
    with pytest.raises(KeyError):
        codes_of("prs_Favourite")


@pytest.mark.parametrize("file", ["fields.toml", "codes.toml", "ctdc.toml"])
def test_each_file_names_its_source(file: str) -> None:
    said = tomllib.loads((DATA / file).read_text(encoding="utf-8"))["source"]
    assert "UNMigration/HTCDS, CC BY 4.0" in said
    assert "UNMigration/HTCDS, CC BY 4.0" in (DATA / "README.md").read_text(encoding="utf-8")
