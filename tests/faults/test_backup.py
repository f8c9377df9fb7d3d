"""A backup taken while reports arrive restores to a whole log and opens its receipts."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest

from benchmarks.html_form import read_form
from benchmarks.intake import RECEIPT, Connection
from benchmarks.site import PublicSite

pytestmark = pytest.mark.slow
BEFORE = 30
SENDERS = 3


def waymark(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("WAYMARK", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-m", "waymark", *words],
        env=environment | {"WAYMARK_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def report_until(site: PublicSite, stop: threading.Event, receipts: list[str]) -> None:
    """Fetch a form and send it, again and again, over one connection."""
    with Connection(site.address) as connection:
        while not stop.is_set():
            _, page = connection.request("GET", site.form_path)
            fields = read_form(page.decode()) | {"what": "Words of a report."}
            _, answer = connection.request("POST", site.form_path, urlencode(fields).encode())
            found = RECEIPT.search(answer)
            assert found is not None
            receipts.append(found[0].decode())


def wait_for(receipts: list[str], count: int) -> list[str]:
    """The receipts so far, once there are `count`."""
    deadline = time.monotonic() + 30
    while len(receipts) < count:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return list(receipts)


def test_restored_under_load(public_site: PublicSite, tmp_path: Path) -> None:
    receipts: list[str] = []
    stop = threading.Event()
    senders = [
        threading.Thread(target=report_until, args=(public_site, stop, receipts))
        for _ in range(SENDERS)
    ]
    for sender in senders:
        sender.start()
    before = wait_for(receipts, BEFORE)
    archive = tmp_path / "backup.tar"
    made = waymark(public_site.folder / "home", "backup", str(archive))
    meanwhile = len(receipts) - len(before)
    stop.set()
    for sender in senders:
        sender.join()
    assert made.returncode == 0, made.stderr
    assert meanwhile > 0, "no report arrived during the backup, so nothing was tried"

    public_site.stop()
    restored = PublicSite(tmp_path / "elsewhere")
    home = tmp_path / "elsewhere" / "home"
    done = waymark(home, "restore", str(archive))
    assert done.returncode == 0, done.stderr
    verified = waymark(home, "audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    opened, stored = restored.opened_and_stored(receipts)
    assert opened == stored >= len(before)
    assert restored.opened_and_stored(before)[0] == len(before)
