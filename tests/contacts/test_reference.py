"""Our file against the list it was carried over from, digit by digit."""

import csv
import re
from pathlib import Path

import pytest

from waymark.contacts.data_file import read_contacts
from waymark.contacts.phone import digits
from waymark.contacts.rows import ContactRow
from waymark.contacts.wording import ENFORCEMENT, Kind

REFERENCE = (
    Path(__file__).resolve().parents[3] / "shared" / "reference" / "contacts" / "contacts.csv"
)
NUMBER = re.compile(r"\+?\d[\d ()+-]*\d")


def reference_rows() -> list[dict[str, str]]:
    if not REFERENCE.is_file():
        return []
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = reference_rows()
pytestmark = pytest.mark.skipif(not ROWS, reason="the reference list is not beside the repository")


def found_numbers(row: dict[str, str], column: str) -> set[str]:
    """The digits of each number in a cell; "1343 (02 + 1343 ...)" is 1343, and 02 before 1343."""
    cell = row[column].replace("02 + 1343", "021343").replace("(", ";")
    return {digits(number) for number in NUMBER.findall(cell)}


def ours(row: dict[str, str]) -> ContactRow:
    """Our contact for a row: the one in its country with the same first number."""
    wanted = found_numbers(row, "phone")
    [contact] = [
        contact
        for contact in read_contacts()
        if contact.country == row["country_iso2"]
        and contact.kind != Kind.EMERGENCY
        and digits(contact.numbers[0].printed) in wanted
    ]
    return contact


def printed(contact: ContactRow, *channels: str, reach: tuple[str, ...] = ()) -> set[str]:
    return {
        digits(number.printed)
        for number in contact.numbers
        if number.channel in channels and (not reach or number.reach in reach)
    }


by_row = pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])


def test_every_row_is_carried_over_once() -> None:
    assert len(ROWS) == 25
    assert len({ours(row).slug for row in ROWS}) == 25


@by_row
def test_numbers_to_call_are_equal(row: dict[str, str]) -> None:
    inside = printed(ours(row), "phone", reach=("inside", "everywhere"))
    assert inside == found_numbers(row, "phone")


@by_row
def test_numbers_from_abroad_are_equal(row: dict[str, str]) -> None:
    abroad = printed(ours(row), "phone", reach=("abroad", "everywhere"))
    assert abroad == found_numbers(row, "phone_from_abroad")


@by_row
def test_text_numbers_are_equal(row: dict[str, str]) -> None:
    expected = found_numbers(row, "sms")
    if row["sms"].startswith("WhatsApp same number"):
        expected = found_numbers(row, "phone")
    assert printed(ours(row), "sms", "whatsapp") == expected


@by_row
def test_what_we_add_to_the_columns_stands_in_the_same_row(row: dict[str, str]) -> None:
    for number in ours(row).numbers:
        if number.channel == "tty":
            assert f"TTY {number.printed}" in row["caveat"]
            assert not number.confirmed


@by_row
def test_source_date_confidence_and_addresses_are_equal(row: dict[str, str]) -> None:
    contact = ours(row)
    assert contact.source_url == row["source_url"]
    assert contact.date_seen.isoformat() == row["date_seen"]
    assert contact.confidence == row["confidence"]
    address = f"mailto:{contact.email}" if contact.email else contact.url
    assert address == row["url"]


@by_row
def test_printed_form_is_the_one_of_the_source(row: dict[str, str]) -> None:
    cells = " ".join([row["phone"], row["phone_from_abroad"], row["sms"], row["caveat"]])
    for number in ours(row).numbers:
        assert number.printed.replace("02 1343", "02 + 1343") in cells


@by_row
def test_police_lines_say_so(row: dict[str, str]) -> None:
    words = f"{row['name']} {row['audience']} {row['caveat']}".lower()
    if "law enforcement" in words or "policía" in words:
        assert ours(row).kind in ENFORCEMENT
    else:
        assert ours(row).kind not in ENFORCEMENT


@by_row
def test_languages_are_equal(row: dict[str, str]) -> None:
    named = {code.lower() for code in re.findall(r"\b[A-Z]{2}\b", row["languages"])}
    assert set(ours(row).languages) == named


@by_row
def test_hours_are_sure_only_where_the_row_is(row: dict[str, str]) -> None:
    contact = ours(row)
    stated = row["hours"]
    second_hand = "(" in stated or "pilot" in stated or "older" in stated
    if row["confidence"] == "B" or second_hand or "24/7" not in stated:
        assert not (contact.always_open and contact.hours_confirmed)
    if contact.always_open:
        assert "24" in stated


def test_emergency_numbers_of_ours_stand_in_the_list() -> None:
    for contact in read_contacts():
        if contact.kind == Kind.EMERGENCY:
            caveats = [row["caveat"] for row in ROWS if row["country_iso2"] == contact.country]
            for number in contact.numbers:
                assert any(f"Emergency {number.printed}" in caveat for caveat in caveats)
            assert contact.source_url in {row["source_url"] for row in ROWS}
