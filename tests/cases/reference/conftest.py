"""An organisation's own folder of lists."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from waymark.cases.reference.consent_age import consent_ages
from waymark.cases.reference.milestones import milestones
from waymark.cases.reference.places import regions
from waymark.cases.reference.support import support

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path, settings: LazySettings) -> Iterator[Write]:
    """Write a file such as `milestones/nowhere.toml` into the organisation's folder."""
    settings.CONTENT_FOLDER = str(tmp_path)
    shelves = (milestones, support, consent_ages, regions)

    def into(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    for shelf in shelves:
        shelf.forget()
    yield into
    for shelf in shelves:
        shelf.forget()
