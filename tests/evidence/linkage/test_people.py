import pytest

from waymark.evidence.linkage import Person, read_people
from waymark.evidence.linkage.people import Birth, birth, columns
from waymark.evidence.lists import ListError

FILE = "id;given;family;birth;place\n7;Ali;Hassan;1990-05;Leeds\n8;علي;;;\n"


def test_rows_are_read_with_what_is_known() -> None:
    assert read_people(FILE.encode(), register="police") == [
        Person("police", "7", "Ali", "Hassan", "1990-05", "Leeds"),
        Person("police", "8", "علي", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("id,given\n1,Zebedee\n", "lacks the column family"),
        ("id,given,family\n1,Zebedee,B\n1,C,D\n", "Row 3: the id is empty or stands in row 2"),
        ("id,given,family\n1,!!,?\n", "Row 2: there is no name"),
        ("id,given,family,birth\n1,Zebedee,B,5/17/1990\n", "Row 2: write a date of birth as"),
        ("id,given,family,birth\n1,Zebedee,B,1990-13\n", "Row 2: there is no such day"),
        ("id,given,family,birth\n1,Zebedee,B,0190\n", "Row 2: nobody was born"),
    ],
)
def test_a_fault_is_named_by_row_and_reason_without_the_name(file: str, reason: str) -> None:
    with pytest.raises(ListError) as raised:
        read_people(file.encode(), register="police")
    assert reason in str(raised.value)
    assert "Zebedee" not in str(raised.value)


def test_a_date_is_known_as_far_as_it_is_written() -> None:
    assert birth("") == Birth(None, None, None)
    assert birth("1990") == Birth(1990, None, None)
    assert birth("1990-05-17") == Birth(1990, 5, 17)


def test_names_in_either_order_have_one_key() -> None:
    table = columns([Person("A", "1", "Ali", "Hassan"), Person("B", "2", "حسن", "علي")])
    assert table["name_key"][0] == table["name_key"][1]
    assert table["given_key"][0] == table["family_key"][1]
    assert table["year"] == [None, None]
