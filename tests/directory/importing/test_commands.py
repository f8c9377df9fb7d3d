"""The command line: a dry run and an import, the empty table, taxonomies."""

from argparse import Namespace
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.directory.importing.conftest import PHONE, SERVICE, package, unchanged
from waymark.commands import importing, main
from waymark.commands.console import PlainError
from waymark.commands.directory import ACTIONS
from waymark.directory.importing import alone
from waymark.directory.models import Service, Taxonomy, TaxonomyTerm


def options(*words: str) -> Namespace:
    """What a person typed after `waymark directory`."""
    return main.build_parser().parse_args(["directory", *words])


def do(*words: str) -> int:
    chosen = options(*words)
    return ACTIONS[chosen.action].run(chosen)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small package as a folder."""
    made = tmp_path / "package"
    made.mkdir()
    for name, text in package().items():
        (made / name).write_text(text)
    return made


def test_a_dry_run_prints_every_row_and_changes_nothing(
    folder: Path, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    with unchanged():
        code = do("import", str(folder), "--source", "County", "--for-all", "--dry-run")
    said = capsys.readouterr().out
    assert code == 0
    assert "services.csv:2: New · service · Day Center" in said
    assert "Nothing was changed" in said


def test_an_import_prints_counts_and_problems(
    folder: Path, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "phones.csv").write_text(f"id,service_id,number\n{PHONE},{SERVICE},\n")
    code = do("import", str(folder), "--source", "County", "--organisation", "Lakeside Legal Aid")
    output = capsys.readouterr()
    assert code == 1
    assert "phones.csv:2" in output.out
    assert "The telephone has no number." in output.out
    assert "Imported from County" in output.out
    assert "rows/s" in output.err
    assert Service.objects.get().steward == cast.lakeside


def test_who_looks_after_it_must_be_said_where_there_are_several(folder: Path, cast: Cast) -> None:
    with pytest.raises(PlainError, match="Lakeside Legal Aid, Riverside Coalition"):
        do("import", str(folder), "--source", "County")
    with pytest.raises(PlainError, match="--organisation"):
        do("import", str(folder), "--source", "County", "--organisation", "Nobody")


@pytest.mark.parametrize("name", ["absent.zip", "letter.txt"])
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, cast: Cast, name: str) -> None:
    (tmp_path / "letter.txt").write_text("Dear friends")
    with pytest.raises(PlainError):
        do("import", str(tmp_path / name), "--source", "County", "--for-all")


def test_a_second_import_is_told_to_wait(
    folder: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from waymark.directory.importing import running

    def busy(*_: object) -> None:
        raise alone.Busy

    monkeypatch.setattr(running, "import_all", busy)
    with pytest.raises(PlainError, match="Another import"):
        do("import", str(folder), "--source", "County", "--for-all")


def test_the_bar_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = importing.Progress()
    progress.bar = True
    progress.tell(0.5, 1000)
    progress.end()
    said = capsys.readouterr().err
    assert f"[{'#' * 15}{' ' * 15}]  50%  1,000 rows" in said
    assert said.endswith("\n")


def test_the_empty_table_is_written_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "services.xlsx"
    assert do("template", str(path)) == 0
    assert path.read_bytes().startswith(b"PK")
    with pytest.raises(PlainError, match="exists"):
        do("template", str(path))
    with pytest.raises(PlainError, match="cannot be written"):
        do("template", str(tmp_path / "no" / "such" / "services.xlsx"))


def test_taxonomies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert do("taxonomies") == 0
    assert "Open Eligibility: 385 new" in capsys.readouterr().out
    path = tmp_path / "codes.csv"
    path.write_text("code,name\nA,Food\nB,Shelter\n")
    words = ("taxonomy", str(path), "--name", "Our codes", "--licence", "ours alone")
    assert do(*words) == 0
    assert "Our codes: 2 new" in capsys.readouterr().out
    assert Taxonomy.objects.get(name="Our codes").licence == "ours alone"
    path.write_text("code,name\nA,Food\n")
    do(*words)
    assert "1 terms are no longer in the file" in capsys.readouterr().out
    assert TaxonomyTerm.objects.filter(taxonomy="Our codes").count() == 2


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [("code\nA\n", "Ours", "columns"), ("code,name\nA,Food\n", "open eligibility", "comes with")],
)
def test_a_taxonomy_that_cannot_be_taken(
    tmp_path: Path, content: str, name: str, says: str
) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(content)
    with pytest.raises(PlainError, match=says):
        do("taxonomy", str(path), "--name", name, "--licence", "x")
    with pytest.raises(PlainError, match="cannot be read"):
        do("taxonomy", str(tmp_path / "none.csv"), "--name", "Ours", "--licence", "x")
