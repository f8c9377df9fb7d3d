"""`waymark serve`: processes apart with their own secrets, that start again and stop together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.running import ROOT, SECONDS, Installation, free_port, status_of, wait_for
from waymark.config.options import SECRETS, SITE_SECRETS

WARM_SECONDS = 4

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc to see the processes"),
]


class Served:
    """A supervisor and its children."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.ports = {"public": free_port(), "staff": free_port()}
        for site, port in self.ports.items():
            installation.settings[f"{site.upper()}_LISTEN"] = f"127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "waymark", "serve"],
            cwd=ROOT,
            env=installation.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def children(self) -> dict[str, int]:
        """The process of each part."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        found = {}
        for pid in path.read_text().split():
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if b"--only" in command:
                found[command[command.index(b"--only") + 1].decode()] = int(pid)
        return found

    def all_children(self) -> dict[str, int]:
        """The processes once all three run."""
        return wait_for(lambda: found if len(found := self.children()) == 3 else {})

    def url(self, site: str) -> str:
        return f"http://127.0.0.1:{self.ports[site]}/"

    def stop(self, number: signal.Signals) -> str:
        """Send a signal and wait; returns everything that was printed."""
        self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=SECONDS)
        return said


@pytest.fixture
def served(installation: Installation) -> Iterator[Served]:
    one = Served(installation)
    try:
        yield one
    finally:
        if one.process.poll() is None:
            one.stop(signal.SIGTERM)


def alive(pid: int) -> bool:
    """Whether a process runs; a dead one that nobody has asked about counts as gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_both_sites_answer_and_sigterm_ends_everything(served: Served) -> None:
    children = served.all_children()
    assert wait_for(lambda: status_of(served.url("public"))) == 200
    assert wait_for(lambda: status_of(served.url("staff"))) in {200, 404}
    said = served.stop(signal.SIGTERM)
    assert served.process.returncode == 0
    assert served.url("public") in said
    assert served.url("staff") in said
    assert "Traceback" not in said
    assert not [site for site, pid in children.items() if alive(pid)]


def test_ctrl_c_ends_everything_without_noise(served: Served) -> None:
    children = served.all_children()
    wait_for(lambda: status_of(served.url("public")))
    said = served.stop(signal.SIGINT)
    assert served.process.returncode == 0
    assert "Traceback" not in said
    assert not [site for site, pid in children.items() if alive(pid)]


@pytest.mark.parametrize("site", ["public", "tick"])
def test_a_part_that_is_killed_starts_again(served: Served, site: str) -> None:
    before = served.all_children()
    wait_for(lambda: status_of(served.url("public")))
    os.kill(before[site], signal.SIGKILL)
    after = wait_for(
        lambda: now if (now := served.children()).get(site, before[site]) != before[site] else {}
    )
    untouched = before.keys() - {site}
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}
    # The socket stayed open, so that this waits for the new process and is not refused.
    assert status_of(served.url("public")) == 200


def test_children_go_when_the_supervisor_is_killed(served: Served) -> None:
    children = served.all_children()
    wait_for(lambda: status_of(served.url("public")))
    served.process.kill()
    wait_for(lambda: not [pid for pid in children.values() if alive(pid)])
    served.process.communicate()


def test_each_part_has_its_own_secrets_only(served: Served) -> None:
    secrets = {
        path.name.upper(): path.read_bytes().strip()
        for path in (served.installation.home / "secrets").iterdir()
    }
    for site, pid in served.all_children().items():
        environment = Path(f"/proc/{pid}/environ").read_bytes()
        held = {name for name, value in secrets.items() if value in environment}
        assert held == set(SITE_SECRETS[site]) & secrets.keys(), site
        for name in set(SECRETS) - set(SITE_SECRETS[site]):
            assert f"WAYMARK_{name}".encode() not in environment, (site, name)


@pytest.mark.parametrize("site", ["public", "staff"])
def test_a_busy_port_is_one_sentence(installation: Installation, site: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        other = "staff" if site == "public" else "public"
        installation.settings = {
            f"{site.upper()}_LISTEN": f"127.0.0.1:{port}",
            f"{other.upper()}_LISTEN": f"127.0.0.1:{free_port()}",
        }
        said = installation.refused("serve")
    assert f"Port {port} on 127.0.0.1 is in use" in said
    assert f"set WAYMARK_{site.upper()}_LISTEN" in said


@pytest.mark.parametrize("name", ["public_secret", "staff_secret", "receipt_key"])
def test_a_missing_secret_is_one_sentence(installation: Installation, name: str) -> None:
    (installation.home / "secrets" / name).unlink()
    said = installation.refused("serve")
    assert f"The secret {name} is missing" in said
    assert "restore a backup" in said


def test_a_setting_that_no_child_can_use_stops_the_supervisor(installation: Installation) -> None:
    installation.settings = {
        "PUBLIC_LISTEN": f"127.0.0.1:{free_port()}",
        "STAFF_LISTEN": f"127.0.0.1:{free_port()}",
        "SESSION_HOURS": "twelve",
    }
    done = installation.run("serve")
    assert done.returncode == 1
    assert "WAYMARK_SESSION_HOURS must be a whole number" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("site", ["public", "staff"])
def test_one_part_alone_needs_only_its_own_secrets(installation: Installation, site: str) -> None:
    for path in (installation.home / "secrets").iterdir():
        if path.name.upper() not in SITE_SECRETS[site]:
            path.unlink()
    port = free_port()
    installation.settings = {f"{site.upper()}_LISTEN": f"127.0.0.1:{port}"}
    alone = subprocess.Popen(
        [sys.executable, "-m", "waymark", "serve", "--only", site],
        cwd=ROOT,
        env=installation.environment(),
        stdin=subprocess.DEVNULL,
    )
    try:
        assert wait_for(lambda: status_of(f"http://127.0.0.1:{port}/")) in {200, 404}
    finally:
        alone.terminate()
        assert alone.wait(timeout=SECONDS) == 0


def test_the_second_start_of_the_demonstration_is_warm(tmp_path: Path) -> None:
    one = Installation(tmp_path / "demo-data")
    one.run("demo", "--load-only", check=True)
    # The machine may be busy with other tests: the best of three counts.
    assert min(seconds_to_first_page(one) for _ in range(3)) < WARM_SECONDS


def seconds_to_first_page(one: Installation) -> float:
    """How long from the command until the first page of the public site is there."""
    port = free_port()
    one.settings |= {
        "PUBLIC_LISTEN": f"127.0.0.1:{port}",
        "STAFF_LISTEN": f"127.0.0.1:{free_port()}",
    }
    begin = time.monotonic()
    running = subprocess.Popen(
        [sys.executable, "-m", "waymark", "demo"],
        cwd=ROOT,
        env=one.environment(),
        stdout=subprocess.DEVNULL,
    )
    try:
        assert wait_for(lambda: status_of(f"http://127.0.0.1:{port}/")) == 200
        return time.monotonic() - begin
    finally:
        running.terminate()
        assert running.wait(timeout=SECONDS) == 0
