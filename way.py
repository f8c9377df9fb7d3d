"""Starts Waymark from a fresh copy of this folder; needs nothing but Python 3.11 or later.

    python3 way.py            install what is missing, load the demonstration, start both sites
    python3 way.py test ...   run the whole test suite (what follows goes to pytest)
    python3 way.py COMMAND    any other command of waymark: setup, serve, check, backup, ...

It installs into .venv beside this file, only packages whose hash is locked in requirements/,
and installs again only when those files change.
"""

# This file stays readable for old Pythons, so that they can say what they need.
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Waymark needs Python 3.11 or later and this is %d.%d: install a newer Python, "
        "then start way.py with it." % sys.version_info[:2]
    )

import hashlib
import importlib.util
import os
import shlex
import subprocess
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PIP = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
# Halves of the list, and whoever is done first takes from the other: what a module makes once is
# made in one process only.
PYTEST = ["-m", "pytest", "-n", "2", "--dist", "worksteal"]

NO_ENSUREPIP = (
    "This Python cannot make a virtual environment because its module ensurepip is missing: "
    "install it (on Debian and Ubuntu: apt install python3-venv), then start again."
)
NO_NETWORK = (
    "The packages cannot be downloaded because the package index does not answer: "
    "check the network connection (or pip's proxy and index settings), then start again."
)
WRONG_HASH = (
    "A downloaded package is not the one that requirements/ locks, so nothing was installed: "
    "try another network, and report it if it happens again."
)
NO_SPACE = "The disk is full: free about 500 MB, then start again."

# What pip says, and the sentence that says what to do about it; the first that fits is used.
PIP_FAULTS = (
    ("DO NOT MATCH THE HASHES", WRONG_HASH),
    ("No space left", NO_SPACE),
    ("Connection", NO_NETWORK),
    ("Temporary failure", NO_NETWORK),
    ("timed out", NO_NETWORK),
    ("No matching distribution", NO_NETWORK),
)


def main(arguments: list[str]) -> None:
    """Install what is missing, then become the command that was asked for."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return
    testing = arguments[:1] == ["test"]
    try:
        install("dev" if testing else "runtime")
    except OSError as fault:
        fail(unwritable(fault))
    except subprocess.CalledProcessError as fault:
        fail(pip_fault(str(fault.stdout)))
    if testing:
        os.chdir(ROOT)
        become([*PYTEST, *arguments[1:]])
    arguments = arguments or ["demo"]
    data = "demo-data" if arguments[0] == "demo" else "waymark-data"
    os.environ.setdefault("WAYMARK_HOME", str(ROOT / data))
    os.environ["WAYMARK_PROGRAM"] = "python3 way.py"  # what messages tell people to type
    # A folder named waymark where somebody happens to stand is not the package.
    os.environ["PYTHONSAFEPATH"] = "1"
    become(["-m", "waymark", *arguments])


def become(command: list[str]) -> NoReturn:
    """Replace this process by the installed Python, so that signals reach it directly."""
    os.execv(PYTHON, [str(PYTHON), *command])  # noqa: S606  our own fixed commands, no shell


def install(name: str) -> None:
    """Install one lock file into .venv, unless that was done already."""
    if importlib.util.find_spec("ensurepip") is None and not PYTHON.exists():
        fail(NO_ENSUREPIP)
    wanted = stamp_of(name)
    if works() and read(VENV / ("waymark-" + name)) == wanted:
        return
    if not works():
        say("Making a virtual environment in .venv ...")
        VENV.mkdir(exist_ok=True)  # says itself what is wrong with the folder
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    say("Installing the packages of requirements/{}.txt (a minute or two) ...".format(name))
    lock = str(ROOT / "requirements" / (name + ".txt"))
    run([str(PYTHON), *PIP, "--require-hashes", "-r", lock])
    link()
    # The development lock holds everything of the runtime lock, at the same versions.
    for done in {name, "runtime"}:
        (VENV / ("waymark-" + done)).write_text(stamp_of(done), encoding="utf-8")


def stamp_of(name: str) -> str:
    """What an installation of a lock file depends on: its content, this folder, this Python."""
    digest = hashlib.sha256((ROOT / "requirements" / (name + ".txt")).read_bytes())
    return "{} {} {}".format(digest.hexdigest(), sys.version.split()[0], ROOT)


def works() -> bool:
    """Whether .venv holds a Python of the version that runs this."""
    line = "version = {}".format(sys.version.split()[0])
    return PYTHON.exists() and line in read(VENV / "pyvenv.cfg").splitlines()


def read(path: Path) -> str:
    """A file's text; empty when there is no such file."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def run(command: list[str]) -> None:
    """Run a program quietly. Raises CalledProcessError with what it printed."""
    subprocess.run(  # our own fixed commands
        command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def link() -> None:
    """Let .venv import the package from this folder, and give it the command `waymark`."""
    version = "python{}.{}".format(*sys.version_info[:2])
    path_file = VENV / "lib" / version / "site-packages" / "waymark.pth"
    path_file.write_text(str(ROOT) + "\n", encoding="utf-8")
    script = VENV / "bin" / "waymark"
    # Through sh, because a first line with a path that is long or has a space does not work.
    text = '#!/bin/sh\nexec {} -P -m waymark "$@"\n'.format(shlex.quote(str(PYTHON)))
    script.write_text(text, encoding="utf-8")
    script.chmod(0o755)


def unwritable(fault: OSError) -> str:
    """What to do when a file or folder cannot be used."""
    return "{} cannot be written ({}): copy Waymark to a folder that belongs to you.".format(
        fault.filename or VENV, fault.strerror
    )


def pip_fault(output: str) -> str:
    """The sentence for what pip or venv printed before it failed."""
    for said, sentence in PIP_FAULTS:
        if said.lower() in output.lower():
            return sentence
    lines = [line for line in output.splitlines() if line.strip()]
    return "The packages could not be installed; the last line was: " + (lines or ["nothing"])[-1]


def say(sentence: str) -> None:
    """Print at once, also into a pipe."""
    print(sentence, flush=True)


def fail(sentence: str) -> NoReturn:
    """Say on standard error what to do, and end as a failure."""
    sys.exit("way.py: " + sentence)


if __name__ == "__main__":
    main(sys.argv[1:])
