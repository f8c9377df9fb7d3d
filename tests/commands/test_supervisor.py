"""The supervisor's decisions: when to start again, when to give up, whom to end by force."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.commands import supervisor
from waymark.commands.console import CANNOT_START
from waymark.commands.supervisor import (
    FIRST_DELAY,
    HEALTHY_AFTER,
    LONGEST_DELAY,
    Child,
    Supervisor,
    environment,
)
from waymark.config import options

OBEDIENT = "import time; time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('deaf', flush=True); time.sleep(600)"
)


class Fake(Child):
    """A child that runs a line of Python instead of a site."""

    program = OBEDIENT

    def start(self, now: float) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.program], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
        )
        self.started = now

    def wait_until_ready(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        self.process.stdout.readline()


@pytest.fixture
def fakes() -> Iterator[list[Fake]]:
    """Children that are gone afterwards, whatever the test did."""
    made: list[Fake] = []
    yield made
    for fake in made:
        if fake.process is not None:
            fake.process.kill()
            fake.process.communicate()


def new(fakes: list[Fake], program: str) -> Fake:
    fake = Fake("public")
    fake.program = program
    fakes.append(fake)
    return fake


def running(child: Child) -> "subprocess.Popen[bytes] | None":
    """The child's process at this moment."""
    return child.process


@given(st.integers(1, 40))
def test_deaths_in_a_row_wait_longer_up_to_a_limit(deaths: int) -> None:
    child, now, delays = Child("public"), 1000.0, []
    for _ in range(deaths):
        child.started = now
        child.plan_restart(now + 1)
        delays.append(child.due - now - 1)
        now = child.due
    assert delays[0] == pytest.approx(FIRST_DELAY)
    assert delays == sorted(delays)
    assert max(delays) <= LONGEST_DELAY


def test_a_child_that_ran_well_starts_again_soon() -> None:
    child = Child("public", delay=LONGEST_DELAY, started=1000.0)
    child.plan_restart(1000.0 + HEALTHY_AFTER + 1)
    assert child.due == 1000.0 + HEALTHY_AFTER + 1 + FIRST_DELAY


def test_a_dead_child_is_noticed_and_not_started_before_its_time(
    fakes: list[Fake], capfd: pytest.CaptureFixture[str]
) -> None:
    child = new(fakes, "raise SystemExit(3)")
    one = Supervisor([child])
    assert one.look_after() == 0
    process = running(child)
    assert process is not None
    assert process.wait() == 3
    process.communicate()
    one.look_after()
    assert running(child) is None
    one.look_after()
    assert running(child) is None, "it is not due yet"
    assert "the public process ended (3); it starts again" in capfd.readouterr().err
    child.due, child.program = 0.0, OBEDIENT
    one.look_after()
    assert running(child) is not None


def test_a_child_that_cannot_start_stops_everything(fakes: list[Fake]) -> None:
    healthy, hopeless = new(fakes, OBEDIENT), new(fakes, f"raise SystemExit({CANNOT_START})")
    restore = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        assert Supervisor([healthy, hopeless]).run() == 1
    finally:
        for number, handler in restore.items():
            signal.signal(number, handler)
    assert healthy.process is not None
    assert healthy.process.poll() == -signal.SIGTERM


def test_a_child_that_does_not_stop_is_ended(
    fakes: list[Fake], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE", 0.2)
    deaf, obedient = new(fakes, STUBBORN), new(fakes, OBEDIENT)
    one = Supervisor([deaf, obedient])
    one.look_after()
    deaf.wait_until_ready()
    one.stop()
    assert deaf.process is not None
    assert obedient.process is not None
    assert deaf.process.poll() == -signal.SIGKILL
    assert obedient.process.poll() == -signal.SIGTERM


def test_each_round_may_show_something() -> None:
    rounds: list[int] = []

    def show() -> None:
        rounds.append(1)
        one.stopping = len(rounds) == 3

    one = Supervisor([], show)
    restore = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        assert one.run() == 0
    finally:
        for number, handler in restore.items():
            signal.signal(number, handler)
    assert len(rounds) == 3


@pytest.mark.parametrize("site", options.SITE_SECRETS)
def test_an_environment_holds_nothing_of_the_others(
    site: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in options.SECRETS:
        (tmp_path / name).write_text(f"value of {name}")
        monkeypatch.delenv(f"WAYMARK_{name}", raising=False)
        monkeypatch.setenv(f"WAYMARK_{name}_FILE", str(tmp_path / name))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "of.somebody.else")
    found = environment(site, [7])
    held = {name for name in options.SECRETS if f"WAYMARK_{name}" in found}
    assert held == set(options.SITE_SECRETS[site])
    for name in held:
        assert found[f"WAYMARK_{name}"] == f"value of {name}"
    assert not [name for name in found if name.endswith("_FILE") and "SECRET" in name]
    assert "DJANGO_SETTINGS_MODULE" not in found
    assert found["WAYMARK_LISTENER"] == "7"
    assert found["WAYMARK_SITE"] == site


def test_a_part_without_a_socket_has_none() -> None:
    assert environment("tick", [])["WAYMARK_LISTENER"] == ""
