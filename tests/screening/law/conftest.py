"""A law book of ours, and an organisation's folder for laws of its own."""

from pathlib import Path

import pytest
from pytest_django import Settings

from waymark.screening.law.reading import Book, book, read_book


@pytest.fixture(scope="session")
def laws() -> Book:
    """The laws that we carry."""
    return read_book()


@pytest.fixture
def own_folder(tmp_path: Path, settings: Settings) -> Path:
    """The organisation's folder for laws; what is written there is read at the next call."""
    settings.CONTENT_FOLDER = tmp_path / "content"
    folder = tmp_path / "content" / "law"
    folder.mkdir(parents=True)
    book.forget()
    return folder
