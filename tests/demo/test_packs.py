"""Packs of the demonstration are counted over months that are over on whatever day it loads."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from waymark.demo.packs import just_past


@given(day=st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_the_months_are_over_and_of_one_year(day: date) -> None:
    period = just_past(day)
    assert period.first.year == period.last.year
    assert period.first.day == 1
    assert period.last < day
    assert (day - period.last).days <= 92
    assert (period.last - period.first).days >= 80
