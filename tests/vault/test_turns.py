"""Processes take turns at one SQLite file, and nobody is stopped by a lock that cannot be had."""

import fcntl
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock, patch

import pytest

from waymark.vault.turns import lock_file, turn_to_write

HOLD = """
import fcntl, sys, time
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def database(tmp_path: Path, of: Mock) -> Path:
    path = tmp_path / "waymark.sqlite3"
    path.touch()
    of.vendor, of.settings_dict = "sqlite", {"NAME": path}
    return path


@pytest.fixture
def of() -> Iterator[Mock]:
    """The connection that the lock is asked for."""
    with patch("waymark.vault.turns.connection") as connection:
        yield connection


def is_free(path: Path) -> bool:
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def test_the_turn_is_held_and_given_back(database: Path) -> None:
    lock = Path(f"{database}-turn")
    with turn_to_write():
        assert not is_free(lock)
    assert is_free(lock)
    assert lock.stat().st_mode & 0o777 == 0o600


def test_a_fault_gives_it_back(database: Path) -> None:
    with pytest.raises(ValueError, match="full"), turn_to_write():
        raise ValueError("full")
    assert is_free(Path(f"{database}-turn"))


def test_no_two_threads_have_it_either() -> None:
    inside, most = 0, []
    guard = threading.Lock()

    def write() -> None:
        nonlocal inside
        for _ in range(50):
            with turn_to_write():
                with guard:
                    inside += 1
                    most.append(inside)
                with guard:
                    inside -= 1

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(most), max(most)) == (200, 1)


def test_who_is_killed_gives_it_back(database: Path) -> None:
    command = [sys.executable, "-c", HOLD, f"{database}-turn"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        threading.Timer(0.1, holder.kill).start()
        with turn_to_write():
            assert holder.wait(20) == -signal.SIGKILL


def test_a_file_that_cannot_be_made_stops_nobody(database: Path) -> None:
    Path(f"{database}-turn").mkdir()
    with turn_to_write():
        pass


def test_a_file_system_without_locks_stops_nobody() -> None:
    with patch("fcntl.flock", side_effect=OSError("not supported")), turn_to_write():
        pass


@pytest.mark.parametrize("name", [":memory:", "file:memorydb?mode=memory&cache=shared", ""])
def test_a_database_in_memory_has_no_file(of: Mock, name: str) -> None:
    of.settings_dict = {"NAME": name}
    assert lock_file() is None


def test_nor_has_another_database(of: Mock) -> None:
    of.vendor = "postgresql"
    assert lock_file() is None
