"""The first command on a fresh machine, and each way in which it can be stopped."""

import ast
import base64
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.commands.running import ROOT, clean_environment

WAY = ROOT / "way.py"
NOWHERE = "http://127.0.0.1:9/simple"


def start(
    folder: Path, *arguments: str, before: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Start a copy of way.py; `before` is Python that changes the world first."""
    program = f"import runpy, sys; {before or 'pass'}; sys.argv = sys.argv[1:]; "
    program += "runpy.run_path(sys.argv[0], run_name='__main__')"
    pip = {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "", "PIP_RETRIES": "0"}
    return subprocess.run(
        [sys.executable, "-c", program, str(folder / "way.py"), *arguments],
        env=clean_environment() | pip | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def wheel(folder: Path) -> tuple[Path, str]:
    """A tiny package, and the hash of its file."""
    info = "tiny-1.0.dist-info"
    files = {
        "tiny.py": b"",
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    digests = (
        (name, base64.urlsafe_b64encode(hashlib.sha256(text).digest()).rstrip(b"=").decode())
        for name, text in files.items()
    )
    record = "".join(f"{name},sha256={digest},\n" for name, digest in digests)
    path = folder / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr(f"{info}/RECORD", record + f"{info}/RECORD,,\n")
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of this project that needs one tiny package and only prints its arguments."""
    folder = tmp_path / "a clone"  # a space in the path is nothing special
    (folder / "waymark").mkdir(parents=True)
    (folder / "requirements").mkdir()
    (folder / "way.py").write_bytes(WAY.read_bytes())
    (folder / "waymark" / "__init__.py").touch()
    (folder / "waymark" / "__main__.py").write_text(
        "import sys, tiny\nprint('waymark', *sys.argv[1:])\n"
    )
    _, digest = wheel(tmp_path)
    lock(folder, digest)
    return folder


def lock(clone: Path, digest: str) -> None:
    """Write the clone's lock file."""
    text = f"tiny==1.0 --hash=sha256:{digest}\n"
    (clone / "requirements" / "runtime.txt").write_text(text)


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence that way.py failed with."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1
    return done.stderr.strip()


def test_it_is_readable_for_old_pythons() -> None:
    tree = ast.parse(WAY.read_text(), feature_version=(3, 4))
    too_new = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match)
    assert not [node for node in ast.walk(tree) if isinstance(node, too_new)]


def test_the_version_is_looked_at_before_anything_else() -> None:
    first = [node for node in ast.parse(WAY.read_text()).body if not isinstance(node, ast.Expr)]
    assert isinstance(first[0], ast.Import)
    assert [name.name for name in first[0].names] == ["sys"]
    assert isinstance(first[1], ast.If)


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 9), (3, 10, 14)])
def test_an_old_python_is_told_what_to_install(clone: Path, version: tuple[int, ...]) -> None:
    done = start(clone, before=f"sys.version_info = {version}")
    assert "Python 3.11 or later" in sentence(done)
    assert f"this is {version[0]}.{version[1]}" in done.stderr


def test_without_ensurepip_it_names_the_package_to_install(clone: Path) -> None:
    said = sentence(start(clone, before="sys.modules['ensurepip'] = None"))
    assert "ensurepip is missing" in said
    assert "apt install python3-venv" in said


def test_a_folder_that_cannot_be_written_is_named(clone: Path) -> None:
    (clone / ".venv").write_text("in the way")
    said = sentence(start(clone))
    assert str(clone / ".venv") in said
    assert "cannot be written" in said


def test_help_installs_nothing(clone: Path) -> None:
    done = start(clone, "--help")
    assert done.returncode == 0
    assert "python3 way.py test" in done.stdout
    assert not (clone / ".venv").exists()


@pytest.mark.slow
def test_without_a_network_it_says_so(clone: Path) -> None:
    assert "check the network" in sentence(start(clone, PIP_INDEX_URL=NOWHERE))


@pytest.mark.slow
def test_a_package_that_was_exchanged_is_refused(clone: Path, tmp_path: Path) -> None:
    lock(clone, "0" * 64)
    done = start(clone, PIP_NO_INDEX="1", PIP_FIND_LINKS=tmp_path.as_uri())
    assert "is not the one that requirements/ locks" in sentence(done)


@pytest.mark.slow
def test_the_second_start_installs_nothing(clone: Path, tmp_path: Path) -> None:
    first = start(clone, PIP_NO_INDEX="1", PIP_FIND_LINKS=tmp_path.as_uri())
    assert first.stdout.endswith("\nwaymark demo\n"), first.stderr
    second = start(clone, "check", "--flag", PIP_INDEX_URL=NOWHERE)
    assert second.stdout == "waymark check --flag\n"
    command = [str(clone / ".venv" / "bin" / "waymark"), "a b"]
    printed = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert printed.stdout == "waymark a b\n"


@pytest.mark.slow
def test_a_changed_lock_file_installs_again(clone: Path, tmp_path: Path) -> None:
    start(clone, PIP_NO_INDEX="1", PIP_FIND_LINKS=tmp_path.as_uri())
    runtime = clone / "requirements" / "runtime.txt"
    runtime.write_text(runtime.read_text() + "absent==1.0 --hash=sha256:" + "0" * 64 + "\n")
    assert "check the network" in sentence(start(clone, PIP_INDEX_URL=NOWHERE))
    # and it did not forget that this is still to be done
    assert "check the network" in sentence(start(clone, PIP_INDEX_URL=NOWHERE))
