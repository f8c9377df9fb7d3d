"""Our own table, as XLSX and as CSV."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from tests.directory.importing.conftest import bring, unchanged
from waymark.directory.importing.readers.spreadsheet import opening_hours
from waymark.directory.importing.rows import CannotRead
from waymark.directory.importing.sheet import ANSWERS, COLUMNS, CRITERIA, TIERS
from waymark.directory.importing.template import write_template
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import (
    Attribute,
    Eligibility,
    Language,
    Location,
    Phone,
    Schedule,
    Service,
)
from waymark.directory.taxonomies import load_taxonomies, term_id
from waymark.directory.tiers import Tier

HEADINGS = {column.key: column.heading for column in COLUMNS}
DAY_CENTER = {
    "number": "17", "organization": "Harbor Aid", "name": "Day Center", "phone": "202-555-0143",
    "tier": "Everybody", "address_1": "12 Quay Street", "city": "Harbor", "state_province": "CA",
    "country": "US", "latitude": "38.58", "longitude": "-121.49",
    "languages": "Spanish, Vietnamese",
    "hours": "Mon-Fri 09:00-17:00; Sat 10:00-12:00", "time_zone": "America/Los_Angeles",
    "minimum_age": "12", "terms": "1121", "men": "accepts", "women": "does not accept",
    "trans_people": "unknown",
}  # fmt: skip


def as_csv(*rows: dict[str, str]) -> dict[str, str | bytes]:
    """The table as CSV, every column there."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS.values())
    writer.writerows([[row.get(key, "") for key in HEADINGS] for row in rows])
    return {"services.csv": text.getvalue()}


def as_xlsx(*rows: dict[str, object]) -> dict[str, str | bytes]:
    """The table as XLSX."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("Services")
    sheet.write_row(0, 0, list(HEADINGS.values()))
    for place, row in enumerate(rows, start=1):
        sheet.write_row(place, 0, [row.get(key, "") for key in HEADINGS])
    book.close()
    return {"services.xlsx": made.getvalue()}


@pytest.fixture(autouse=True)
def _terms() -> None:
    load_taxonomies()


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_a_row_becomes_a_service_with_everything(
    form: Callable[..., dict[str, str | bytes]],
) -> None:
    brought = bring(form(DAY_CENTER))
    service = Service.objects.get()
    assert (service.name, service.organization.name) == ("Day Center", "Harbor Aid")
    assert (service.minimum_age, service.status) == (12, "active")
    assert Phone.objects.get().number == "202-555-0143"
    assert sorted(row.code for row in Language.objects.all()) == ["es", "vi"]
    place = Location.objects.get()
    assert (place.tier, place.latitude, place.addresses.get().address_1) == (
        0,
        38.58,
        "12 Quay Street",
    )
    hours = {row.byday: (str(row.opens_at), row.zone) for row in Schedule.objects.all()}
    assert hours == {
        "MO,TU,WE,TH,FR": ("09:00:00", "America/Los_Angeles"),
        "SA": ("10:00:00", "America/Los_Angeles"),
    }
    assert Attribute.objects.get().taxonomy_term_id == term_id("1121")
    answers = dict(Eligibility.objects.values_list("criterion", "answer"))
    assert answers == {"men": "accepts", "women": "does_not_accept"}
    assert brought.codes() == ["no_status"]


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_the_same_table_twice_changes_nothing(form: Callable[..., dict[str, str | bytes]]) -> None:
    bring(form(DAY_CENTER))
    with unchanged():
        bring(form(DAY_CENTER))


def test_an_answer_that_changes_is_told() -> None:
    bring(as_csv(DAY_CENTER))
    brought = bring(as_csv(DAY_CENTER | {"men": "does not accept", "women": ""}))
    answers = dict(Eligibility.objects.values_list("criterion", "answer"))
    assert answers == {"men": "does_not_accept", "women": "does_not_accept"}
    [line] = [line for line in brought.lines() if line.verdict is Verdict.CHANGE]
    assert line.changed == (("men", "accepts", "does_not_accept"),)


def test_a_place_whose_readers_are_not_named_is_closed(circles: Cast) -> None:
    brought = bring(as_csv(DAY_CENTER | {"tier": ""}), steward=circles.riverside)
    place = Location.objects.get()
    assert (place.tier, place.latitude) == (Tier.CASEWORKER, None)
    assert "bad_tier" in brought.codes()


@pytest.mark.parametrize("words", list(TIERS))
def test_who_may_know_where(words: str, circles: Cast) -> None:
    bring(as_csv(DAY_CENTER | {"tier": words, "area": "Harbor County"}), steward=circles.riverside)
    place = Location.objects.get()
    assert place.tier == TIERS[words]
    assert (place.latitude is None) == (place.tier != Tier.PUBLIC)
    assert (place.cell_latitude is None) == (place.tier in {Tier.PUBLIC, Tier.SEALED})
    assert place.addresses.exists() == (place.tier == Tier.PUBLIC)
    assert place.area == "Harbor County"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"men": "maybe"}, "bad_answer"), ({"terms": "9999"}, "unknown_term"),
        ({"hours": "whenever"}, "bad_hours"), ({"latitude": "north"}, "bad_number"),
        ({"name": ""}, "no_name"), ({"minimum_age": "twelve"}, "bad_number"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(change: dict[str, str], code: str) -> None:
    assert code in bring(as_csv(DAY_CENTER | change)).codes()


def test_hours_that_cannot_be_read_stay_as_a_note() -> None:
    bring(as_csv(DAY_CENTER | {"hours": "whenever somebody is there"}))
    assert Schedule.objects.get().description == "whenever somebody is there"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mon-Fri 09:00-17:00", [("MO,TU,WE,TH,FR", "09:00:00", "17:00:00")]),
        ("Sat, Sun 10am-12:30pm", [("SA,SU", "10:00:00", "12:30:00")]),
        ("Fri-Mon 22:00-06:00", [("FR,SA,SU,MO", "22:00:00", "06:00:00")]),
        ("Mon-Sun 00:00-24:00", [("MO,TU,WE,TH,FR,SA,SU", "00:00:00", "23:59:00")]),
        ("Mon-Fri 9-17; closed on Sunday", []), ("Mon 25:00-26:00", []), ("Xxx 9-17", []), ("", []),
    ],
)  # fmt: skip
def test_hours_in_words(text: str, found: list[tuple[str, str, str]]) -> None:
    assert list(opening_hours(text)) == found


def test_numbers_and_dates_of_a_spreadsheet_are_read_as_they_look() -> None:
    bring(
        as_xlsx(DAY_CENTER | {"number": 17, "minimum_age": 12.0, "extension": 5, "latitude": 38.58})
    )
    assert (Service.objects.get().minimum_age, Phone.objects.get().extension) == (12, 5)


def test_the_empty_table_reads_back_as_nothing(tmp_path: Path) -> None:
    path = tmp_path / "services.xlsx"
    write_template(path)
    brought = bring({"services.xlsx": path.read_bytes()})
    assert not Service.objects.exists()
    assert not brought.lines()


def test_the_example_row_of_the_table_would_come_in_without_a_problem(tmp_path: Path) -> None:
    example = {column.key: column.example for column in COLUMNS} | {
        "number": "1",
        "tier": "Everybody",
    }
    brought = bring(as_csv(example))
    assert Service.objects.get().name == "Night shelter"
    assert not brought.codes()


def test_the_empty_table_explains_each_column_and_lists_choices(tmp_path: Path) -> None:
    path = tmp_path / "services.xlsx"
    write_template(path)
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["Services", "Explanations", "Lists"]
    explained = {row[0] for row in book.get_sheet_by_name("Explanations").to_python()}
    assert set(HEADINGS.values()) == explained
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    for choice in (*ANSWERS, *TIERS):
        assert choice in sheet
    assert sheet.count("<dataValidation ") == sum(bool(column.choices) for column in COLUMNS)
    assert set(CRITERIA.values()) <= set(HEADINGS.values())


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 200, b"no table at all"]
)
def test_a_damaged_table_is_refused(content: bytes) -> None:
    with pytest.raises(CannotRead):
        bring({"services.xlsx": content})


def test_a_table_without_our_heading_is_refused() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    book.add_worksheet("Other").write_row(0, 0, ["a", "b"])
    book.close()
    with pytest.raises(CannotRead, match="heading"):
        bring({"services.xlsx": made.getvalue()})


def test_a_workbook_that_unpacks_to_far_too_much_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"0" * 50_000_000)
    with pytest.raises(CannotRead, match="unpacks"):
        bring({"services.xlsx": made.getvalue()})
