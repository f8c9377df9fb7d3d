"""Dates: read where they are certain, refused where two readers would differ."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.cases.htcds.answers import Answer, Silence
from waymark.cases.htcds.values import Raw, Refused, read_value

FIELD = "prs_Birthdate"


def read(raw: Raw) -> tuple[object, str]:
    """The date and why it is not what stood there."""
    taken = read_value(FIELD, raw)
    assert taken is not None
    return taken.answer.value, taken.why


@pytest.mark.parametrize(
    "raw", ["2004-02-29", date(2004, 2, 29), datetime(2004, 2, 29)]  # noqa: DTZ001  as cells have it
)  # fmt: skip
def test_a_date_is_taken_as_it_is(raw: Raw) -> None:
    assert read(raw) == (date(2004, 2, 29), "")


@pytest.mark.parametrize(
    "raw",
    [
        " 2004-02-29", "2004-02-29T10:00:00", "2004-02-29 10:00", "2004-02-29T10:00:00.000+02:00",
        "2004/2/29", "2004.02.29", "2004-2-29", "29/02/2004", "29.2.2004", "02/29/2004",
        "2-29-2004", "29 February 2004", "29 Feb 2004", "29th February 2004", "February 29, 2004",
        "Feb 29 2004", "Feb. 29, 2004", "29-Feb-2004", "38046", 38046.0, 38046, 38046.75,
        datetime(2004, 2, 29, 10, 30),  # noqa: DTZ001  as cells have it
    ],
)  # fmt: skip
def test_other_ways_to_write_a_date_are_taken_and_said(raw: Raw) -> None:
    found, why = read(raw)
    assert found == date(2004, 2, 29)
    assert why


@pytest.mark.parametrize("raw", ["03/04/2004", "3.4.2004", "03-04-2004", "12/11/2004", "1 2 2004"])
def test_a_date_that_could_be_two_is_refused_and_never_guessed(raw: str) -> None:
    with pytest.raises(Refused, match="two dates") as refused:
        read(raw)
    assert "2024-03-31" in str(refused.value)


@given(st.dates(date(1000, 1, 1)), st.sampled_from("/.-"))
def test_day_and_month_are_taken_only_where_they_cannot_be_swapped(day: date, mark: str) -> None:
    """Exactly when the day is beyond 12, or both are the same number."""
    raw = f"{day.day:02}{mark}{day.month:02}{mark}{day.year:04}"
    if day.day > 12 or day.day == day.month:
        assert read(raw)[0] == day
    else:
        with pytest.raises(Refused):
            read(raw)


@given(st.dates(date(1900, 3, 1)))
def test_what_spreadsheets_count_are_days(day: date) -> None:
    number = (day - date(1899, 12, 30)).days
    assert read(float(number))[0] == day if number not in range(1800, 2200) else True


@pytest.mark.parametrize("raw", [1990, 1990.0, 2024, 1800.0, 2199])
def test_a_year_is_not_taken_for_a_number_of_days(raw: float) -> None:
    with pytest.raises(Refused, match="year"):
        read(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "2004-02-30", "30/02/2004", "2003-02-29", "13/13/2004", "31 April 2004", "0000-01-01",
        "29 Fevrier 2004", "2004", "2004-02", "Feb 2004", "29/02/04", "1/2", "yesterday", "99",
        "2004-02-29x", "20040229", "2004-02-29T", "٢٠٠٤-٠٢-٢٩", "1990.5", "999999",
        0, -5, 60, 1.5, 2_958_466, 1e300, float("inf"), float("nan"), True, time(10, 30),
        timedelta(days=3),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(raw: Raw) -> None:
    with pytest.raises(Refused) as refused:
        read(raw)
    assert len(str(raw)) < 5 or str(raw) not in str(refused.value)


@pytest.mark.parametrize(
    ("month", "number"),
    [("May", 5), ("may", 5), ("Sept", 9), ("September", 9), ("june", 6), ("Jun", 6), ("DEC", 12)],
)
def test_months_in_english(month: str, number: int) -> None:
    assert read(f"2 {month} 2004")[0] == date(2004, number, 2)


def test_words_for_no_date() -> None:
    taken = read_value(FIELD, "Unknown")
    assert taken is not None
    assert taken.answer == Answer(silence=Silence.UNKNOWN)
