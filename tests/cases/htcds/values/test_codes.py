"""Codes: listed, mistyped, as labels, several in one cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.cases.htcds.answers import listed
from waymark.cases.htcds.standard import FIELDS, Kind, codes_of
from waymark.cases.htcds.values import Raw, Refused, read_value
from waymark.cases.htcds.values.codes import country_code

CODED = [name for name, field in FIELDS.items() if field.list]
MANY = [name for name in CODED if FIELDS[name].kind is Kind.CHOICES]
CONTROL = "vic_MethodsOfControl"


def read(name: str, raw: Raw) -> tuple[object, str]:
    """The codes and why they are not what stood there."""
    taken = read_value(name, raw)
    assert taken is not None
    return taken.answer.value, taken.why


def one(name: str, code: str) -> object:
    """A code as this field keeps it."""
    return (code,) if FIELDS[name].kind is Kind.CHOICES else code


@pytest.mark.parametrize("name", CODED)
def test_every_code_is_taken_as_it_is(name: str) -> None:
    for code in codes_of(name):
        assert read(name, code.name) == (one(name, code.name), "")


@pytest.mark.parametrize("name", CODED)
def test_every_label_becomes_its_code(name: str) -> None:
    for code in codes_of(name):
        found, why = read(name, code.label)
        assert found == one(name, code.name)
        assert bool(why) == (code.label != code.name)


@pytest.mark.parametrize("name", CODED)
def test_a_space_after_a_code_is_left_out(name: str) -> None:
    code = codes_of(name)[0].name
    for raw in (f"{code} ", f" {code}", f"{code}\u00a0", f"{code}\n"):
        found, why = read(name, raw)
        assert found == one(name, code)
        assert "Spaces" in why


@pytest.mark.parametrize("name", MANY)
def test_several_in_one_cell(name: str) -> None:
    codes = tuple(code.name for code in codes_of(name)[:3])
    for between in (";", " "):
        assert read(name, between.join(codes)) == (codes, "")
    for between in ("; ", " ;", ",", ", ", "\n", " | ", ";;"):
        found, why = read(name, between.join(codes))
        assert found == codes
        assert why


@pytest.mark.parametrize("name", [name for name in MANY if FIELDS[name].list == "codes"])
def test_all_labels_in_one_cell_although_labels_hold_semicolons_and_commas(name: str) -> None:
    labels = [code.label for code in codes_of(name)]
    for between in (";", "; ", "\n", " | "):
        found, why = read(name, between.join(labels))
        assert found == tuple(code.name for code in codes_of(name))
        assert why


@pytest.mark.parametrize(
    ("name", "raw", "codes"),
    [
        (CONTROL, "Debt bondage;DebtBondage; debt BONDAGE", ("DebtBondage",)),
        (CONTROL, "Threatens children/family", ("ThreatensChildrenFamily",)),
        (CONTROL, ";False promises;", ("FalsePromises",)),
        ("prs_Gender", "non conforming", "NonConforming"),
        ("prs_Gender", "Not Specified/Unknown", "NonSpecifiedUnknown"),
        ("vic_TraffickingStatusDecisionMakingOrg", "ngo", "NGO"),
        ("vic_RecruitmentWebsitesAndApps", "4sale, TikTok", ("4Sale", "TikTok")),
        ("prs_HighestLevelOfEducation", "primary education", "PrimaryEducation"),
        ("vic_ForcedLabourIndustry", "Construction", ("F_Construction",)),
        ("vic_ForcedLabourIndustry", "Agriculture, forestry and fishing, Construction",
         ("A_AgricultureForestryAndFishing", "F_Construction")),
        ("prs_Citizenship", "Nepal; Viet Nam", ("NP", "VN")),
        ("prs_Citizenship", "NPL", ("NP",)), ("prs_Citizenship", "Vietnam", ("VN",)),
        ("prs_Citizenship", "Türkiye", ("TR",)), ("prs_Citizenship", "Turkiye", ("TR",)),
        ("prs_Citizenship", "Cote d'Ivoire", ("CI",)), ("prs_Citizenship", "UK", ("GB",)),
        ("prs_Citizenship", "United States", ("US",)), ("prs_Citizenship", "Alemania", ("DE",)),
        ("prs_Citizenship", "نيبال", ("NP",)), ("prs_MailingCountry", "Đức", "DE"),
        ("prs_MailingCountry", "Bolivia (Plurinational State of)", "BO"),
        ("prs_MailingCountry", "Korea, Republic of", "KR"),
        ("prs_PrimaryLanguage", "fre", "fra"), ("prs_PrimaryLanguage", "es", "spa"),
        ("prs_PrimaryLanguage", "Tiếng Việt", "vie"), ("prs_PrimaryLanguage", "Spanish", "spa"),
        ("prs_PrimaryLanguage", "Castilian", "spa"), ("prs_PrimaryLanguage", "Khmer", "khm"),
    ],
)  # fmt: skip
def test_spellings_of_codes(name: str, raw: str, codes: object) -> None:
    found, why = read(name, raw)
    assert found == codes
    assert why


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("prs_Gender", "Feminine;Masculine"), ("prs_MaritalStatus", "Single, Divorced"),
        ("prs_MailingCountry", "Nepal; India"), ("cas_Status", "Active Closed"),
    ],
)  # fmt: skip
def test_several_where_one_is_asked_are_refused(name: str, raw: str) -> None:
    with pytest.raises(Refused, match="one answer"):
        read(name, raw)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("prs_Citizenship", "no"), ("prs_Citizenship", "it is so"), ("prs_Citizenship", "np"),
        ("prs_Citizenship", "Korea"), ("prs_Citizenship", "Virgin Islands"),
        ("prs_Citizenship", "XK"), ("prs_Citizenship", "n/a"), ("prs_Citizenship", ";"),
        ("prs_Citizenship", "Nepalese"), ("prs_PrimaryLanguage", "no"),
        ("prs_PrimaryLanguage", "na"), ("prs_PrimaryLanguage", "English and Nepali"),
        ("prs_PrimaryLanguage", "qaa"), ("prs_Gender", "F"), ("prs_Gender", "--"),
        ("prs_Gender", 1.0), ("prs_Gender", True), (CONTROL, "Debt bondage, magic"),
        (CONTROL, "DebtBondage FalsePromise"), (CONTROL, ";|,"),
        ("cas_ReasonForIncomingReferral", "she needed a bed"), (CONTROL, "x;" * 5_000),
    ],
)  # fmt: skip
def test_what_is_not_listed_is_refused_whole(name: str, raw: Raw) -> None:
    with pytest.raises(Refused) as refused:
        read(name, raw)
    assert len(str(refused.value)) < 500
    assert "magic" not in str(refused.value)


def test_a_refusal_says_which_part_and_what_is_listed() -> None:
    with pytest.raises(Refused, match=r"Part 2 of 2.*Prostitution, Pornography"):
        read("vic_TypeOfSexExploitation", "Prostitution; magic")
    with pytest.raises(Refused, match="two letters, such as NP"):
        read("prs_MailingCountry", "Ruritania")
    with pytest.raises(Refused, match="three letters, such as nep"):
        read("prs_PrimaryLanguage", "Ruritanian")


def test_industries_are_kept_where_the_published_form_lets_several_be_ticked() -> None:
    found, why = read("vic_ForcedLabourIndustry", "Construction; Education")
    assert found == ("F_Construction", "P_Education")
    assert "published form" in why


@given(st.sampled_from(CODED), st.text(max_size=20))
def test_only_listed_codes_come_out_of_any_text(name: str, raw: str) -> None:
    try:
        taken = read_value(name, raw)
    except Refused:
        return
    if taken is not None and taken.answer.value is not None:
        value = taken.answer.value
        codes = value if isinstance(value, tuple) else (value,)
        assert set(codes) <= listed(name)


@pytest.mark.parametrize(
    ("text", "code"), [("Nepal", "NP"), ("NP", "NP"), ("Ruritania", None), ("", None)]
)
def test_a_country_by_its_name(text: str, code: str | None) -> None:
    assert country_code(text) == code
