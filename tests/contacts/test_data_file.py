from collections.abc import Callable
from pathlib import Path

import pytest

from waymark.contacts.data_file import DATA_FILE, read_contacts
from waymark.contacts.table import DataFileError
from waymark.contacts.wording import ENFORCEMENT

GOOD = """
[[contact]]
slug = "us-example"
country = "US"
name = "Example line"
name_language = "en"
audience = ["victims"]
kind = "victim_support"
url = "https://example.org"
time_zone = "America/Chicago"
hours = [{ days = ["mon", "tue"], opens = "09:00", closes = "17:00" }]
source_url = "https://example.org/numbers"
source_kind = "own site"
confidence = "A"
date_seen = 2026-11-22
[[contact.number]]
printed = "1-888-373-7888"
"""

Written = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(text: str) -> Path:
        path = tmp_path / "contacts.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_good_row_is_read(written: Written) -> None:
    [row] = read_contacts(written(GOOD))
    assert row.numbers[0].dial == "+18883737888"
    assert row.hours == [{"days": ["mon", "tue"], "opens": "09:00", "closes": "17:00"}]
    assert row.hours_confirmed


def test_nothing_second_hand_counts_as_confirmed(written: Written) -> None:
    [row] = read_contacts(written(GOOD.replace('confidence = "A"', 'confidence = "B"')))
    assert not row.hours_confirmed
    assert not any(number.confirmed for number in row.numbers)


SLIPS = [
    ('country = "US"', 'country = "us"', "country must look like"),
    ('country = "US"', "", "country is missing"),
    ('name = "Example line"', "name = 7", "name must be a text"),
    ('name = "Example line"', 'name = ""', "name must be a text"),
    ('kind = "victim_support"', 'kind = "police"', "kind must be one of"),
    ('kind = "victim_support"', 'kind = "law_enforcement"', "what_happens must say"),
    ('audience = ["victims"]', 'audience = "victims"', "audience must be a list"),
    ('audience = ["victims"]', 'audience = ["aliens"]', "audience must be one of"),
    ('url = "https://example.org"', 'url = "mailto:a@example.org"', "url must be a web address"),
    ('url = "https://example.org"', 'url = "javascript:alert(1)"', "url must be a web address"),
    ('url = "https://example.org"', 'ulr = "https://example.org"', "ulr is no known key"),
    ('"America/Chicago"', '"America/Nowhere"', "time_zone 'America/Nowhere' is unknown"),
    ('"America/Chicago"', '"../../etc/passwd"', "is unknown"),
    ('time_zone = "America/Chicago"', "", "time_zone and hours belong together"),
    ('["mon", "tue"]', '["monday"]', "hours 1: days must be some of"),
    ('"09:00"', '"9am"', "opens must look like"),
    ('"09:00"', '"25:00"', "opens is no time of day"),
    ('confidence = "A"', 'confidence = "C"', "confidence must be one of A, B"),
    ("date_seen = 2026-11-22", 'date_seen = "2026-11-22"', "date_seen must be a date"),
    ("date_seen = 2026-11-22", "date_seen = 2026-11-22T10:00:00", "date_seen must be a date"),
    ("[[contact.number]]", "[contact.number]", "number must be written as"),
    ('printed = "1-888-373-7888"', 'printed = "1-888-373-788"', "number 1: '1-888-373-788' is no"),
    ('printed = "1-888-373-7888"', 'printed = "1-888-373-7888"\nshort = 1', "short must be true"),
    (
        'printed = "1-888-373-7888"',
        'printed = "1-888-373-7888"\nchanel = "sms"',
        "chanel is no known",
    ),
    ('[[contact.number]]\nprinted = "1-888-373-7888"', "", "it has no number"),
]


@pytest.mark.parametrize(("before", "after", "complaint"), SLIPS)
def test_a_slip_is_refused_and_the_row_named(
    written: Written, before: str, after: str, complaint: str
) -> None:
    assert before in GOOD
    with pytest.raises(DataFileError) as raised:
        read_contacts(written(GOOD.replace(before, after, 1)))
    assert complaint in str(raised.value)
    assert "contact 'us-example'" in str(raised.value)


def test_a_row_without_slug_is_named_by_its_place(written: Written) -> None:
    second = GOOD.replace('slug = "us-example"', "")
    with pytest.raises(DataFileError, match=r"contacts\.toml, contact 2: slug is missing"):
        read_contacts(written(GOOD + second))


def test_a_row_twice_is_refused(written: Written) -> None:
    with pytest.raises(DataFileError, match="'us-example' stands there twice"):
        read_contacts(written(GOOD + GOOD))


def test_a_retired_number_is_refused_however_it_is_grouped(written: Written) -> None:
    other = GOOD.replace("us-example", "us-other").replace(
        'source_kind = "own site"', 'source_kind = "own site"\nretired = ["+1 888 3737888"]'
    )
    with pytest.raises(DataFileError, match=r"us-example.*retired"):
        read_contacts(written(GOOD + other))


@pytest.mark.parametrize("content", [b"[[contact", b"\xff\xfe", b'contact = "x"'])
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "contacts.toml"
    path.write_bytes(content)
    with pytest.raises(DataFileError, match=r"contacts\.toml"):
        read_contacts(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"absent\.toml cannot be read"):
        read_contacts(tmp_path / "absent.toml")


def test_every_police_line_of_ours_says_what_it_does_with_a_call() -> None:
    police = [row for row in read_contacts(DATA_FILE) if row.kind in ENFORCEMENT]
    assert {row.country for row in police} == {"US", "AU", "IE", "AT", "ES"}
    for row in police:
        assert any(code.startswith("goes_to_police") for code in row.what_happens)
