"""What a row becomes: known words become codes, unknown ones are told, and nothing is lost."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.importing.making import HEADINGS, ROSA
from waymark.reports.content import CameBy, Content, Origin
from waymark.reports.importing.choices import Chosen, doubled, missing
from waymark.reports.importing.dates import Order
from waymark.reports.importing.fields import ONCE, Field, guessed
from waymark.reports.importing.reading import Line
from waymark.reports.importing.rows import Outcome, Reader, Verdict
from waymark.reports.importing.words import _lists, code_of, field_named, language_of, plain

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
TEAM = UUID(int=7)


def read(
    cells: Sequence[str],
    headings: Sequence[str] = HEADINGS,
    columns: Sequence[Field] | None = None,
    **more: Any,
) -> Outcome:
    """What a row becomes, with columns as they are guessed."""
    taken = tuple(columns or guessed(headings))
    chosen = Chosen("export.csv", "Lakes Line", taken, Order.UNSAID, "Europe/Berlin")
    return Reader(tuple(headings), chosen, TEAM, NOW).read(Line(5, tuple(cells), **more))


def pairs(*said: tuple[str, str]) -> Outcome:
    """A row of a day, words, and some more headings with their cells."""
    named = [("Date", "2026-04-13"), ("Narrative", "A cellar."), *said]
    return read([cell for _, cell in named], [heading for heading, _ in named])


def content(found: Outcome) -> Content:
    assert found.content
    return found.content


def origin(found: Outcome) -> Origin:
    assert found.content
    assert found.content.origin
    return found.content.origin


def test_a_whole_row() -> None:
    found = read(ROSA)
    assert found.verdict is Verdict.COMES
    assert found.notes == ()
    assert found.received == datetime(2026, 4, 13, 20, 45, tzinfo=UTC)
    assert found.language == "es"
    said = content(found)
    assert said.what == "Rosa is locked in at the laundry."
    assert (said.relation, said.urgent, said.child) == ("known", True, False)
    assert (said.where, said.contact_how) == ("Harbor City", "+1 202 555 0143")
    assert said.may_contact
    about = origin(found)
    assert (about.source, about.number, about.came_by) == ("Lakes Line", "H-1007", "call")
    assert about.done == "Told her of a shelter"
    assert about.further == "Weather: Rain"


def test_it_comes_back_as_it_was_sealed() -> None:
    said = content(read(ROSA))
    assert Content.from_bytes(said.to_bytes()) == said
    assert Content.from_bytes(Content("x").to_bytes()) == Content("x")
    assert Content.from_bytes(b'{"what": "x", "unheard_of": 1}') == Content("x")


def test_words_that_no_list_has_are_told_and_kept() -> None:
    found = pairs(("Channel", "Pigeon"), ("Caller", "A nun"), ("Language", "Elvish"))
    told = [note.partition("“")[2].partition("”")[0] for note in found.notes]
    assert sorted(told) == ["A nun", "Elvish", "Pigeon"]
    assert origin(found).came_by == "Pigeon"
    assert origin(found).further.splitlines() == ["Language: Elvish", "Caller: A nun"]
    assert (content(found).relation, found.language) == ("", "und")


def test_an_urgency_that_is_not_known_is_told_and_not_dropped() -> None:
    found = pairs(("Urgent", "perhaps"))
    assert not content(found).urgent
    assert "perhaps" in found.notes[0]
    assert origin(found).further == "Urgent: perhaps"


def test_words_for_nothing_known_are_kept_without_a_word() -> None:
    found = pairs(("Caller Type", "Anonymous"))
    assert found.notes == ()
    assert origin(found).further == "Caller Type: Anonymous"


def test_who_may_be_contacted_must_be_said() -> None:
    assert not content(pairs(("Phone", "555"))).may_contact
    assert not content(pairs(("Phone", "555"), ("OK to contact", "No"))).may_contact
    assert content(pairs(("Phone", "555"), ("OK to contact", "Sí"))).may_contact


def test_several_columns_make_one_text() -> None:
    headings = ["Date", "Narrative", "Call notes", "City", "State"]
    found = read(["2026-04-13", "One.", "Two.", "Harbor City", "CA"], headings)
    assert content(found).what == "One.\n\nTwo."
    assert content(found).where == "Harbor City\nCA"


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["", "A cellar."], "No day says"),
        (["03/04/2026", "A cellar."], "more than one day"),
        (["2026-04-13", ""], "does not say what was reported"),
        (["2026-04-13"], "does not say what was reported"),
        (["2026-04-13", "x" * 32_768], "longer than 32,767"),
    ],
    ids=["no-day", "two-days", "no-words", "short-row", "long-cell"],
)
def test_what_is_left_out_says_why(cells: list[str], why: str) -> None:
    found = read(cells, ["Date", "Narrative"])
    assert found.verdict is Verdict.LEFT_OUT
    assert why in found.why
    assert found.content is None


def test_formulas_and_errors_are_told_by_their_cell() -> None:
    marks = {1: "formula", 2: "formula", 3: "error"}
    headings = ["Date", "Narrative", "City", "Action Taken"]
    found = read(["2026-04-13", "A cellar.", "", ""], headings, marks=marks)
    assert [note.split()[0] for note in found.notes] == ["B5", "C5", "D5"]
    assert "what the file last showed" in found.notes[0]


def test_a_time_that_is_none_is_told() -> None:
    found = pairs(("Time", "at tea"))
    assert "at tea" in found.notes[0]
    assert origin(found).further == "Time: at tea"


def test_a_column_that_is_left_out_leaves_nothing() -> None:
    columns = (Field.RECEIVED, Field.WHAT, Field.NOTHING)
    found = read(["2026-04-13", "A cellar.", "SSN 1"], ["a", "b", "c"], columns)
    assert "SSN" not in content(found).to_bytes().decode()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Date/Time Received", Field.FURTHER),
        ("CALL DATE", Field.RECEIVED),
        ("Fecha de recepción", Field.RECEIVED),
        ("case_number", Field.NUMBER),
        ("Ngôn ngữ", Field.LANGUAGE),
        ("صلة المبلغ", Field.RELATION),
        ("E-mail", Field.CONTACT_HOW),
        ("Shoe size", Field.FURTHER),
    ],
)
def test_headings_are_known_in_every_writing(heading: str, field: Field) -> None:
    assert guessed([heading]) == (field,)


def test_of_two_columns_for_one_field_the_first_is_taken() -> None:
    assert guessed(["Date", "Report date", "City", "State"]) == (
        Field.RECEIVED, Field.FURTHER, Field.WHERE, Field.WHERE,
    )  # fmt: skip
    assert missing((Field.WHAT,)) == [Field.RECEIVED]
    assert doubled((Field.WHAT, Field.WHAT, Field.TIME, Field.TIME)) == [Field.TIME]


def test_the_lists_of_words_say_one_thing_each() -> None:
    assert set(_lists()["headings"].values()) == {
        field.value for field in Field if field not in {Field.NOTHING, Field.FURTHER}
    }
    assert set(_lists()["came_by"].values()) == set(CameBy.values)
    for field in Field:
        assert field_named(str(field.label)) in {field.value, ""}
    for way in CameBy:
        assert code_of("came_by", str(way.label)) == way.value


@pytest.mark.parametrize(
    ("said", "code"),
    [("Spanish", "es"), ("español", "es"), ("ES", "es"), ("Tiếng Việt", "vi"), ("spa", "es"),
     ("Farsi", "fa"), ("العربيّة", "ar"), ("Elvish", None), ("", None)],
)  # fmt: skip
def test_languages(said: str, code: str | None) -> None:
    assert language_of(said) == code


@given(st.text(max_size=30))
def test_any_words_are_looked_up(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    language_of(text)
    field_named(text)


@given(
    st.lists(st.sampled_from(list(Field)), min_size=1, max_size=8),
    st.lists(st.text(max_size=40), max_size=10),
)
def test_any_row_under_any_columns_comes_in_or_says_why(
    columns: list[Field], cells: list[str]
) -> None:
    headings = [f"h{at}" for at in range(len(columns))]
    found = read(cells, headings, columns)
    assert bool(found.why) == (found.verdict is Verdict.LEFT_OUT)
    if found.verdict is Verdict.COMES:
        said = content(found)
        assert Content.from_bytes(said.to_bytes()) == said
        kept = said.to_bytes().decode()
        further = [at for at, each in enumerate(columns) if each is Field.FURTHER]
        assert all(f"h{at}" in kept for at in further if at < len(cells) and cells[at])


def test_every_field_has_its_place() -> None:
    assert Field.FURTHER not in ONCE
    assert set(Field) > ONCE
