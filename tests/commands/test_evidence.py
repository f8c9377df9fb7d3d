"""`waymark evidence`: from a file to a report, without a data folder and without Django."""

import io
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.commands.running import ROOT, Installation
from waymark.commands import evidence
from waymark.commands.bars import Bar
from waymark.commands.main import main
from waymark.evidence.work import METHODS, USUAL

LISTS = "a,b,c,count\n1,0,0,50\n0,1,0,40\n0,0,1,60\n1,1,0,12\n1,0,1,14\n0,1,1,9\n1,1,1,5\n"


@pytest.fixture(autouse=True)
def usual_mask() -> Iterator[None]:
    """`main` makes files private for the whole process; other tests want it as it was."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    path = tmp_path / "lists.csv"
    path.write_text(LISTS, encoding="utf-8")
    return path


def test_the_methods_are_those_of_the_room() -> None:
    assert tuple(METHODS) == evidence.METHODS
    assert USUAL == evidence.USUAL


def test_estimate_writes_a_folder_and_nothing_else(
    lists: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = Installation(tmp_path / "none")
    quick = ["evidence", "estimate", str(lists), "--replicates", "30", "--seed", "3", "--out"]
    done = nowhere.run(*quick, tmp_path / "one", check=True)
    assert done.stderr == "", "a bar is for terminals"
    assert main([*quick, str(tmp_path / "two")]) == 0
    assert "What may be said in public" in done.stdout
    assert not nowhere.home.exists()
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
        assert path.stat().st_mode & 0o077 == 0
    assert json.loads((tmp_path / "one" / "report.json").read_text())["options"]["seed"] == 3
    assert main([*quick, str(tmp_path / "one")]) == 1
    assert "exists already" in capsys.readouterr().err


def test_no_django_is_loaded(lists: Path) -> None:
    program = (
        "import sys; from waymark.commands.main import main;"
        f"code = main(['evidence', 'estimate', {str(lists)!r}, '--method', 'chao', "
        "'--replicates', '20']); sys.exit(code or 'django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_faults_are_sentences(
    lists: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b,count\n1,0,-3\n", encoding="utf-8")
    for arguments, sentence in (
        (["estimate", str(bad)], "Row 2: the count is negative"),
        (["estimate", str(tmp_path / "none.csv")], "no such file"),
        (["estimate", str(tmp_path)], "is a directory"),
        (["estimate", str(lists), "--by", "sex"], "no column 'sex'"),
        (["estimate", str(lists), "--replicates", "1"], "bootstrap samples"),
        (["simulate", "--dependence", "A:Q=1"], "write two of A, B, C, D"),
        (["simulate", "--dependence", "A:B"], "equals sign"),
        (["simulate", "--inclusion", "x"], "not a number"),
        (["simulate", "--inclusion", "0.1,2"], "between 0 and 1"),
        (["simulate", "--size", "0"], "--size"),
        (["simulate", "--class", "0.5=1"], "add up to 1"),
        (["simulate", "--repetitions", "0"], "at least one repetition"),
    ):
        assert main(["evidence", *arguments]) == 1
        error = capsys.readouterr().err
        assert sentence in error
        assert error.count("\n") == 1


def test_simulate_and_read_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quick = ["--replicates", "20", "--repetitions", "5", "--method", "chao"]
    assert main(["evidence", "simulate", *quick]) == 0
    assert "held the truth in" in capsys.readouterr().out
    drawn = tmp_path / "drawn.csv"
    dependent = ["--dependence", "B:A=0.5", "--class", "0.4=1", "--class", "0.6=0"]
    assert main(["evidence", "simulate", "--write", str(drawn), *dependent]) == 0
    assert main(["evidence", "estimate", str(drawn), "--method", "chao", "--replicates", "20"]) == 0
    assert "Chao's lower bound" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["drawn.csv"]


@pytest.mark.slow
def test_an_interrupt_at_a_terminal_leaves_nothing(lists: Path, tmp_path: Path) -> None:
    command = ["evidence", "estimate", str(lists), "--replicates", "100000"]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "waymark", *command, "--out", str(tmp_path / "report")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown = b""
        while b"Estimating" not in shown:
            shown += os.read(ours, 1024)
        # Python cannot raise everywhere (in a destructor, say): then people press it once more.
        for _ in range(3):
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
                break
        assert process.wait(timeout=60) == 130
        assert process.stdout
        assert process.stdout.read() == b""
    os.close(ours)
    assert [path.name for path in tmp_path.iterdir()] == ["lists.csv"]


def test_the_bar_is_for_terminals_only() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    shown, silent = Terminal(), io.StringIO()
    for stream in (shown, silent):
        with Bar("Working", stream) as bar:
            for share in (0.0, 0.5, 0.5, 0.2, 1.0):
                bar(share)
    assert silent.getvalue() == ""
    parts = shown.getvalue().split("\r")
    assert [part[-4:] for part in parts[1:4]] == ["  0%", " 50%", "100%"]
    assert parts[-2].strip() == ""
