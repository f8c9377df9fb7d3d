"""A code says what it said when it was issued, or it is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from waymark.learn.lessons import codes
from waymark.learn.lessons.codes import CODE_BYTES, Code
from waymark.learn.lessons.reading import Lesson
from waymark.vault import letters

made = st.builds(
    Code,
    edition=st.binary(min_size=3, max_size=3),
    day=st.dates(date(2026, 1, 1), date(2100, 1, 1)),
    before=st.integers(0, 15),
    after=st.integers(0, 15),
    random=st.binary(min_size=5, max_size=5),
)


@given(made)
@settings(max_examples=60)
def test_a_code_comes_back_as_it_was(code: Code) -> None:
    assert len(code.text.replace("-", "")) == 25
    assert codes.read(code.text) == code
    assert codes.read(code.text.lower().replace("-", " ")) == code


@given(made, st.integers(0, CODE_BYTES * 8 - 1))
@settings(max_examples=150)
def test_no_changed_bit_is_taken_even_with_a_fitting_check_letter(code: Code, bit: int) -> None:
    secret = letters.decode(code.text, CODE_BYTES)
    assert secret is not None
    changed = int.from_bytes(secret) ^ (1 << bit)
    assert codes.read(letters.encode(changed.to_bytes(CODE_BYTES))) is None


@given(st.text(max_size=500))
@settings(max_examples=80)
def test_whatever_is_typed_is_only_refused(text: str) -> None:
    assert codes.read(text) is None


def test_a_code_of_another_installation_is_refused(tiny: Lesson, settings: Settings) -> None:
    text = codes.issue(tiny, 1, 2).text
    settings.RECEIPT_KEY = bytes(32)
    assert codes.read(text) is None


def test_a_code_leads_to_its_edition_only(tiny: Lesson) -> None:
    code = codes.issue(tiny, 1, 2)
    found = code.lesson
    assert found is not None
    assert (found.slug, found.version, found.language) == ("tiny", 3, "en")
    # More marks than questions: the lesson changed and kept its number.
    assert codes.issue(tiny, 1, 3).lesson is None


def test_what_is_remembered_differs_by_use_and_holds_no_marks(tiny: Lesson) -> None:
    code = codes.issue(tiny, 1, 2)
    first, later = code.spent_as(b"first"), code.spent_as(b"later")
    assert first != later
    assert code.random not in first + later


@pytest.mark.parametrize(("days", "expired"), [(0, False), (365, False), (366, True)])
def test_a_code_is_good_for_a_year(tiny: Lesson, days: int, expired: bool) -> None:
    code = codes.issue(tiny, 1, 2)
    old = Code(code.edition, code.day - timedelta(days=days), 1, 2, code.random)
    assert old.expired is expired
