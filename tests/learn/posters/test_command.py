"""`waymark posters`: every file, and sentences that say what to do."""

import argparse
from pathlib import Path

import pytest

from tests.learn.posters.conftest import Write
from waymark.commands import bootstrap, posters
from waymark.commands.console import PlainError
from waymark.contacts.models import Contact


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django runs already."""
    monkeypatch.setattr(bootstrap, "start_django", lambda: None)


def run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    posters.add_arguments(parser)
    return posters.run(parser.parse_args([str(word) for word in words]))


def test_it_writes_what_was_chosen_and_says_how_far_it_is(
    contacts: None, in_arabic: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new" / "folder"
    assert run(folder, "--text", "jobs", "--kind", "card", "--language", "ar") == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "jobs-card-single-us-ar.pdf",
        "jobs-card-single-us-ar.svg",
    ]
    printed = capsys.readouterr()
    assert "1 of 2: jobs-card-single-us-ar.pdf" in printed.out
    assert printed.out.endswith(f"{folder}: 2 files.\n")
    assert printed.err == ""
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    run(folder, "--text", "jobs", "--kind", "card", "--language", "ar")
    assert first == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_left_alone_it_writes_every_text_form_and_language(
    contacts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waymark.learn.posters.press.made", lambda *_: b"made")
    run(tmp_path)
    names = [path.name for path in tmp_path.iterdir()]
    english = [name for name in names if "-en." in name]
    assert len(english) == 5 * 5 * 2
    assert "partner-cards-letter-us-en.pdf" in english


def test_without_a_line_it_prints_none_and_says_so(
    contacts: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Contact.objects.update(confidence="B")
    run(tmp_path, "--text", "know", "--size", "single")
    assert "know (en): without a number." in capsys.readouterr().err
    assert (tmp_path / "know-card-single-none-en.svg").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--text", "moon"), "There is no text 'moon': choose one of jobs, partner"),
        (("--country", "AU"), "AU has no line that may be printed on 'jobs' .*--country none"),
        (("--language", "fr"), r"not in 'fr', only in en.*posters/fr\.toml"),
        (("--kind", "poster", "--size", "single"), "leave out --size or --kind"),
    ],
)
def test_what_there_is_none_of_is_explained(
    contacts: None, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(PlainError, match=said):
        run(tmp_path / "out", *words)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_is_explained(contacts: None, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(PlainError, match=r"cannot be written .*: choose a folder"):
        run(tmp_path / "file", "--text", "jobs", "--kind", "card")


def test_a_broken_file_of_the_organisation_is_named(
    contacts: None, own_posters: Write, tmp_path: Path
) -> None:
    own_posters("posters.toml", "[[posters]\n")
    with pytest.raises(PlainError, match=r"posters\.toml"):
        run(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_an_address_that_only_this_machine_opens_is_pointed_out(
    contacts: None,
    tmp_path: Path,
    settings: object,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000"  # type: ignore[attr-defined]  # Django's settings
    run(tmp_path, "--text", "jobs", "--kind", "card", "--country", "none")
    assert "set public_url in waymark.toml first" in capsys.readouterr().err
