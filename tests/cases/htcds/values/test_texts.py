"""Text, yes or no, numbers, degrees, and the words for having no answer."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from waymark.cases.htcds.answers import Answer, Silence, Value
from waymark.cases.htcds.standard import FIELDS, Kind
from waymark.cases.htcds.values import Raw, Refused, as_shown, read_value

SILENT = {
    "not asked": Silence.NOT_ASKED, "Not-asked": Silence.NOT_ASKED, "UNKNOWN": Silence.UNKNOWN,
    "Don't know": Silence.UNKNOWN, "not known": Silence.UNKNOWN, "declined": Silence.DECLINED,
    "Prefer not to say": Silence.DECLINED, "refused": Silence.DECLINED,
}  # fmt: skip


def read(name: str, raw: Raw) -> tuple[Value | None, bool]:
    """The value, and whether something is said about it."""
    taken = read_value(name, raw)
    assert taken is not None
    return taken.answer.value, bool(taken.why)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("blank", ["", " ", "\n\t ", "\u00a0"])
def test_a_blank_cell_says_nothing(name: str, blank: str) -> None:
    assert read_value(name, blank) is None


@pytest.mark.parametrize("words", SILENT)
@pytest.mark.parametrize("name", [n for n, f in FIELDS.items() if f.kind is not Kind.TEXT])
def test_words_for_a_silence(name: str, words: str) -> None:
    taken = read_value(name, words)
    assert taken is not None
    assert taken.answer == Answer(silence=SILENT[words])
    assert taken.why


@pytest.mark.parametrize("words", SILENT)
def test_in_text_such_words_are_what_somebody_wrote(words: str) -> None:
    assert read("cas_ReasonForCaseClosure", words) == (words, False)


@pytest.mark.parametrize(
    ("raw", "text", "said"),
    [
        ("Ana", "Ana", False), ("=1+1", "=1+1", False), ("+977 1 555", "+977 1 555", False),
        (" Ana ", "Ana", True), ("a\r\nb\rc", "a\nb\nc", True), ("TRUE", "TRUE", False),
        (12025550143.0, "12025550143", True), (5, "5", True), (0.5, "0.5", True),
        (True, "TRUE", True), (date(2004, 2, 29), "2004-02-29", True),
        (datetime(2004, 2, 29), "2004-02-29", True),  # noqa: DTZ001  as cells have it
        (datetime(2004, 2, 29, 1), "2004-02-29T01:00:00", True),  # noqa: DTZ001  likewise
        (1e300, "1e+300", True),
    ],
)  # fmt: skip
def test_text(raw: Raw, text: str, said: bool) -> None:
    assert read("prs_HomePhone", raw) == (text, said)


def test_a_number_in_place_of_text_says_what_may_be_lost() -> None:
    taken = read_value("prs_MailingPostalCode", 1234.0)
    assert taken is not None
    assert "zeros" in taken.why


@pytest.mark.parametrize(
    "raw", ["a\0b", "a\x1fb", "a\uffff", "x" * 32_768, "\u0085a\u0086b", time(1, 2), timedelta(1)]
)
def test_text_that_cannot_be_kept(raw: Raw) -> None:
    with pytest.raises(Refused):
        read("prs_FirstName", raw)


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        (True, True, False), (False, False, False), ("TRUE", True, False), ("FALSE", False, False),
        ("Yes", True, True), ("no", False, True), ("x", True, True), ("true ", True, True),
        (1.0, True, True), (0, False, True), ("0", False, True), ("Y", True, True),
    ],
)  # fmt: skip
def test_yes_or_no(raw: Raw, value: bool, said: bool) -> None:
    assert read("con_Consent", raw) == (value, said)


@pytest.mark.parametrize("raw", ["maybe", 2.0, "-", "yes and no", date(2004, 1, 1), "signed"])
def test_consent_is_never_guessed(raw: Raw) -> None:
    with pytest.raises(Refused, match="TRUE or FALSE"):
        read("con_Consent", raw)


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [(2.0, 2, False), (0, 0, False), ("17", 17, False), (" 17", 17, True), ("017", 17, True),
     ("17.0", 17, True)],
)  # fmt: skip
def test_whole_numbers(raw: Raw, value: int, said: bool) -> None:
    assert read("vic_AgeWhenTrafficked", raw) == (value, said)


@pytest.mark.parametrize(
    "raw",
    [2.5, -1.0, 1000.0, "two", "12-14", "1e2", True, "٣", float("nan"), date(2004, 1, 1), "1,0"],
)  # fmt: skip
def test_what_is_no_whole_number(raw: Raw) -> None:
    with pytest.raises(Refused):
        read("prs_NumberOfChildren", raw)


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        (38.58, "38.58", False), ("38.58", "38.58", False), (-5, "-5", False),
        (1e-7, "0.0000001", False),
        ("38,58", "38.58", True), (" 38.58", "38.58", True), ("+38.58", "38.58", False),
    ],
)  # fmt: skip
def test_degrees(raw: Raw, value: str, said: bool) -> None:
    assert read("hte_Latitude", raw) == (Decimal(value), said)


@pytest.mark.parametrize(
    "raw", [90.01, "91", "38°30'", "N 38", "1,234.5", float("inf"), float("nan"), True, "1e1",
            date(2004, 1, 1), "1.12345678901234"]
)  # fmt: skip
def test_what_is_no_latitude(raw: Raw) -> None:
    with pytest.raises(Refused):
        read("hte_Latitude", raw)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [(5.0, "5"), (0.5, "0.5"), (True, "TRUE"), ("x", "x"), (date(2004, 1, 2), "2004-01-02"),
     (datetime(2004, 1, 2), "2004-01-02"), (time(1, 2), "01:02:00"),  # noqa: DTZ001  as cells have it
     (datetime(2004, 1, 2, 3), "2004-01-02T03:00:00"), (timedelta(1), "1 day, 0:00:00")],  # noqa: DTZ001  likewise
)  # fmt: skip
def test_a_cell_as_a_spreadsheet_shows_it(raw: Raw, shown: str) -> None:
    assert as_shown(raw) == shown
