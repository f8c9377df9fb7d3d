"""Start the public site as it runs in earnest: its own process tree, its own secrets."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

from benchmarks import processor

START_SECONDS = 20.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class PublicSite:
    """A fresh installation in `folder`, serving on loopback while the block runs.

    With `processes` above one the supervisor runs them, and the staff site and the ticker beside.
    """

    def __init__(self, folder: Path, form_path: str = "/en/write/", *, processes: int = 1) -> None:
        self.folder = folder
        self.form_path = form_path
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        # Secrets of whoever measures or tests are not this site's.
        kept = {k: v for k, v in os.environ.items() if not k.startswith("WAYMARK_")}
        self.environment = kept | {
            "WAYMARK_HOME": str(folder / "home"),
            "WAYMARK_PUBLIC_LISTEN": f"127.0.0.1:{port}",
            "WAYMARK_PUBLIC_PROCESSES": str(processes),
            "WAYMARK_STAFF_LISTEN": f"127.0.0.1:{free_port()}",
            "DJANGO_SETTINGS_MODULE": "waymark.config.manage",
        }
        self.part = ["--only", "public"] if processes == 1 else []
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "PublicSite":
        self._installation("make")
        self.start()
        return self

    def start(self) -> None:
        """Start the server and wait until it answers."""
        environment = {k: v for k, v in self.environment.items() if k != "DJANGO_SETTINGS_MODULE"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "waymark", "serve", *self.part],
            env=environment,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("the public site did not start")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=1):  # noqa: S310  loopback
                return True
        except (urllib.error.URLError, OSError):
            return False

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Signal the whole process group and wait for it."""
        if self.process is not None:
            os.killpg(self.process.pid, number)
            self.process.wait(timeout=20)
            self.process = None

    def processor_seconds(self) -> float | None:
        """Processor time of the running server's processes; None where the system does not say."""
        return None if self.process is None else processor.seconds_of(self.process.pid)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def openable(self, receipts: list[str]) -> int:
        """How many distinct reports these receipts open; raises when others are stored too."""
        opened, stored = self.opened_and_stored(receipts)
        if stored > opened:
            raise RuntimeError(f"{stored} reports stored, {opened} opened: doubled or unreadable")
        return opened

    def opened_and_stored(self, receipts: list[str]) -> tuple[int, int]:
        """How many distinct reports these receipts open, and how many reports there are."""
        opened, stored = map(int, self._installation("open", "\n".join(receipts)).split())
        return opened, stored

    def _installation(self, command: str, text: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.installation", command],
            env=self.environment,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout
