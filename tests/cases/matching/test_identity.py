"""What an opened identity gives to compare: hostile or missing values give nothing, no error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.cases.answers import DECLINED, UNKNOWN, Answer
from waymark.cases.matching.identity import MOST_LETTERS, MOST_WORDS, Birth, Identity

SCALAR = st.text(max_size=20) | st.integers() | st.booleans()
JSON = SCALAR | st.lists(SCALAR, max_size=2) | st.just({"prs_FirstName": ["Ana"]})
FIELDS = (
    "prs_FirstName",
    "prs_MiddleName",
    "prs_SecondName",
    "aliases",
    "prs_Birthdate",
    "prs_HomePhone",
    "prs_MobilePhone",
    "prs_IdentityNumber",
    "prs_Citizenship",
)


def test_answers_by_their_htcds_names() -> None:
    identity = Identity.of(
        {
            "prs_FirstName": Answer("Nguyễn"),
            "prs_MiddleName": Answer("Thị"),
            "prs_SecondName": Answer("Hằng"),
            "aliases": Answer(["Hannah", "Hằng Béo"]),
            "prs_Birthdate": Answer("1999-05-03"),
            "prs_HomePhone": Answer("202 555 0143"),
            "prs_MobilePhone": Answer("+84 24 3825 4141"),
            "prs_IdentityNumber": Answer("ab 12-٣"),
            "prs_Citizenship": Answer(["VN", "US"]),
        },
        region="US",
    )
    assert identity.names == (("nguyen", "thi", "hang"), ("hannah",), ("hang", "beo"))
    assert identity.birth == Birth(1999, 5, 3)
    assert identity.dialled == {"+12025550143", "+842438254141"}
    assert identity.phone_tails == {"25550143", "38254141"}
    assert identity.document == "ab123"
    assert identity.citizenship == {"VN", "US"}


def test_unknown_declined_and_never_asked_are_all_empty() -> None:
    silent = {"prs_FirstName": UNKNOWN, "aliases": DECLINED, "prs_Birthdate": UNKNOWN}
    for identity in (Identity.of({}), Identity.of(silent), Identity(first="-", number=" / ")):
        assert identity.names == ()
        assert identity.birth is None
        assert identity.dialled == identity.phone_tails == identity.citizenship == frozenset()
        assert identity.document == ""


@given(st.fixed_dictionaries({name: JSON.map(Answer) for name in FIELDS}))
@settings(max_examples=20)
def test_no_stored_value_breaks_it(answers: dict[str, Answer]) -> None:
    identity = Identity.of(answers, region="US")
    assert all(0 < len(words) <= MOST_WORDS for words in identity.names)
    assert all(0 < len(word) <= MOST_LETTERS for words in identity.names for word in words)
    assert all(tail.isdigit() for tail in identity.phone_tails)


def test_no_log_shows_it() -> None:
    assert "Hannah" not in repr(Identity(first="Hannah"))


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("1999", Birth(1999)),
        ("1999-05", Birth(1999, 5)),
        ("1999-05-03", Birth(1999, 5, 3)),
        (" 2000-02-29 ", Birth(2000, 2, 29)),
        ("1999-02-29", None),
        ("1999-13", None),
        ("1999-00-00", None),
        ("1999-05-00", None),
        ("0000", None),
        ("9999-01-01", None),
        ("3 May 1999", None),
        ("1999-5-3", None),
        ("", None),
    ],
)
def test_births_as_far_as_known(text: str, birth: Birth | None) -> None:
    assert Birth.parse(text) == birth
    assert birth is None or str(birth) == text.strip()


@given(st.text(alphabet="0123459-٣ ", max_size=12) | st.dates().map(str))
@settings(max_examples=40)
def test_a_birth_is_a_real_date_or_none(text: str) -> None:
    birth = Birth.parse(text)
    assert birth is None or Birth.parse(str(birth)) == birth


@given(st.dates())
def test_swapping_twice_gives_the_date_again(day: object) -> None:
    birth = Birth.parse(str(day))
    swapped = birth.swapped() if birth else None
    assert swapped is None or (swapped != birth and swapped.swapped() == birth)


def test_nothing_to_swap() -> None:
    for text in ("1999", "1999-05", "1999-05-05", "1999-05-13"):
        birth = Birth.parse(text)
        assert birth is not None
        assert birth.swapped() is None
