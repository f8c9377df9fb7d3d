"""Words of structured content: beside `signs.toml` lies one `<language>.toml` with its texts.

A file is taken for words when its name is the code of a language (two or three letters).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from waymark.learn.content.fields import LANGUAGE, read_toml
from waymark.learn.content.folders import OURS, files

SOURCE_LANGUAGE = "en"


@dataclass(frozen=True)
class Words:
    """Texts by language and dotted key, for instance `signs.papers-held.text`."""

    texts: Mapping[str, Mapping[str, str]]

    def __call__(self, key: str, language: str = "") -> str:
        """The text in the reader's language, else in English, else empty."""
        chosen = language or get_language() or SOURCE_LANGUAGE
        return self.texts.get(chosen, {}).get(key) or self.texts[SOURCE_LANGUAGE].get(key, "")

    def is_translated(self, key: str) -> bool:
        """Whether the reader gets this text in their own language."""
        return bool(self.texts.get(get_language() or SOURCE_LANGUAGE, {}).get(key))


def read_words(kind: str, ours: Path = OURS) -> Words:
    """The words of a kind of content; the organisation's take the place of ours one by one."""
    texts: dict[str, dict[str, str]] = {SOURCE_LANGUAGE: {}}
    for path in files(kind, "*.toml", ours):
        if LANGUAGE.fullmatch(path.stem):
            texts.setdefault(path.stem, {}).update(_flat(read_toml(path)))
    return Words(texts)


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", str(value)
