"""Files of lists: what they hold, and sentences about what is wrong with them."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from waymark.evidence.lists import ListError
from waymark.evidence.reading import read_counts, read_lists, read_people

GOOD = "police,shelters,hotline,count\n1,0,0,54\n0,1,0,46\n0,0,1,20\n1,1,0,12\n1,0,1,3\n"
PEOPLE = "person,list,sex\na,police,f\na,shelter,f\nb,police,m\nc,shelter,f\n"


def test_counts() -> None:
    reading = read_lists(GOOD.encode())
    assert reading.table.names == ("police", "shelters", "hotline")
    assert reading.table.total == 135
    assert reading.table.dense.tolist() == [0, 54, 46, 12, 20, 3, 0, 0]
    assert len(reading.digest) == 64


@pytest.mark.parametrize("name", ["n", "Count", "COUNT", "people who were seen"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_column_of_counts_and_delimiters(name: str, delimiter: str) -> None:
    text = "\ufeff" + GOOD.replace("count", name).replace(",", delimiter).replace("\n", "\r\n\r\n")
    assert read_lists(text.encode()).table.dense.tolist() == [0, 54, 46, 12, 20, 3, 0, 0]


def test_a_named_column_of_counts_may_stand_anywhere() -> None:
    text = "seen,a,b\n4,1,0\n5,0,1\n2,1,1\n"
    assert read_lists(text.encode(), count="seen").table.total == 11


def test_one_row_for_each_person_and_list() -> None:
    reading = read_lists(PEOPLE.encode())
    assert reading.form == "people"
    assert reading.table.names == ("police", "shelter")
    assert reading.table.dense.tolist() == [0, 1, 1, 1]


def test_strata_add_up() -> None:
    reading = read_lists(PEOPLE.encode(), by="sex")
    assert list(reading.strata) == ["f", "m"]
    assert reading.strata["f"].dense.tolist() == [0, 0, 1, 1]
    assert sum(table.total for table in reading.strata.values()) == reading.table.total
    text = "year,a,b,n\n2020,1,0,5\n2020,0,1,4\n2020,1,1,2\n2021,1,0,7\n2021,0,1,1\n"
    by_year = read_lists(text.encode(), by="year")
    assert by_year.strata["2021"].dense.tolist() == [0, 7, 1, 0]
    assert by_year.table.dense.tolist() == [0, 12, 5, 2]


@given(st.permutations(PEOPLE.splitlines()[1:]))
def test_the_order_of_rows_changes_nothing(rows: list[str]) -> None:
    table = read_people("\n".join(["person,list,sex", *rows]).encode()).table
    assert table.dense.tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b,n\n1,0,-4\n", "Row 2: the count is negative"),
        ("a,b,n\n1,0,4\n0,1,2.5\n", "Row 3: the count is not a whole"),
        ('a;b;n\n1;0;"2,5"\n', "Row 2: the count is not a whole"),
        ("a,b,n\n1,0,many\n", "Row 2: the count is not a number"),
        ("a,b,n\n1,0,4\n\n0,0,2\n", "Row 4: people on no list"),
        ("a,b,n\n0,0,0\n", "Row 2: people on no list"),
        ("a,b,n\n1,0,4\n0,1,4\n1,0,3\n", "Row 4: the same combination of lists as in row 2"),
        ("a,n\n1,4\n", "only one list"),
        ("a,b,c,n\n1,0,0,4\n0,1,0,4\n1,1,0,1\n", "Nobody is on the list 'c'"),
        ("a,b,n\n1,1,4\n0,1,3\n", "'b' contains the list 'a'"),
        ("a,b,n\n1,1,4\n", "contains"),
        ("a,b,n\nAnna,0,4\n", "Row 2, column 'a': neither 0 nor 1"),
        ("a,b,n\n1,,4\n", "Row 2, column 'b': empty"),
        ("a,b,n\n1,0\n", "Row 2: 2 cells"),
        ("1,0,4\n0,1,3\n1,1,2\n", "heading is missing"),
        ("", "heading is missing"),
        ("\n1,0,3\n", "heading is missing"),
        ("a,a,n\n1,0,4\n", "same name"),
        ("a,,n\n1,0,4\n", "column 2 has no name"),
        ("a,b\u0007b,n\n1,0,3\n0,1,3\n1,1,3\n", "nobody can see"),
        ("a,b,n\n", "Row 2: there is no row"),
        ('a,b,n\n1,0,"4\n', "Row 2: the quotation marks"),
        ("a,b,c\n1,0,1\n0,1,1\n", "no column is called 'count'"),
        ("a,n,count\n1,0,4\n", "column of counts"),
        ("person,list\nx,a\nx,a\n", "Row 3: this person is on this list already in row 2"),
        ("person,list\n,a\n", "Row 2, column 'person': empty"),
        ("person,list\nx,a\ny,a\n", "only one list"),
        (",".join(f"l{i}" for i in range(17)) + ",n\n" + "1," * 17 + "1\n", "at most 16"),
    ],
)
def test_wrong_files_are_told_with_row_and_reason(text: str, sentence: str) -> None:
    with pytest.raises(ListError, match=sentence):
        read_lists(text.encode())


def test_names_are_not_repeated() -> None:
    with pytest.raises(ListError) as fault:
        read_lists(b"a,b,n\nAnna Meier,0,4\n")
    assert "Anna" not in str(fault.value)


def test_other_texts_and_strata() -> None:
    with pytest.raises(ListError, match="Row 2: this is not UTF-8"):
        read_lists("a,b,n\n1,0,ä\n".encode("latin-1"))
    with pytest.raises(ListError, match="Row 2: this is not a text file"):
        read_lists(b"a,b,n\n\x00,0,4\n")
    with pytest.raises(ListError, match="another 'sex' in row 2"):
        read_people(b"person,list,sex\nx,a,f\nx,b,m\n", by="sex")
    with pytest.raises(ListError, match="no column 'age'"):
        read_lists(PEOPLE.encode(), by="age")
    with pytest.raises(ListError, match="column 'age': empty"):
        read_counts(b"a,b,age,n\n1,0,,4\n", by="age")


CELLS = st.sampled_from(["0", "1", "2", "-1", "1.5", "", "x", '"', "a,b", "99999999999", "é"])
LINES = st.lists(st.lists(CELLS, max_size=5).map(",".join), max_size=6).map("\n".join)
STARTS = st.sampled_from(["a,b,count\n", "person,list\n", "a,b,sex,n\n", ""])


@settings(max_examples=300)
@given(st.one_of(st.binary(max_size=80), st.builds(lambda a, b: (a + b).encode(), STARTS, LINES)))
@example(b"\xef\xbb\xbf")
@example(b'"')
@example(("a,b,n\n1,0," + "9" * 200_000).encode())
def test_whatever_is_in_a_file_it_is_read_or_refused(data: bytes) -> None:
    for by in ("", "sex"):
        try:
            reading = read_lists(data, by=by)
        except ListError:
            continue
        assert reading.table.size >= 2
        assert reading.table.counts.min() >= 1


def test_a_file_from_the_wrong_hands() -> None:
    noise = random.Random(5).randbytes(20_000)
    with pytest.raises(ListError):
        read_lists(noise)
