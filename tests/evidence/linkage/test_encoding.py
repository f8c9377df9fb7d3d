"""Encoding, and what the linking party finds in two or more encoded registers."""

import io
import zipfile
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.linkage.cast import CLEAN, KEY, on, three_registers, true_table
from waymark.evidence.linkage import Encoded, Parameters, Person, encode, overlaps, read_encoded
from waymark.evidence.linkage.synthetic import registers
from waymark.evidence.linkage.tokens import Coder
from waymark.evidence.lists import ListError, ListTable

ROUND = Parameters("tried")


def encoded(people: list[Person]) -> Encoded:
    return read_encoded(encode(people, KEY, ROUND)[0])


def counted(people: list[Person]) -> ListTable:
    names = sorted({person.register for person in people})
    return overlaps([encoded(on(people, name)) for name in names])


def test_overlaps_of_real_registers_are_near_the_truth() -> None:
    """The figures that docs/linkage.md states: three scripts, every fault."""
    people, _ = three_registers()
    found, true = counted(people), true_table()
    links = [
        int(table.patterns.sum(axis=1) @ table.counts) - table.total for table in (found, true)
    ]
    assert 0.91 * links[1] <= links[0] <= links[1]
    assert found.total == pytest.approx(true.total, rel=0.05)


def test_people_who_are_written_alike_all_match() -> None:
    people, truth = registers(CLEAN, seed=3)
    found = counted(people)
    both = len({*truth.tolist()})
    assert found.total == pytest.approx(both, abs=1)


@pytest.mark.parametrize(
    "other",
    [
        ("Владимир", "Шевченко", "1988-03-05", "Kharkiv"),
        ("Shevchenko", "Vladimir", "1988-03-05", "Kharkiv"),
        ("Vladimir", "Shevchenko", "1988-05-03", "Kharkiv"),
        ("Vladimir", "Shevchenko", "1988", "Kharkiv"),
        ("Vladimir", "Shevchenko", "1989-03-05", "Kharkiv"),
        ("Vladimir", "Shevchenko", "1988-03-06", "Kharkiv"),
        ("Vladimir", "Shevchemko", "1988-03-05", "Kharkiv"),
        ("Vladimir", "Shevchenko", "1988-03-05", "Lviv"),
        ("Vladimir", "Shevchenko", "1988-03-05", ""),
    ],
)
def test_each_fault_alone_is_forgiven(other: tuple[str, str, str, str]) -> None:
    one = Person("A", "1", "Vladimir", "Shevchenko", "1988-03-05", "Kharkiv")
    assert counted([one, Person("B", "1", *other)]).total == 1


def test_other_people_do_not_match() -> None:
    one = Person("A", "1", "Vladimir", "Shevchenko", "1988-03-05", "Kharkiv")
    for other in (
        ("Vladimir", "Shevchenko", "1961-11-23", "Lviv"),
        ("Olena", "Shevchenko", "1993-07-05", "Kharkiv"),
        ("Olena", "Bondar", "1988-03-05", "Kharkiv"),
    ):
        assert counted([one, Person("B", "1", *other)]).total == 2


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_byte(random: Random) -> None:
    people = on(three_registers()[0], "A")[:60]
    shuffled = list(people)
    random.shuffle(shuffled)
    assert encode(people, KEY, ROUND) == encode(shuffled, KEY, ROUND)


def test_ids_do_not_enter() -> None:
    people = on(three_registers()[0], "A")[:40]
    renamed = [person._replace(id=f"x{person.id}") for person in people]
    assert encode(people, KEY, ROUND)[0] == encode(renamed, KEY, ROUND)[0]


def test_the_order_of_files_changes_nothing() -> None:
    people, _ = three_registers()
    files = [encoded(on(people, name)) for name in "ABC"]
    assert overlaps(files).dense.tolist() == overlaps(files[::-1]).dense.tolist()


def test_a_person_twice_on_a_register_is_merged_and_still_found() -> None:
    one = Person("A", "1", "Vladimir", "Shevchenko", "1988-03-05", "Kharkiv")
    again = one._replace(id="2", given="Владимир", family="Шевченко")
    data, report = encode([one, again], KEY, ROUND)
    assert (report.rows, report.people) == (2, 1)
    other = encoded([one._replace(register="B")])
    assert overlaps([read_encoded(data), other]).dense.tolist() == [0, 0, 0, 1]


def test_the_report_says_what_is_missing() -> None:
    rows = [
        Person("A", "1", "Ali", "Hassan"),
        Person("A", "2", "Maria", "Bondar", "1990"),
        Person("A", "3", "Olena", "Kovalenko", "1991-02-03"),
    ]
    report = encode(rows, KEY, ROUND)[1]
    assert (report.without_year, report.without_day, report.withheld) == (1, 2, 0)


def test_keys_rounds_and_registers_are_checked() -> None:
    rows = [Person("A", "1", "Ali", "Hassan", "1990")]
    for key in (b"", bytes(32), KEY[:31]):
        with pytest.raises(ListError, match="key"):
            encode(rows, key, ROUND)
    with pytest.raises(ListError, match="one register at a time"):
        encode([*rows, rows[0]._replace(register="B")], KEY, ROUND)
    with pytest.raises(ListError, match="one register at a time"):
        encode([], KEY, ROUND)
    with pytest.raises(ListError, match="Name the round"):
        Parameters(" ")
    with pytest.raises(ListError, match="bands"):
        Parameters("x", rows=1)
    assert "key" not in repr(Coder(KEY, ROUND))


def test_files_that_do_not_belong_together_are_refused() -> None:
    rows = [Person("A", "1", "Ali", "Hassan", "1990")]
    first, other = encoded(rows), encoded([rows[0]._replace(register="B")])
    later = read_encoded(encode([rows[0]._replace(register="B")], KEY, Parameters("later"))[0])
    for files, reason in (
        ([first], "two registers"),
        ([first, first], "one register"),
        ([first, later], "different rounds"),
    ):
        with pytest.raises(ListError, match=reason):
            overlaps(files)
    data, _ = encode([rows[0]._replace(register="B")], bytes(reversed(KEY)), ROUND)
    with pytest.raises(ListError, match="different keys"):
        overlaps([first, read_encoded(data)])
    assert overlaps([first, other]).total == 1


def test_a_damaged_file_is_refused_whatever_is_wrong() -> None:
    data, _ = encode([Person("A", "1", "Ali", "Hassan", "1990")], KEY, ROUND)
    for bad in (
        b"",
        b"PK",
        data[:-30],
        data[:200],
        data.replace(b"waymark linkage 1", b"waymark linkage 9"),
    ):
        with pytest.raises(ListError):
            read_encoded(bad)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        about = archive.read("about.json")
    for tokens in (bytes(8 * ROUND.length), b"1234567"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("about.json", about)
            archive.writestr("tokens", tokens)
        with pytest.raises(ListError):
            read_encoded(out.getvalue())


def test_no_file_carries_a_name_or_an_id() -> None:
    person = Person("A", "case-4711", "Vladimir", "Shevchenko", "1988-03-05", "Kharkiv")
    data = encode([person], KEY, ROUND)[0].lower()
    assert not [
        text for text in ("vladimir", "fldmr", "4711", "1988", "kharkiv") if text.encode() in data
    ]
    assert np.unique(encoded([person]).tokens).size == ROUND.length
