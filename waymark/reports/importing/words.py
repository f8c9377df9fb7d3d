"""What other hotlines write for what we have codes for; the lists are in `data/words.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from django.conf.locale import LANG_INFO

from waymark.directory.importing.languages import language_code
from waymark.vault.blind import fold

_WORDS = Path(__file__).parent / "data" / "words.toml"
UNSAID = "unsaid"
YES = "yes"
LONGEST_LANGUAGE = 8


def field_named(heading: str) -> str:
    """The field that goes by this heading; empty where none is known to."""
    return _lists()["headings"].get(plain(heading), "")


def code_of(kind: str, said: str) -> str | None:
    """The code for what somebody wrote in a column of this kind; None where it is not known."""
    return _lists()[kind].get(plain(said))


def language_of(said: str) -> str | None:
    """The code of a language by its name or code; None where it is not known."""
    known = _languages().get(plain(said)) or language_code(said)
    return known if known and len(known) <= LONGEST_LANGUAGE else None


def plain(text: str) -> str:
    """A text without case, accents and signs, its words apart by one blank."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


@cache
def _lists() -> Mapping[str, Mapping[str, str]]:
    read: dict[str, dict[str, Sequence[str]]] = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {
        kind: {plain(word): code for code, words in rows.items() for word in words}
        for kind, rows in read.items()
    }


@cache
def _languages() -> Mapping[str, str]:
    own = {code: info for code, info in LANG_INFO.items() if "name_local" in info}
    names = {plain(info["name_local"]): code for code, info in own.items()}
    return {**names, **{plain(code): code for code in own}, **_lists()["language"]}
