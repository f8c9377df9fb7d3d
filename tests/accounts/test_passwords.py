"""What a new password must be."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from waymark.accounts.passwords import SHORTEST, check, normalise

ABOUT = ("ana_hotline", "Ana Ruiz", "Riverside Coalition")


@pytest.mark.parametrize(
    "password",
    [
        "orbit lantern cactus mild",
        "correct-horse-battery-staple",
        "mười hai con cá",
        "سبعة طيور تمشي",
        "riverside has seven herons",
        "9f2c1a7be04d5e66",
    ],
)
def test_good_passwords_pass(password: str) -> None:
    check(normalise(password), about=ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevenchars",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "passwordpassword",
        "password12345!!!",
        "123456789password",
        "1234567890123456",
        "abcdefghijklmnop",
        "qwertyuiop1234",
        "Ana Ruiz Riverside",
        "riversidecoalition",
        "ana_hotline2024",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        check(normalise(password), about=ABOUT)


@given(st.text(max_size=SHORTEST - 1))
def test_everything_short_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        check(password)


@given(st.text(max_size=60))
def test_any_text_gets_an_answer_and_one_spelling(password: str) -> None:
    with suppress(ValidationError):
        check(password, about=(password, "("))
    assert normalise(normalise(password)) == normalise(password)
