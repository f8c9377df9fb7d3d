"""Keeps the sites and the ticker running as processes of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

from waymark.commands.console import CANNOT_START
from waymark.commands.stopping import SUPERVISED
from waymark.config import options

FIRST_DELAY = 0.5  # seconds before a child that died starts again; doubled at each death
LONGEST_DELAY = 30.0
HEALTHY_AFTER = 60.0  # seconds after which a death counts as the first one again
PATIENCE = 10.0  # seconds that children have to finish what they are doing
ROUND = 0.1  # seconds between two looks at the children


@dataclass
class Child:
    """One process: what it serves, and the socket it listens on."""

    site: str
    listener: socket.socket | None = None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    delay: float = FIRST_DELAY
    due: float = 0.0

    def start(self, now: float) -> None:
        """Start the process with its own secrets only."""
        listener = [self.listener.fileno()] if self.listener else []
        self.process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-m", "waymark", "serve", "--only", self.site],
            env=environment(self.site, listener),
            pass_fds=listener,
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which then stops us
        )
        self.started = now

    def plan_restart(self, now: float) -> None:
        """Decide when to start again: later each time, unless it ran well for a while."""
        self.delay = FIRST_DELAY if now - self.started > HEALTHY_AFTER else self.delay
        self.due = now + self.delay
        self.delay = min(self.delay * 2, LONGEST_DELAY)
        self.process = None


def environment(site: str, listener: Sequence[int]) -> dict[str, str]:
    """The environment of a child: everything but secrets, and then its own secrets."""
    hidden = {f"WAYMARK_{name}{ending}" for name in options.SECRETS for ending in ("", "_FILE")}
    values = {name: value for name, value in os.environ.items() if name not in hidden}
    values |= {f"WAYMARK_{name}": options.read(name) for name in options.SITE_SECRETS[site]}
    values |= {"WAYMARK_HOME": str(options.home()), "WAYMARK_SITE": site, SUPERVISED: "yes"}
    values["WAYMARK_LISTENER"] = "".join(map(str, listener))
    values.pop("DJANGO_SETTINGS_MODULE", None)
    return values


class Supervisor:
    """Starts the children, starts again what dies, and stops all of them together."""

    def __init__(
        self, children: Sequence[Child], every_round: Callable[[], None] | None = None
    ) -> None:
        self.children = children
        self.every_round = every_round
        self.stopping = False

    def run(self) -> int:
        """Supervise until a signal comes; returns the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.ask_to_stop)
        code = 0
        try:
            while not self.stopping:
                code = self.look_after()
                if self.every_round:
                    self.every_round()
                time.sleep(0 if self.stopping else ROUND)
        finally:
            self.stop()
        return code

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Remember that a signal asked to stop."""
        self.stopping = True

    def look_after(self) -> int:
        """One look at every child; returns the exit code that a hopeless child asks for."""
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.due:
                    child.start(now)
            elif (code := child.process.poll()) is not None:
                if code == CANNOT_START:  # it has printed its sentence
                    self.stopping = True
                    return 1
                child.plan_restart(now)
                said = f"waymark: the {child.site} process ended ({code}); it starts again."
                print(said, file=sys.stderr, flush=True)
        return 0

    def stop(self) -> None:
        """Ask every child to finish, wait a while, then end those that did not."""
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        last = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(timeout=max(0.0, last - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
