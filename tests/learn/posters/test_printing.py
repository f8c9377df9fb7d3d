"""The files: the same bytes each time, one page, whatever was typed as it was typed."""

import json
import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
import segno
import typst
from PIL import Image

from tests.learn.posters.conftest import ADDRESS, sheet
from waymark.learn.posters import press
from waymark.learn.posters.forms import FORMS
from waymark.learn.posters.glyphs import FONTS
from waymark.learn.posters.sheet import Sheet
from waymark.learn.posters.texts import LONGEST

HOSTILE = (
    '#panic("x") $y$ \\u{41} " \' *b* _i_ @r <l> // ` [a] {until} {x} '
    "\u202e\u200f ~ -- = + </title>"
)
TEMPLATES = ("poster-a4", "card-single")
KINDS = ("heading", "list", "par")
DIALLED = "<left-to-right>"
TELEPHONE = re.compile(r"\d[\d -]{5,}")


def compiler(found: Sheet, form: str) -> typst.Compiler:
    """A new one, with nothing remembered."""
    return typst.Compiler(
        press.TEMPLATES / FORMS[form].template,
        root=press.TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": found.as_json(FORMS[form])},
    )


def texts(found: Sheet, form: str, *kinds: str) -> list[str]:
    """Every run of text that Typst sets in elements of some kinds."""
    runs: list[str] = []
    laid = compiler(found, form)
    for kind in kinds:
        _collect(json.loads(laid.query(kind)), runs)
    return runs


def _collect(element: Any, into: list[str]) -> None:
    if isinstance(element, list):
        for each in element:
            _collect(each, into)
    elif isinstance(element, dict):
        if element.get("func") == "text":
            into.append(element["text"])
        for value in element.values():
            _collect(value, into)


@pytest.mark.parametrize("form", TEMPLATES)
def test_whatever_is_typed_is_printed_as_typed(contacts: None, form: str) -> None:
    found = sheet()
    line = replace(found.lines[0], name=HOSTILE, hours=HOSTILE, about=HOSTILE, passes_on=HOSTILE)
    found = replace(
        found,
        title=HOSTILE,
        heading=HOSTILE,
        sentences=(HOSTILE, "b", "c"),
        card=HOSTILE,
        card_text=HOSTILE,
        lines=(line,),
    )
    runs = texts(found, form, *KINDS)
    assert runs.count(HOSTILE) >= 5
    assert press.made(found, FORMS[form], "pdf").startswith(b"%PDF-1.7")
    assert b"<title>#panic" in press.made(found, FORMS[form], "svg")[:2000]
    assert b"</title></title>" not in press.made(found, FORMS[form], "svg")


@pytest.mark.parametrize("form", TEMPLATES)
def test_the_number_and_the_address_are_set_and_nothing_else_that_could_be_dialled(
    contacts: None, form: str
) -> None:
    found = sheet("partner", "pl", most=FORMS[form].most_lines)
    polish = ["22 628 01 20", "22 628 99 99", "+48 22 628 01 20"]
    assert texts(found, form, DIALLED) == [*polish, found.address]
    # In all that is said beside them stand days and ages only.
    assert not [run for run in texts(found, form, *KINDS) if TELEPHONE.search(run)]
    assert texts(sheet(whose="none"), form, DIALLED) == ["help.example.org/en/"]


def test_the_same_data_gives_the_same_bytes(contacts: None) -> None:
    found = sheet()
    for form in TEMPLATES:
        for ending in ("pdf", "svg"):
            data = found.as_json(FORMS[form])
            press._compiler.cache_clear()
            first = press.laid_out(found, FORMS[form], ending, data)
            press._compiler.cache_clear()
            assert press.laid_out(found, FORMS[form], ending, data) == first


@pytest.mark.parametrize("form", FORMS)
def test_one_page_tagged_with_title_and_language_and_no_warning(
    contacts: None, in_arabic: None, form: str
) -> None:
    for language in ("en", "ar"):
        found = sheet(language=language, most=FORMS[form].most_lines)
        assert found.language == language
        made = press.made(found, FORMS[form], "pdf")
        assert made.count(b"/Type/Page/") + made.count(b"/Type/Page\n") == 1
        assert f"/Lang({language})".encode() in made
        assert b"pdfuaid:part" in made
        assert b"2026-11-30" in made
        _made, warnings = compiler(found, form).compile_with_warnings(format="svg")
        assert warnings == []
        picture = press.made(found, FORMS[form], "svg")
        assert f'role="img" lang="{language}"'.encode() in picture[:400]
        assert b"<style" not in picture
        assert b"<script" not in picture


@pytest.mark.parametrize("form", FORMS)
def test_the_longest_texts_that_are_allowed_fit(contacts: None, form: str) -> None:
    found = sheet("partner", "pl")
    longest = {name: "WWWWW " * (most // 6) for name, most in LONGEST.items()}
    line = replace(found.lines[0], name="Wide names " * 18, about=found.lines[0].about * 4)
    most = FORMS[form].most_lines
    full = replace(
        found,
        heading=longest["heading"],
        sentences=(longest["line"],) * 5,
        card=longest["card"],
        card_text=longest["card_text"],
        lines=(line,) * most,
        address="a-rather-long-name-of-a-host.of-an-organisation.example.org/ar/",
    )
    made = press.made(full, FORMS[form], "pdf")
    assert made.count(b"/Type/Page/") + made.count(b"/Type/Page\n") == 1
    too_long = replace(full, sentences=("WWWWW " * 400,) * 5, card_text="WWWWW " * 400)
    with pytest.raises(typst.TypstError, match="too long"):
        press.made(too_long, FORMS[form], "pdf")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_printed_code_is_that_of_the_address(
    contacts: None, in_arabic: None, language: str
) -> None:
    found = sheet(language=language)
    picture = compiler(found, "card-single").compile(format="png", ppi=600)
    assert isinstance(picture, bytes)
    dots = Image.open(BytesIO(picture)).convert("L")
    # The code stands at the end of the card: 21 mm wide, 4 mm from the edges.
    card_width = 85
    left = 4 if found.direction == "rtl" else card_width - 4 - 21
    dot = dots.width / card_width
    square = dots.crop(tuple(round(each * dot) for each in (left, 4, left + 21, 4 + 21)))  # type: ignore[arg-type]  # four numbers
    expected = segno.make(f"{ADDRESS}/{language}/", error="q", micro=False)
    assert [list(row) for row in expected.matrix_iter(border=4)] == _modules(
        square, int(expected.symbol_size(border=4)[0])
    )


def _modules(square: Image.Image, count: int) -> list[list[int]]:
    step = square.width / count
    middles = [round((number + 0.5) * step) for number in range(count)]
    return [[int(square.getpixel((x, y)) < 128) for x in middles] for y in middles]  # type: ignore[operator]  # grey


def test_what_was_made_is_kept_up_to_a_number_of_bytes() -> None:
    kept = press.Kept(most=100)
    for number in range(20):
        kept.put(bytes([number]), b"x" * 30)
        assert kept.get(b"\0") is None or number < 3 or kept.size <= 100
        kept.get(b"\0")
    assert kept.size == sum(map(len, kept.files.values())) <= 100
    # What is asked for again and again stays.
    assert list(kept.files)[-1] == b"\0"
    assert kept.get(bytes([5])) is None
    kept.put(b"large", b"x" * 1000)
    assert kept.size == 0


def test_a_file_is_made_once(contacts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def counted(*_arguments: object) -> bytes:
        calls.append("made")
        return b"made"

    monkeypatch.setattr(press, "laid_out", counted)
    monkeypatch.setattr(press, "_kept", press.Kept(press.MOST_KEPT_BYTES))
    form = FORMS["card-single"]
    assert press.made(sheet(), form, "pdf") == press.made(sheet(), form, "pdf") == b"made"
    assert len(calls) == 1
    press.made(sheet(), form, "svg")
    press.made(sheet("know"), form, "pdf")
    assert len(calls) == 3
