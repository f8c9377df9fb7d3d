"""Runs `waymark` as its own process, as an operator does."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.settings import GAZETTEERS

Found = TypeVar("Found")
ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120
SECRETS = ("public_secret", "staff_secret", "receipt_key")


def clean_environment() -> dict[str, str]:
    """The environment without anything that says where an installation is.

    The gazetteer is the one that all tests share: to make it takes seconds.
    """
    hidden = ("WAYMARK_", "DATABASE_URL", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return kept | {"WAYMARK_GAZETTEER_FOLDER": str(GAZETTEERS)}


@dataclass
class Installation:
    """A data folder, and the settings that its commands get from the environment."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """What a command runs with."""
        names = {f"WAYMARK_{name}": value for name, value in self.settings.items()}
        return clean_environment() | {"WAYMARK_HOME": str(self.home), **names}

    def run(self, *arguments: object, check: bool = False) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, without standard input."""
        done = subprocess.run(
            [sys.executable, "-m", "waymark", *map(str, arguments)],
            cwd=ROOT,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def refused(self, *arguments: object) -> str:
        """The one sentence that a command fails with."""
        done = self.run(*arguments)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") == 1
        assert done.stderr.startswith("waymark: ")
        return done.stderr.removeprefix("waymark: ").strip()

    def make_secrets(self) -> None:
        """The folders and secrets as set-up makes them."""
        program = (
            "from waymark.config import folder, options;"
            "folder.prepare(options.home()); folder.make_secrets(options.home())"
        )
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=self.environment(), check=True
        )

    def copy(self, place: Path) -> "Installation":
        """The same installation in another folder."""
        shutil.copytree(self.home, place)
        return Installation(place, dict(self.settings))


def free_port() -> int:
    """A port of loopback that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(what: Callable[[], Found], seconds: float = SECONDS) -> Found:
    """The first true value, looked for again and again until the time is up."""
    last = time.monotonic() + seconds
    while True:
        if found := what():
            return found
        assert time.monotonic() < last, f"{what} stayed false"
        time.sleep(0.05)


def status_of(url: str) -> int:
    """The status code of a page; 0 while nothing answers."""
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310  our own
            return int(answer.status)
    except urllib.error.HTTPError as fault:
        return fault.code
    except OSError:
        return 0
