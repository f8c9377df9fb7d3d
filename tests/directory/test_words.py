"""What counts as the same word in a search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.directory.words import begins, fold, prefixes, split, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("LEGAL Aid", "legal aid"),
        ("Ñandú", "nandu"),
        ("Đại Nguyễn", "dai nguyen"),
        ("STRASSE straße", "strasse strasse"),
        ("مُحَمَّد", "محمد"),
        ("مـــأوى", "ماوى"),
        ("ﬁne", "fine"),
        ("İstanbul ısı", "istanbul isi"),
        ("𝓐nna", "anna"),
    ],
)
def test_case_accents_and_vowel_signs_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_again_changes_nothing(text: str) -> None:
    assert split(" ".join(split(text))) == split(text)


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_the_short_way_for_ascii_is_the_same(text: str) -> None:
    assert fold(text) == fold(text + "é")[:-1]


def test_words_are_parted_by_all_that_is_no_letter_or_digit() -> None:
    assert split("St. Mary's-House_24/7, casa") == ["st", "mary", "s", "house", "24", "7", "casa"]
    assert words_of("Walla Walla") == ["walla"]
    assert prefixes(["shelter", "she", "shelf"]) == {"shel", "she"}


def test_a_token_begins_a_word() -> None:
    stored = " casa del sol"
    assert begins(["ca", "sol"], stored)
    assert begins([], stored)
    assert not begins(["asa"], stored)
    assert not begins(["casa", "luna"], stored)
