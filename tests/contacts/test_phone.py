import re

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.contacts.data_file import read_contacts
from waymark.contacts.phone import BadNumber, digits, read_number, same_line

COUNTRIES = sorted({contact.country for contact in read_contacts()})
countries = st.sampled_from(COUNTRIES)


@st.composite
def valid_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A country and a number of it: an example of the library with other last digits."""
    country = draw(countries)
    kind = draw(st.sampled_from([0, 1, 3]))
    example = phonenumbers.example_number_for_type(country, kind)
    assert example is not None
    text = phonenumbers.national_significant_number(example)
    tail = draw(st.text("0123456789", min_size=2, max_size=2))
    return country, f"+{example.country_code}{text[:-2]}{tail}"


@given(valid_numbers())
@settings(max_examples=200)
def test_what_is_dialled_reads_back_as_the_same_number(numbered: tuple[str, str]) -> None:
    country, printed = numbered
    try:
        read = read_number(printed, country, short=False)
    except BadNumber:
        assert not phonenumbers.is_valid_number(phonenumbers.parse(printed, country))
        return
    # With its country code a number must mean the same everywhere, so no country helps to read it.
    again = phonenumbers.parse(read.dial, None if read.dial.startswith("+") else country)
    assert again == phonenumbers.parse(printed, country)
    if read.international:
        assert read.dial == "+" + digits(read.international)


@given(valid_numbers(), st.sampled_from([" ", "-"]), st.integers(min_value=3, max_value=6))
@settings(max_examples=100)
def test_grouping_changes_nothing(numbered: tuple[str, str], mark: str, place: int) -> None:
    country, printed = numbered
    grouped = printed[:place] + mark + printed[place:]
    assert same_line(printed, grouped, country)
    if phonenumbers.is_valid_number(phonenumbers.parse(printed, country)):
        assert read_number(printed, country, short=False) == read_number(
            grouped, country, short=False
        )


@given(st.text(max_size=30), countries, st.booleans())
@settings(max_examples=300)
def test_any_text_is_dialable_or_refused(text: str, country: str, short: bool) -> None:
    try:
        read = read_number(text, country, short=short)
    except BadNumber:
        return
    assert re.fullmatch(r"\+?[0-9]{3,15}", read.dial)
    assert digits(text).endswith(read.dial[-3:])


@given(st.text("0123456789", min_size=1, max_size=9), countries)
@settings(max_examples=200)
def test_a_short_code_is_dialled_as_printed(text: str, country: str) -> None:
    try:
        read = read_number(text, country, short=True)
    except BadNumber:
        too_short_or_long = not 3 <= len(text) <= 6
        assert too_short_or_long or read_number(text, country, short=False)
    else:
        assert (read.dial, read.international) == (text, "")


@pytest.mark.parametrize(
    ("printed", "country", "reason"),
    [
        ("", "US", "other signs"),
        ("1-800-THE-LOST", "US", "other signs"),
        ("١٥٤٧", "UA", "other signs"),
        ("1-888-373-7888 ext 4", "US", "other signs"),
        ("1-888-373-788", "US", "no valid"),
        ("116 016", "DE", "no valid"),
        ("+999 12345678", "US", "cannot be read"),
        ("1547", "UA", "no valid"),
    ],
)
def test_a_doubtful_number_is_refused(printed: str, country: str, reason: str) -> None:
    with pytest.raises(BadNumber, match=reason):
        read_number(printed, country, short=False)


@pytest.mark.parametrize(
    ("printed", "country", "reason"),
    [
        ("+1547", "UA", "no short code"),
        ("12", "UA", "no short code"),
        ("1234567", "UA", "no short code"),
        ("131 237", "AU", "full telephone number"),
    ],
)
def test_what_is_no_short_code_is_refused(printed: str, country: str, reason: str) -> None:
    with pytest.raises(BadNumber, match=reason):
        read_number(printed, country, short=True)


def test_a_number_that_works_inside_a_country_only_is_dialled_without_its_code() -> None:
    read = read_number("131 237", "AU", short=False)
    assert (read.dial, read.international) == ("131237", "")


def test_it_is_so_when_printed_with_its_code_too() -> None:
    assert read_number("+55 800 123 4000", "BR", short=False).dial == "08001234000"


def test_a_different_number_is_a_different_line() -> None:
    assert same_line("08000 121 700", "+44 800 012 1700", "GB")
    assert not same_line("08000 121 700", "08000 121 701", "GB")
    assert not same_line("116 016", "08000 116 016", "DE")
