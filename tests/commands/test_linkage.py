"""`waymark evidence link, key, encode, match`: what an analyst types, and what is left behind."""

import csv
import io
import json
import os
import signal
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.evidence.linkage.cast import KEY
from waymark.commands import drafts, linkage, outcomes
from waymark.commands.main import main
from waymark.evidence.linkage import Person
from waymark.evidence.linkage.synthetic import Invented, registers
from waymark.evidence.reading import read_lists


@pytest.fixture(autouse=True)
def usual_mask() -> Iterator[None]:
    """`main` makes files private for the whole process; other tests want it as it was."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def run(*words: object) -> int:
    return main(["evidence", *map(str, words)])


def write_people(folder: Path, size: int) -> list[Path]:
    """Two registers of invented people, `A.csv` and `B.csv`."""
    people, _ = registers(Invented(size=size, inclusion=(0.6, 0.5), names=200), seed=4)
    paths = [folder / f"{name}.csv" for name in "AB"]
    for path in paths:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(Person._fields[1:])
            writer.writerows(person[1:] for person in people if person.register == path.stem)
    return paths


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_link_writes_what_estimate_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = write_people(tmp_path, 150)
    out = tmp_path / "linked"
    assert run("link", *files, "--out", out, "--draws", 5, "--review", 40) == 0
    said = capsys.readouterr()
    assert said.err == "", "a bar is for terminals"
    assert "model's own word" in said.out
    assert names(out) == ["draws", "estimate.txt", "lists.csv", "quality.txt", "review.csv"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in [out, *out.rglob("*")])
    table = read_lists((out / "lists.csv").read_bytes()).table
    assert table.names == ("A", "B")
    assert f"{table.total:,} people on 2 lists" in said.out
    drawn = [read_lists(path.read_bytes()).table for path in sorted((out / "draws").iterdir())]
    assert len(drawn) == 5
    assert "95% interval" in (out / "estimate.txt").read_text(encoding="utf-8")
    assert names(tmp_path) == ["A.csv", "B.csv", "linked"]

    judged = tmp_path / "judged.csv"
    judge(out / "review.csv", judged)
    again = tmp_path / "again"
    assert run("link", *files, "--out", again, "--judged", judged) == 0
    assert "By the judgement of people" in (again / "quality.txt").read_text(encoding="utf-8")
    assert (again / "lists.csv").read_bytes() == (out / "lists.csv").read_bytes()
    judged.write_text(judged.read_text(encoding="utf-8").replace(",B,", ",C,"), encoding="utf-8")
    assert run("link", *files, "--out", tmp_path / "third", "--judged", judged) == 1
    assert "of another linkage" in capsys.readouterr().err
    assert not (tmp_path / "third").exists()


def judge(sheet: Path, filled: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8-sig"))))
    with filled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        for row in rows:
            writer.writerow(row | {"same": "yes" if float(row["probability"]) > 0.5 else "no"})


def test_from_key_to_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files, key = write_people(tmp_path, 120), tmp_path / "key"
    assert run("key", key) == 0
    assert key.stat().st_mode & 0o777 == 0o600
    first = key.read_bytes()
    assert run("key", tmp_path / "other") == 0
    assert (tmp_path / "other").read_bytes() != first
    capsys.readouterr()
    assert run("key", key) == 1
    assert "exists already" in capsys.readouterr().err
    assert key.read_bytes() == first

    encoded = [path.with_suffix(".wm") for path in files]
    for path, out in zip(files, encoded, strict=True):
        assert run("encode", path, "--key", key, "--round", "one", "--out", out) == 0
        assert out.stat().st_mode & 0o777 == 0o600
        assert first.strip() not in out.read_bytes()
    counts, tables = tmp_path / "counts.csv", tmp_path / "tables"
    capsys.readouterr()
    assert run("match", *encoded, "--out", counts, "--tables", tables) == 0
    said = capsys.readouterr().out
    assert_bands(counts, said)
    assert len(names(tables / "draws")) == linkage.TABLES
    assert "People in all" in (tables / "estimate.txt").read_text(encoding="utf-8")

    before = counts.read_bytes()
    assert run("match", *encoded, "--out", counts) == 1
    assert counts.read_bytes() == before
    other = tmp_path / "other.wm"
    made = ("encode", files[1], "--key", tmp_path / "other", "--round", "one", "--out", other)
    assert run(*made) == 0
    assert run("match", encoded[0], other, "--out", tmp_path / "none.csv") == 1
    assert "different keys" in capsys.readouterr().err
    assert run("match", encoded[0], encoded[0], "--out", tmp_path / "none.csv") == 1
    assert not [name for name in names(tmp_path) if name.startswith((".", "none"))]


def assert_bands(counts: Path, said: str) -> None:
    rows = list(csv.DictReader(io.StringIO(counts.read_text(encoding="utf-8"))))
    assert list(rows[0]) == ["A", "B", "least", "most", "rounded"]
    assert {(row["A"], row["B"]) for row in rows} == set(product("01", "01")) - {("0", "0")}
    for row in rows:
        assert int(row["least"]) < int(row["most"])
        assert bool(row["rounded"]) == (int(row["least"]) >= 5)
    hidden = sum(not row["rounded"] for row in rows)
    assert f"{hidden} of 3 combinations of lists are suppressed" in said


def test_small_counts_are_said_to_be_suppressed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lists that share three people: the number is neither in the file nor on the screen."""
    key, heading = tmp_path / "key", "id,given,family,birth,place\n"
    key.write_text(KEY.hex(), encoding="utf-8")
    encoded = []
    for name, start in (("one", 0), ("two", 27)):
        people = tmp_path / f"{name}.csv"
        rows = [f"{at},{letters(at * 37)},{letters(at * 71 + 5)},{1940 + at},{letters(at * 13)}"
                for at in range(start, start + 30)]  # fmt: skip
        people.write_text(heading + "\n".join(rows), encoding="utf-8")
        encoded.append(tmp_path / f"{name}.wm")
        run("encode", people, "--key", key, "--round", "r", "--out", encoded[-1])
    capsys.readouterr()
    assert run("match", *encoded, "--out", tmp_path / "counts.csv") == 0
    said = capsys.readouterr().out
    assert "1 of 3 combinations of lists are suppressed: they stand as 0 to 4" in said
    assert "one 30; two 30" in said
    assert "1,1,0,4,\n" in (tmp_path / "counts.csv").read_text(encoding="utf-8")


def letters(number: int) -> str:
    return "".join("bdfgklmnrt"[int(digit)] + "a" for digit in f"{number % 1000:03}")


def test_faults_are_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (one,) = write_people(tmp_path, 10)[:1]
    folder, out = tmp_path / "other", tmp_path / "out"
    folder.mkdir()
    for name, text in (("A.csv", one.read_text()), ("12.csv", "x"), ("count.csv", "x"),
                       ("bad.csv", "id,given,family,birth\n1,Ana,B,17.5.90\n")):  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    key = tmp_path / "key"
    run("key", key)
    encode = ("encode", one, "--round", "r", "--out", out, "--key")
    for words, sentence in (
        (("link", one, "--out", out), "at least two"),
        (("link", one, folder / "A.csv", "--out", out), "same name"),
        (("link", one, folder / "12.csv", "--out", out), "cannot be a list's name"),
        (("link", one, folder / "count.csv", "--out", out), "cannot be called 'count'"),
        (("link", one, folder / "none.csv", "--out", out), "no such file"),
        (("link", one, folder / "bad.csv", "--out", out), "bad.csv: Row 2: write a date"),
        (("link", one, one, "--out", folder), "exists already"),
        (("link", one, one, "--out", out, "--threshold", "nan"), "--threshold"),
        (("link", one, one, "--out", out, "--draws", 2), "--draws"),
        (("link", one, one, "--out", out, "--seed", -1), "--seed"),
        (("key", tmp_path / "no" / "key"), "no such folder"),
        ((*encode, one), "this is no key"),
        ((*encode, key, "--name", "=1+1"), "cannot be a list's name"),
        ((*encode, key, "--name", ""), "cannot be a list's name"),
        ((*encode, key, "--round", " "), "Name the round"),
        (("encode", one, "--key", key, "--round", "r", "--out", one), "exists already"),
        (("match", one, one, "--out", out), "A.csv: This is no file of encoded people"),
    ):
        capsys.readouterr()
        assert run(*words) == 1, words
        error = capsys.readouterr().err
        assert sentence in error, words
        assert "Ana" not in error
        assert error.count("\n") == 1
        assert not out.exists()


@pytest.mark.parametrize("odd", [{"round": 5}, {"round": "r", "bands": 1e999}, {"round": None}])
def test_a_file_made_to_harm_is_refused(
    odd: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.wm"
    about = {"register": "A", "people": 1, "check": "", "parameters": odd}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("about.json", json.dumps(about))
        archive.writestr("tokens", bytes(1024))
    assert run("match", path, path, "--out", tmp_path / "out") == 1
    assert "no file of encoded people" in capsys.readouterr().err


def test_an_interrupt_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", interrupted)
        assert run("key", tmp_path / "key") == 130
        with pytest.raises(KeyboardInterrupt):
            drafts.write_folder(tmp_path / "out", {"draws/1.csv": "x"})
    assert names(tmp_path) == []


def test_an_engine_cannot_turn_an_interrupt_into_a_fault() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), drafts.interruptible():
        hide_interrupt()
    with pytest.raises(RuntimeError, match="its own"), drafts.interruptible():
        raise RuntimeError("its own")
    assert signal.getsignal(signal.SIGINT) == before


def hide_interrupt() -> None:
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt as fault:
        raise RuntimeError("Query interrupted") from fault


def test_names_of_lists_in_any_script_are_usable() -> None:
    for name in ("shelters", "NGO 2", "شرطة", "पुलिस", "police-2026"):
        assert outcomes.usable(name) == name
