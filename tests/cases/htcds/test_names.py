"""Names and labels, as they are and as files have them."""

import pytest

from waymark.cases.htcds.names import by_label, by_name, plain
from waymark.cases.htcds.standard import FIELDS


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_found_by_its_name(name: str) -> None:
    assert by_name(name) == name
    assert by_name(f" {name.upper()} ") == name
    assert by_name(f"group_a/{name}") == name
    assert by_name(f"{name}__c") == name


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("prs_First_Name", "prs_FirstName"), ("prs_Second_Name", "prs_SecondName"),
        ("vic_Methods_of_Control", "vic_MethodsOfControl"),
        ("vic_TraffickinStatusDecisionMakingOrg", "vic_TraffickingStatusDecisionMakingOrg"),
        ("vic_TraffickinStatusDecisionMa", "vic_TraffickingStatusDecisionMakingOrg"),
        ("vic_TraffickingStatusDecisionMakingOr", "vic_TraffickingStatusDecisionMakingOrg"),
        ("vic_RecruitmentWebsitesAn", "vic_RecruitmentWebsitesAndApps"),
        ("htcds:prs_Birthdate", "prs_Birthdate"), ("PRS_FIRSTNAME", "prs_FirstName"),
    ],
)  # fmt: skip
def test_known_misspelt_and_cut_names(said: str, field: str) -> None:
    assert by_name(said) == field


@pytest.mark.parametrize(
    "said",
    [
        "", "_", "Gender", "prs_", "prs_First", "vic_Method", "vic_Methods", "cas_Referr",
        "vic_MethodOf", "prs_FirstNameX", "xprs_FirstName", "cas_ReferringOrg anisationen",
        "prs_Mailing", "vic_TraffickingS_taX",
    ],
)  # fmt: skip
def test_what_is_no_name_or_could_be_two(said: str) -> None:
    assert by_name(said) is None


def test_a_cut_name_that_is_another_field_is_that_field() -> None:
    assert by_name("vic_TraffickingStatus") == "vic_TraffickingStatus"
    assert by_name("vic_TraffickingStatusD") == "vic_TraffickingStatusDecisionMakingOrg"


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_every_field_is_found_by_its_label(field: object) -> None:
    found = next(each for each in FIELDS.values() if each is field)
    assert found.name in by_label(found.label)
    assert found.name in by_label(f"  {found.label.upper()}:")


@pytest.mark.parametrize(
    ("label", "fields"),
    [
        ("Type", {"org_Type", "hte_Type", "spl_Type"}), ("Status", {"cas_Status"}),
        ("Longitude", {"org_ShippingLongitude", "prs_MailingLongitude", "hte_Longitude"}),
        ("mailing zip / postal code", {"prs_MailingPostalCode"}), ("", set()), ("Colour", set()),
        ("--", set()),
    ],
)  # fmt: skip
def test_a_label_may_mean_several_fields(label: str, fields: set[str]) -> None:
    assert set(by_label(label)) == fields


def test_spellings_have_letters_in_common() -> None:
    assert plain("Côte d'Ivoire") == plain("COTE DIVOIRE") == "cotedivoire"
    assert plain("العربية") == "العربية"
    assert plain("–") == ""
