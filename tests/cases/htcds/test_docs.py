"""The page on the standard says what the code does."""

import re
from pathlib import Path

import pytest

from waymark.cases.htcds.ctdc import LOSSY
from waymark.cases.htcds.names import MISSPELT, by_label, by_name
from waymark.cases.htcds.ours import ELEMENTS, KEY, NAMESPACE, SILENCES, TABS
from waymark.cases.htcds.standard import ATTRIBUTION, FIELDS, Group, core_fields
from waymark.cases.htcds.writing.checking import MOST_RECORDS
from waymark.web.workbooks import archive, scanning, xml

PAGE = Path(__file__).resolve().parents[3] / "docs" / "htcds.md"
TEXT = PAGE.read_text(encoding="utf-8")
NAME = re.compile(r"`((?:org|prs|vic|per|cas|cco|hte|spl|con)_\w+)`")


def test_numbers_and_source() -> None:
    assert f"{len(FIELDS)} fields" in TEXT
    assert f"{len(core_fields())} are core and live" in TEXT
    assert TEXT.count(ATTRIBUTION) == 2


def test_every_name_on_the_page_is_known() -> None:
    names = set(NAME.findall(TEXT))
    assert set(MISSPELT) < names
    assert all(by_name(name) for name in names)


def test_the_table_of_misspellings() -> None:
    rows = re.findall(r"^\| `(\w+)`[^|]*\| `(\w+)` \|$", TEXT, flags=re.MULTILINE)
    assert len(rows) == 4
    assert all(by_name(wrong) == right != wrong for wrong, right in rows)


def test_labels_that_mean_several_fields() -> None:
    several = {field.label for field in FIELDS.values() if len(by_label(field.label)) > 1}
    assert several == {"Type", "Longitude", "Latitude"}
    assert all(f"`{label}`" in TEXT for label in several)


@pytest.mark.parametrize("group", Group)
def test_where_further_parts_stand(group: Group) -> None:
    assert f"| {group.value} | {TABS[group]} | `{ELEMENTS[group]}` |" in TEXT
    assert len(TABS[group]) <= 31  # the longest name of a tab


def test_what_our_files_carry() -> None:
    for name in (KEY, SILENCES, NAMESPACE):
        assert f"`{name}`" in TEXT


def test_what_the_standard_withdrew() -> None:
    withdrawn = [name for name, field in FIELDS.items() if field.deprecated]
    assert len(withdrawn) == 3
    assert all(f"`{name}`" in TEXT for name in withdrawn)


def test_the_limits() -> None:
    said = " ".join(TEXT.split())
    assert archive.MOST_BYTES == 16 * 1024**2
    assert archive.MOST_UNPACKED == 128 * 1024**2
    assert "A file may have 16 MB, unpacked 128 MB" in said
    assert MOST_RECORDS <= scanning.MOST_ROWS - 2
    assert f"{MOST_RECORDS:,} rows, {scanning.MOST_COLUMNS} columns and a million cells" in said
    assert (scanning.MOST_CELLS, scanning.MOST_TEXT) == (1_000_000, 32 * 1024**2)
    assert f"{xml.MOST_ELEMENTS:,} elements, {xml.DEEPEST} deep" in said
    assert f"a zip {archive.MOST_MEMBERS:,} files" in said
    assert archive.MOST_MEMBERS >= MOST_RECORDS


def test_what_is_lossy_is_told_in_code_and_not_here() -> None:
    assert "`LOSSY`" in TEXT
    assert len(LOSSY) > 10
