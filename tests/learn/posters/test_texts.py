"""The words: complete or in English, short enough, readable, with a glyph for every sign."""

import pytest

from tests.learn.posters.conftest import Write, sheet
from waymark.learn.content.faults import ContentError
from waymark.learn.posters import checks
from waymark.learn.posters.forms import FORMS
from waymark.learn.posters.glyphs import coverage, missing, printable
from waymark.learn.posters.texts import posters, read_posters

LANGUAGES = ("en", "es", "vi", "ar")
HEAD = 'reviewed_by = "Riverside"\nreviewed_on = 2026-11-01\nreview_due = 2099-05-01\n'
OWN = HEAD + '[[posters]]\nid = "market"\n'
WORDS = """[posters.market]
title = "At the market"
about = "For stalls."
heading = "Long days and no pay?"
line1 = "You can ask."
line2 = "You can stop."
line3 = "It costs nothing."
card = "Questions?"
card_text = "You can ask."
"""


def test_ours_are_in_order() -> None:
    assert checks.problems() == []
    assert list(posters()) == ["jobs", "partner", "young", "know", "travel"]
    for poster in posters().values():
        assert poster.sources
        assert 3 <= len(poster.lines("en")) <= 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_on_every_sheet_has_a_glyph(
    contacts: None, in_arabic: None, language: str
) -> None:
    for text, whose in (("jobs", "us"), ("young", "us"), ("partner", "pl"), ("partner", "de")):
        found = sheet(text, whose, language)
        assert missing(found.as_json(FORMS["poster-a4"])) == ""


def test_the_fonts_have_what_they_should_and_not_everything() -> None:
    assert printable("Señal · ¿Qué? “Ược” ễ ộ đ ư Ąćę ǎ Ж λ 1-800 +48 سلام؟ ً")
    assert printable("\u202eleft\u200f\u00a0and right")
    assert missing("a ไทย 中 中 한") == "ไทย中한"
    assert 2000 < len(coverage()) < 10_000


def test_an_organisations_text_is_added_and_ours_can_be_replaced(
    contacts: None, own_posters: Write
) -> None:
    own_posters("posters.toml", OWN)
    own_posters("en.toml", WORDS + '[posters.jobs]\nheading = "Our own heading"\n')
    assert "market" in posters()
    assert sheet("market").sentences == ("You can ask.", "You can stop.", "It costs nothing.")
    assert sheet("jobs").heading == "Our own heading"
    # Its new text is in English only, and the check says so for each other language of ours.
    assert all("market: heading is missing, so" in text for text in checks.problems())


def test_braces_that_stand_for_nothing_stay(contacts: None, own_posters: Write) -> None:
    odd = "Until {until}, or {never}, {0} and {"
    own_posters("en.toml", f'[frame]\nuse_until = "{odd}"\nhours_unknown = "{{x}} {{"\n')
    assert sheet().footer == "Until May 21, 2027, or {never}, {0} and {"
    assert sheet("young").lines[1].hours == "{x} {"


def test_a_text_is_never_half_translated(contacts: None, own_posters: Write) -> None:
    own_posters("es.toml", '[posters.jobs]\nheading = ""\nline1 = "¿Te falta tu paga?"\n')
    found = sheet("jobs", "us", "es")
    assert found.language == "en"
    assert found.heading == "Is it hard to leave your work?"
    assert found.lines[0].hours == "Every day, day and night."
    assert found.address.endswith("/en/")
    assert any("is missing, so the English poster" in text for text in checks.problems())


def test_arabic_runs_from_right_to_left_in_words_hours_and_address(
    contacts: None, in_arabic: None
) -> None:
    found = sheet("jobs", "us", "ar")
    assert (found.language, found.direction) == ("ar", "rtl")
    assert found.address == "help.example.org/ar/"
    assert found.lines[0].hours != "Every day, day and night."
    assert found.lines[0].numbers[0].number == "1-888-373-7888"


def test_without_a_number_it_says_where_to_look(contacts: None) -> None:
    found = sheet("jobs", "none")
    assert found.lines == ()
    assert found.frame["none"].startswith("We print no number here")
    assert found.footer.startswith("The words were checked on")
    assert found.address == "help.example.org/en/"


@pytest.mark.parametrize(
    ("structure", "words", "said"),
    [
        (OWN, WORDS.replace("You can ask.", "Ask. " * 40), "say it in 110"),
        (OWN, WORDS.replace("Long days", "Long " * 30), "say it in 60"),
        (OWN, WORDS.replace('line3 = "It costs nothing."\n', ""), "line1 to line3"),
        (OWN, WORDS.replace('card = "Questions?"\n', ""), "does not have every text"),
        (OWN + 'sources = ["nobody"]\n', WORDS, "no source of this file"),
        (OWN + 'lines_for = ["everybody"]\n', WORDS, "`lines_for` may have"),
        (OWN + 'colour = "red"\n', WORDS, "`colour` is no field"),
        (HEAD + '[[posters]]\nid = "A b"\n', WORDS, "small letters"),
        ("[[posters]]\n", WORDS, "`reviewed_by`"),
    ],
)
def test_a_file_that_is_wrong_says_what_to_change(
    own_posters: Write, structure: str, words: str, said: str
) -> None:
    own_posters("posters.toml", structure)
    own_posters("en.toml", words)
    with pytest.raises(ContentError, match=said):
        read_posters()
    assert any(said in text for text in checks.problems())


def test_the_check_names_hard_words_strange_signs_and_late_reviews(own_posters: Write) -> None:
    hard = "Notwithstanding contractual stipulations, remuneration irregularities necessitate"
    own_posters("posters.toml", OWN.replace("2099-05-01", "2026-11-02"))
    own_posters("en.toml", WORDS.replace("You can stop.", hard).replace("Questions?", "問?"))
    found = " ".join(checks.problems())
    assert "no font of ours has '問'" in found
    assert "due for review on 2026-11-02" in found
    assert "reads at" in found
