"""A copy appears whole or not at all, and takes the place of nothing but a copy."""

import errno
import re
from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.exporting.conftest import DAY, URL
from waymark.commands import export_site
from waymark.commands.console import PlainError
from waymark.contacts.models import Contact
from waymark.directory.exporting.files import NotOurs
from waymark.exporting import asking, copying, export
from waymark.exporting.tags import Page

pytestmark = pytest.mark.usefixtures("site", "few")


def wanted(folder: Path, **more: Any) -> Namespace:
    return Namespace(**{"folder": folder, "language": ["en"], "leave_out": [], "url": None} | more)


def content(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_the_same_content_and_day_make_the_same_bytes(tmp_path: Path) -> None:
    export(tmp_path / "one", ["en"])
    later = timezone.now() + timedelta(hours=2)
    # Undone before the site puts its own clock back.
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(timezone, "now", lambda: later)
        export(tmp_path / "two", ["en"])
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert len(content(tmp_path / "one")) >= 10


def test_the_site_says_of_each_page_in_it_that_it_may_be_kept(tmp_path: Path) -> None:
    export(tmp_path, ["en"])
    asked = asking.Asked(URL)
    names = [name for name in content(tmp_path) if name.endswith("index.html")]
    for name in names:
        answer = asked.ask(f"/{name.removesuffix('index.html')}")
        assert answer.headers["cache-control"] == "public, max-age=60", name
        assert "noindex" not in answer.headers.get("x-robots-tag", ""), name
    assert len(names) >= 6


def test_a_new_copy_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    export(folder, ["en"])
    (folder / "old.html").write_text("from before")
    export(folder, ["en"])
    assert not (folder / "old.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def test_a_folder_of_somebody_else_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(PlainError, match="choose another folder"):
        export_site.copy(wanted(tmp_path))
    assert content(tmp_path) == {"letters.txt": b"dear"}
    with pytest.raises(NotOurs):
        export(tmp_path / "letters.txt", ["en"])


def full_disk(folder: Path, name: str, content: bytes) -> None:
    if name == "README.txt":
        raise OSError(errno.ENOSPC, "No space left on device")
    write(folder, name, content)


write = copying._write


@pytest.mark.parametrize("before", [True, False])
def test_a_full_disk_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    if before:
        export(tmp_path / "copy", ["en"])
    earlier = content(tmp_path)
    monkeypatch.setattr(copying, "_write", full_disk)
    with pytest.raises(PlainError, match=r"No space left on device\): free space"):
        export_site.copy(wanted(tmp_path / "copy"))
    assert content(tmp_path) == earlier


def test_a_missing_parent_is_said(tmp_path: Path) -> None:
    with pytest.raises(PlainError, match=r"There is no folder .*/none: make it first"):
        export_site.copy(wanted(tmp_path / "none" / "copy"))
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_copy_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(number: int) -> None:
        if number == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(tmp_path / "copy", ["en"], progress=interrupt)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_page_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waymark.web.doors.open_doors", None)
    with pytest.raises(PlainError, match="The page / is broken"):
        export_site.copy(wanted(tmp_path / "copy"))
    assert list(tmp_path.iterdir()) == []


def test_it_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export_site.copy(wanted(tmp_path / "copy", language=["ar", "en"])) == 0
    said = capsys.readouterr().out
    assert "pages and 0 files in en, ar." in said
    assert "Its lines of help hold until 2027-" in said
    assert f"What needs the internet leads to {URL}/" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({"language": ["xx"]}, "choose from en, es"), ({"leave_out": ["exe"]}, "choose from pdf")],
)
def test_what_is_not_known_is_refused(tmp_path: Path, arguments: Any, said: str) -> None:
    with pytest.raises(PlainError, match=said):
        export_site.copy(wanted(tmp_path / "copy", **arguments))


@pytest.mark.parametrize("url", ["help.example", "ftp://help.example", "https://", "https://a/b"])
def test_an_address_must_be_one(url: str) -> None:
    with pytest.raises(PlainError, match=r"like https://help\.example\.org"):
        export_site._address(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:80"])
def test_without_a_public_address_nothing_leads_to_this_machine(
    tmp_path: Path, settings: Settings, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PUBLIC_URL = url
    assert export(tmp_path / "copy", ["en"]).address == ""
    folder = tmp_path / "copy"
    for name, text in content(folder).items():
        assert b"127.0.0.1" not in text, name
        assert b"localhost" not in text, name
    pages = [path.read_text("utf-8") for path in folder.rglob("index.html")]
    tags = [tag for text in pages for tag in Page(text).tags]
    sending = [tag for tag in tags if tag.sends]
    assert sending
    assert all({"disabled", "hidden"} <= tag.attributes.keys() for tag in sending)
    assert not [tag for tag in tags if tag.value("href").startswith("/")]
    home = (folder / "en/index.html").read_text("utf-8")
    assert re.search(r'<a>Find services <span class="small soft">\(needs the internet\)', home)
    assert "form-action &#x27;none&#x27;" in home


def test_without_a_checked_number_it_promises_none(tmp_path: Path) -> None:
    Contact.objects.all().delete()
    assert export(tmp_path / "copy", ["en"]).until is None
    home = (tmp_path / "copy/en/index.html").read_text("utf-8")
    assert f'copy from <time datetime="{DAY}">' in home
    assert "hold until" not in home
    assert "No line of help is on it. Check a telephone number before you call." in home
    assert "check every telephone number" in (tmp_path / "copy/README.txt").read_text("utf-8")
