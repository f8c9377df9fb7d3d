"""An organisation's own folder of content, empty at first."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from waymark.learn.content.pages import library
from waymark.learn.signs.reading import signs

Write = Callable[[str, str], Path]


@pytest.fixture
def own_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Write a file of the organisation: `own_content("pages/x/en.md", text)`."""
    monkeypatch.setattr(settings, "CONTENT_FOLDER", tmp_path / "content")
    _forget()

    def write(name: str, text: str) -> Path:
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    yield write
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for shelf in (library, signs):
        shelf.forget()
