"""Every text of ours is there in every language, with the same placeholders."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from waymark.learn.content import checks, folders
from waymark.learn.content.fields import read_toml
from waymark.learn.content.pages import read_page

ROOT = Path(__file__).resolve().parents[2]
DATA = sorted(path for path in (ROOT / "waymark").rglob("data") if path.is_dir())
LANGUAGES = [code for code, _ in settings.LANGUAGES]
ENGLISH = sorted(path for data in DATA for path in data.rglob("en.toml"))
PAGES = sorted((folders.OURS / "pages").glob("*/en.md"))
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def texts(table: Any, before: str = "") -> dict[str, str]:
    """Every text of a table by its place in it."""
    if isinstance(table, str):
        return {before: table}
    if not isinstance(table, dict | list):
        return {before: ""}
    found: dict[str, str] = {}
    for key, value in table.items() if isinstance(table, dict) else enumerate(table):
        found |= texts(value, f"{before}.{key}")
    return found


def test_there_is_something_to_compare() -> None:
    assert len(ENGLISH) >= 10
    assert len(PAGES) >= 40


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: f"{path.parts[-3]}-{path.parts[-2]}")
def test_words_are_complete(path: Path, language: str) -> None:
    english, other = (texts(read_toml(path.with_stem(code))) for code in ("en", language))
    assert other.keys() == english.keys()
    empty = [key for key, text in other.items() if english[key].strip() and not text.strip()]
    assert empty == []
    changed = [
        key
        for key, text in english.items()
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(other[key]))
    ]
    assert changed == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_pages_say_the_same_in_every_language(path: Path) -> None:
    versions = {code: read_page(path.with_stem(code)) for code in LANGUAGES}
    assert list(checks.parity(versions)) == []
    for page in versions.values():
        assert list(checks.page_problems(page)) == []
    assert len({page.body for page in versions.values()}) == len(LANGUAGES)


def test_nothing_is_wrong_with_the_content() -> None:
    from waymark.commands.content import problems

    assert list(problems()) == []
