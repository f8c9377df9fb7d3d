"""Days known exactly or roughly."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.cases.fields.rough import FIRST_YEAR, LAST_YEAR, RoughDate
from waymark.cases.matching.identity import Birth


@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)), st.integers(1, 3))
def test_what_is_written_is_read_again(day: date, parts: int) -> None:
    text = "-".join(day.isoformat().split("-")[:parts])
    found = RoughDate.parse(text)
    assert found is not None
    assert str(found) == text
    assert found.exact is (parts == 3)
    assert found.first_day <= day


@given(st.text(max_size=12))
def test_anything_else_is_no_day(text: str) -> None:
    found = RoughDate.parse(text)
    if found is not None:
        assert RoughDate.parse(str(found)) == found
        assert Birth.parse(str(found)) is not None, "the duplicate check reads the same days"


@pytest.mark.parametrize(
    "text",
    ["", "98", "1998-13", "1998-00", "1998-02-30", "1998-00-01", "0000", "9999", "1998-1-", "٢٠٠١"],
)
def test_no_real_days(text: str) -> None:
    assert RoughDate.parse(text) is None


def test_a_month_may_be_written_with_one_digit() -> None:
    assert str(RoughDate.parse("1998-5-7")) == "1998-05-07"
