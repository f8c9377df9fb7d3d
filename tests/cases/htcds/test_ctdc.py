"""Rows in CTDC's shape: the values of its code book, nothing that names anybody, and no guesses."""

import csv
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from tests.cases.htcds.making import REFERENCE
from tests.cases.htcds.strategies import records
from waymark.cases.htcds.answers import Answer, Further, Record, Silence, listed
from waymark.cases.htcds.ctdc import LOSSY, VARIABLES, ctdc_row
from waymark.cases.htcds.standard import FIELDS, Group, countries

CODE_BOOK = REFERENCE / "ctdc" / "ctdc_synthetic_2024_schema_and_htcds_map.csv"
# The only fields of a record that a row may depend on.
LOOKED_AT = {
    "prs_Gender", "prs_Birthdate", "prs_Citizenship", "cas_IncomingReferralDate", "hte_Country",
    "hte_Type", "hte_Date", "vic_MethodsOfControl", "vic_TypeOfExploitation",
    "vic_ForcedLabourIndustry", "vic_TypeOfSexExploitation", "vic_RelationshipToTrafficker",
}  # fmt: skip
THREE_LETTERS = {country.other_names[0] for country in countries()}
AGES = {"0--8", "9--17", "18--20", "21--23", "24--26", "27--29", "30--38", "39--47", "48+"}
MONTHS = {"0--12 (0-1 yr)", "13--24 (1-2 yrs)", "25+ (2+ yrs)"}
TRANS = "Trans/Transgender/NonConforming"


def row_of(**fields: Any) -> dict[str, str | None]:
    """The row of a record that says this, which came in 2024."""
    record = Record("1", {name: Answer(value) for name, value in fields.items()})
    return dict(ctdc_row(record, intake_year=2024))


def event(country: str, kind: str = "Exploitation", day: date | None = None) -> dict[str, Answer]:
    """One historic trafficking event."""
    made = {"hte_Country": Answer(country), "hte_Type": Answer(kind)}
    return made | ({"hte_Date": Answer(day)} if day else {})


def case(*events: dict[str, Answer]) -> Record:
    """A record with these events."""
    first, *others = events
    return Record("1", first, tuple(Further(Group.EVENTS, other) for other in others))


@pytest.mark.skipif(not CODE_BOOK.is_file(), reason="the code book is not beside this tree")
def test_the_variables_and_their_values_are_those_of_the_code_book() -> None:
    theirs = list(csv.DictReader(CODE_BOOK.read_text(encoding="utf-8").splitlines()))
    assert [each.name for each in VARIABLES] == [row["ctdc_variable"] for row in theirs]
    for each, row in zip(VARIABLES, theirs, strict=True):
        values = set(row["values"].split("|")) - {"NULL"}
        made = {name for _, _, name in each.bands} | set(each.values.values())
        if each.rule in {"any", "none"}:
            assert values == {"1"}
        elif made:
            assert made == values


def test_the_mapping_names_fields_and_codes_that_there_are() -> None:
    for each in VARIABLES:
        assert not each.field or each.field in LOOKED_AT
        if each.field:
            assert each.codes | set(each.values) <= listed(each.field)
        ends = [number for first, last, _ in each.bands for number in (first, last)]
        assert ends == sorted(ends)
    assert len({each.name for each in VARIABLES}) == 27
    assert set(LOSSY) < {each.name for each in VARIABLES}
    assert all(sentence.endswith(".") for sentence in LOSSY.values())


@settings(max_examples=25, deadline=None)
@given(records())
def test_nothing_but_values_of_the_code_book_comes_out(record: Record) -> None:
    row = ctdc_row(record, intake_year=2024)
    allowed = {
        "yearOfRegistration": {"2024"}, "gender": {"Man", "Woman", TRANS}, "ageBroad": AGES,
        "citizenship": THREE_LETTERS, "CountryOfExploitation": THREE_LETTERS,
        "traffickMonths": MONTHS,
    }  # fmt: skip
    assert list(row) == [each.name for each in VARIABLES]
    for name, value in row.items():
        assert value is None or value in allowed.get(name, {"1"})


@settings(max_examples=25, deadline=None)
@given(records())
def test_a_row_depends_on_no_field_that_names_somebody(record: Record) -> None:
    bare = Record(
        "another",
        {name: answer for name, answer in record.row.items() if name in LOOKED_AT},
        tuple(
            Further(part.group, {n: a for n, a in part.row.items() if n in LOOKED_AT})
            for part in record.further
        ),
    )
    assert ctdc_row(record, intake_year=2024) == ctdc_row(bare, intake_year=2024)
    assert not {name for name in LOOKED_AT if FIELDS[name].label.endswith(("Name", "Phone"))}


@pytest.mark.parametrize("silence", Silence)
def test_a_silence_is_no_value_and_never_a_no(silence: Silence) -> None:
    record = Record("1", dict.fromkeys(LOOKED_AT, Answer(silence=silence)))
    row = ctdc_row(record, intake_year=2024)
    assert {name for name, value in row.items() if value is not None} == {"yearOfRegistration"}
    assert ctdc_row(Record("1", {}), intake_year=2024) == row


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("Feminine", "Woman"), ("Masculine", "Man"), ("TransgenderFeminine", TRANS),
        ("TransgenderMasculine", TRANS), ("NonConforming", TRANS), ("NonSpecifiedUnknown", None),
    ],
)  # fmt: skip
def test_gender(code: str, value: str | None) -> None:
    assert row_of(prs_Gender=code)["gender"] == value


@pytest.mark.parametrize(
    ("born", "came", "band"),
    [
        (date(2006, 6, 1), date(2024, 5, 31), "9--17"),
        (date(2006, 6, 1), date(2024, 6, 1), "18--20"),
        (date(2006, 6, 1), None, None),  # 17 or 18
        (date(2005, 6, 1), None, "18--20"), (date(1970, 1, 1), None, "48+"),
        (date(2024, 1, 1), None, "0--8"), (date(2025, 1, 1), None, None),
        (date(2006, 6, 1), date(2023, 6, 2), None),  # another year: not when this case began
        (date(2004, 2, 29), date(2024, 2, 28), "18--20"), (date(1800, 1, 1), None, None),
    ],
)  # fmt: skip
def test_age(born: date, came: date | None, band: str | None) -> None:
    said = {"prs_Birthdate": born} | ({"cas_IncomingReferralDate": came} if came else {})
    assert row_of(**said)["ageBroad"] == band


def test_citizenship_is_the_first() -> None:
    assert row_of(prs_Citizenship=("NP", "IN"))["citizenship"] == "NPL"


@pytest.mark.parametrize(
    ("events", "country"),
    [
        ([event("Nepal")], "NPL"),
        ([event("NP"), event("Nepal"), event("India", "Transit")], "NPL"),
        ([event("Nepal"), event("India")], None), ([event("Nepal", "Recruitment")], None),
        ([event("Ruritania")], None), ([event("Ruritania"), event("QA")], "QAT"),
        ([event("India", "Transit"), event("Qatar")], "QAT"),
    ],
)  # fmt: skip
def test_the_country_of_exploitation(events: list[dict[str, Answer]], country: str | None) -> None:
    assert ctdc_row(case(*events), intake_year=2024)["CountryOfExploitation"] == country


@pytest.mark.parametrize(
    ("days", "band"),
    [
        ([date(2020, 1, 31), date(2020, 2, 1)], "0--12 (0-1 yr)"),
        ([date(2020, 1, 1), date(2021, 2, 1)], "13--24 (1-2 yrs)"),
        ([date(2020, 1, 2), date(2021, 2, 1)], "0--12 (0-1 yr)"),
        ([date(2022, 2, 1), date(2020, 1, 1), date(2021, 1, 1)], "25+ (2+ yrs)"),
        ([date(2020, 1, 1)], None),
    ],
)
def test_how_long_it_lasted_by_dates(days: list[date], band: str | None) -> None:
    found = case(*(event("Nepal", day=day) for day in days))
    assert ctdc_row(found, intake_year=2024)["traffickMonths"] == band


@pytest.mark.parametrize(
    ("years", "band"),
    [
        ((2020, 2020), "0--12 (0-1 yr)"), ((2020, 2021), None), ((2022, 2020), None),
        ((2020, 2023), "25+ (2+ yrs)"), ((2023, 2021, 2020), "25+ (2+ yrs)"), ((2020,), None),
        ((), None),
    ],
)  # fmt: skip
def test_how_long_it_lasted_by_years_where_no_dates_are(
    years: tuple[int, ...], band: str | None
) -> None:
    row = ctdc_row(Record("1", {}), intake_year=2024, event_years=years)
    assert row["traffickMonths"] == band


@pytest.mark.parametrize(
    ("field", "codes", "ones"),
    [
        ("vic_MethodsOfControl", ("DebtBondage",), {"meansDebtBondageEarnings"}),
        ("vic_MethodsOfControl", ("ThreatsLawEnforcement", "SexualAbuse"),
         {"meansThreats", "meansAbusePsyPhySex"}),
        ("vic_MethodsOfControl", ("Other",), set()),
        ("vic_TypeOfExploitation", ("ForcedBegging", "Surrogacy"),
         {"isForcedLabour", "isOtherExploit"}),
        ("vic_TypeOfExploitation", ("SexualExploitation",), {"isSexualExploit"}),
        ("vic_ForcedLabourIndustry", ("F_Construction", "P_Education"),
         {"typeOfLabourConstruction"}),
        ("vic_TypeOfSexExploitation", ("Pornography",), {"typeOfSexPornography"}),
        ("vic_RelationshipToTrafficker", "Familial", {"recruiterRelationFamily"}),
        ("vic_RelationshipToTrafficker", "Acquainted", set()),
    ],
)  # fmt: skip
def test_variables_that_are_one_or_nothing(field: str, codes: Any, ones: set[str]) -> None:
    row = row_of(**{field: codes})
    assert {name for name, value in row.items() if value == "1"} == ones


def test_a_row_cannot_be_changed() -> None:
    row: Any = ctdc_row(Record("1", {}), intake_year=2024)
    with pytest.raises(TypeError):
        row["gender"] = "Man"
