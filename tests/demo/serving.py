"""Starts the demonstration's sites and stops them again."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.commands.running import ROOT, SECONDS, Installation


@contextmanager
def serving(installation: Installation) -> Iterator[Callable[[], str]]:
    """`waymark demo` while it runs; gives a function that reads what it has printed."""
    with tempfile.TemporaryFile("w+") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "waymark", "demo"],
            cwd=ROOT,
            env=installation.environment(),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
        )

        def said() -> str:
            printed.seek(0)
            return printed.read()

        try:
            yield said
        finally:
            process.terminate()
            process.wait(timeout=SECONDS)
