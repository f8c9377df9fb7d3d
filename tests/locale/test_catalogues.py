"""The three translations are whole, keep their placeholders, and are compiled from what is read."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "waymark" / "locale"
LANGUAGES = ("es", "vi", "ar")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|</?[a-z][^>]*>")
BIDI_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def forms(entry: polib.POEntry | polib.MOEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    assert [entry.msgid for entry in catalogue(language) if not all(forms(entry))] == []
    assert not [entry.msgid for entry in catalogue(language) if entry.fuzzy]


def missing_placeholders(entry: polib.POEntry) -> list[str]:
    """The forms of an entry whose placeholders and tags differ from the English."""
    allowed = [Counter(PLACEHOLDER.findall(entry.msgid))]
    if entry.msgid_plural:
        allowed.append(Counter(PLACEHOLDER.findall(entry.msgid_plural)))
        # "One report", "two reports": languages write small numbers as words.
        allowed += [Counter({k: n for k, n in a.items() if "(" not in k}) for a in allowed]
    return [form for form in forms(entry) if Counter(PLACEHOLDER.findall(form)) not in allowed]


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_are_kept(language: str) -> None:
    wrong = {e.msgid: w for e in catalogue(language) if (w := missing_placeholders(e))}
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_invisible_direction_marks(language: str) -> None:
    texts = [form for entry in catalogue(language) for form in forms(entry)]
    assert not [text for text in texts if BIDI_CONTROLS.search(text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_one_that_is_read(language: str) -> None:
    po = catalogue(language)
    compiled = polib.mofile(str(LOCALE / language / "LC_MESSAGES" / "django.mo"))
    # One English word stands for several: its context is part of its name.
    read = {(e.msgctxt, e.msgid): forms(e) for e in po}
    assert {(e.msgctxt, e.msgid): forms(e) for e in compiled} == read


def test_the_catalogues_hold_every_text_of_the_code(tmp_path: Path) -> None:
    """Extract anew from a copy and compare, so that a new text cannot be forgotten."""
    if shutil.which("xgettext") is None:
        pytest.skip("xgettext is not installed: apt-get install gettext to compare the catalogues")
    copy = tmp_path / "waymark"
    shutil.copytree(
        ROOT / "waymark", copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "vi", "ar")
    )
    done = subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "es", "--no-wrap", "--no-obsolete"],
        cwd=copy,
        env={"PATH": "/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": "", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    extracted = polib.pofile(str(copy / "locale" / "es" / "LC_MESSAGES" / "django.po"))
    wanted = {(entry.msgctxt, entry.msgid) for entry in extracted}
    for language in LANGUAGES:
        assert {(e.msgctxt, e.msgid) for e in catalogue(language)} == wanted, language
