"""Single values on the wire."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.directory.hsds.shape import Field, Kind
from waymark.directory.hsds.values import moment, number, to_json, to_text

TEXT = Field(name="x")
NEEDED = Field(name="x", required=True)
CHOICE = Field(name="x", choices=("a", "b"))
NEEDED_CHOICE = Field(name="x", choices=("a", "b"), required=True)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (TEXT, "", None),
        (TEXT, None, None),
        (TEXT, " +1 ", " +1 "),
        (NEEDED, "", ""),
        (CHOICE, "", None),
        (CHOICE, "c", None),
        (CHOICE, "b", "b"),
        (NEEDED_CHOICE, "", "a"),
        (NEEDED_CHOICE, "c", "a"),
        (Field(name="x", kind=Kind.NUMBER), 0.0, 0),
        (Field(name="x", kind=Kind.NUMBER), 12.0, 12),
        (Field(name="x", kind=Kind.NUMBER), -121.4934, -121.4934),
        (Field(name="x", kind=Kind.NUMBER), None, None),
        (Field(name="x", kind=Kind.NUMBER, required=True), None, None),
        (Field(name="x", kind=Kind.DATE), date(2005, 1, 1), "2005-01-01"),
        (Field(name="x", kind=Kind.TIME), time(10, 0), "10:00:00"),
    ],
)
def test_values(field: Field, value: Any, expected: Any) -> None:
    made = to_json(field, value)
    assert made == expected
    assert type(made) is type(expected)
    assert to_text(field, value) == ("" if expected is None else str(expected))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2023, 3, 15, 10, 30, 45, 123456, tzinfo=UTC), "2023-03-15T10:30:45.123Z"),
        (datetime(2023, 3, 15, tzinfo=UTC), "2023-03-15T00:00:00.000Z"),
        (
            datetime(2024, 9, 25, 14, 23, 6, 500000, tzinfo=timezone(timedelta(hours=1))),
            "2024-09-25T13:23:06.500Z",
        ),
    ],
)
def test_moments_are_in_utc_to_the_millisecond(value: datetime, expected: str) -> None:
    assert moment(value) == expected
    assert to_json(Field(name="x", kind=Kind.DATETIME), value) == expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_the_same_number(value: float) -> None:
    assert number(value) == value
    assert isinstance(number(value), int) == value.is_integer()
    assert float(to_text(Field(name="x", kind=Kind.NUMBER), value)) == value
