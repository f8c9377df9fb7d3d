"""What is known of somebody, as categories: whatever a record holds, it is one that is listed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.cases.answers import DECLINED, UNKNOWN, Answer
from waymark.packs.counting.known import age_band, citizenship, known_code
from waymark.packs.definitions import NOT_KNOWN, population

AGES = population("people").questions["age"].fixed
CITIZENS = population("people").questions["citizenship"].fixed
LAST = {"under_12": 11, "12_17": 17, "18_24": 24, "25_34": 34, "35_49": 49, "50_64": 64}
JUNK = st.one_of(
    st.text(max_size=12),
    st.integers(),
    st.booleans(),
    st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
)


def born(text: Any) -> dict[str, Answer]:
    """Somebody's date of birth, as it is stored."""
    return {"prs_Birthdate": Answer(text)}


@given(st.dates(date(1920, 1, 1), date(2025, 12, 31)), st.integers(1, 3))
def test_the_band_is_that_of_somebodys_age_as_the_year_begins(birth: date, parts: int) -> None:
    """Of a year alone one cannot tell the birthday, so all of a year are alike."""
    text = "-".join(birth.isoformat().split("-")[:parts])
    band, age = age_band(born(text), 2025), max(2025 - birth.year - 1, 0)
    if band in LAST:
        assert age <= LAST[band]
    else:
        assert band == "65_and_over"
        assert age > 64


@given(st.integers(1920, 2024))
def test_who_is_born_later_is_in_no_older_band(year: int) -> None:
    older, younger = (AGES.index(age_band(born(str(each)), 2025)) for each in (year, year + 1))
    assert younger <= older


@pytest.mark.parametrize(
    ("year", "band"),
    [
        ("2007", "12_17"),
        ("2006", "18_24"),
        ("2013", "under_12"),
        ("2012", "12_17"),
        ("2025", "under_12"),
        ("1960", "50_64"),
        ("1959", "65_and_over"),
        ("1824", NOT_KNOWN),
        ("2026", NOT_KNOWN),
    ],
)
def test_bands_at_their_edges(year: str, band: str) -> None:
    """Of those born in 2007 nobody is of age as 2025 begins, whatever their birthday."""
    assert age_band(born(year), 2025) == band


@given(JUNK, JUNK, JUNK)
def test_whatever_is_stored_the_category_is_a_listed_one(one: Any, two: Any, three: Any) -> None:
    answers = {
        "prs_Birthdate": Answer(one),
        "age_band": Answer(two),
        "prs_Gender": Answer(three),
        "sex": Answer(one),
    }
    assert age_band(answers, 2025) in AGES
    assert known_code(answers, "prs_Gender") in population("people").questions["gender"].fixed
    assert known_code(answers, "sex", ("female", "male", "other")) in {
        *population("people").questions["sex"].fixed
    }


@pytest.mark.parametrize("silence", [None, UNKNOWN, DECLINED], ids=["not asked", "unknown", "no"])
def test_three_silences_are_one_category_in_a_table(silence: Answer | None) -> None:
    """In a record they stay three different things; in a count all three are not known."""
    names = ("prs_Birthdate", "age_band", "sex", "prs_Gender", "prs_Citizenship")
    answers = {} if silence is None else dict.fromkeys(names, silence)
    assert age_band(answers, 2025) == NOT_KNOWN
    assert known_code(answers, "sex", ("female", "male", "other")) == NOT_KNOWN
    assert known_code(answers, "prs_Gender") == NOT_KNOWN
    assert citizenship(answers, "US") == NOT_KNOWN


def test_an_age_that_was_said_counts_where_no_date_is_known() -> None:
    said = {"age_band": Answer("12_17")}
    assert age_band(said, 2025) == "12_17"
    assert age_band(said | born("1990"), 2025) == "25_34"
    assert age_band(said | {"prs_Birthdate": UNKNOWN}, 2025) == "12_17"


@given(st.lists(st.sampled_from(["US", "MX", "NP"]), max_size=3, unique=True))
def test_citizenship_tells_this_country_and_names_no_other(found: list[str]) -> None:
    said = {"prs_Citizenship": Answer(found)}
    told = citizenship(said, "US")
    assert told in CITIZENS
    assert (told == "this_country") is ("US" in found)
    assert (told == NOT_KNOWN) is (not found)
