"""A backup taken while reports arrive restores to a whole log and opens its receipts."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from benchmarks.intake import Tally, prepared_bodies, send
from benchmarks.site import PublicSite

pytestmark = pytest.mark.slow
REPORTS = 240
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


def test_restored_under_load(public_site: PublicSite, tmp_path: Path) -> None:
    bodies = prepared_bodies(public_site.address, public_site.form_path, REPORTS)
    tallies = [Tally() for _ in range(SENDERS)]
    senders = [
        threading.Thread(
            target=send,
            args=(public_site.address, public_site.form_path, bodies[i::SENDERS], tally),
        )
        for i, tally in enumerate(tallies)
    ]
    for sender in senders:
        sender.start()
    while sum(len(tally.receipts) for tally in tallies) < 30:
        pass
    before = [receipt for tally in tallies for receipt in list(tally.receipts)]
    archive = tmp_path / "backup.tar"
    made = waymark(public_site.folder / "home", "backup", str(archive))
    loaded = any(sender.is_alive() for sender in senders)
    for sender in senders:
        sender.join()
    assert made.returncode == 0, made.stderr
    assert loaded, "the load ended before the backup: send more reports"

    public_site.stop()
    restored = PublicSite(tmp_path / "elsewhere")
    home = tmp_path / "elsewhere" / "home"
    done = waymark(home, "restore", str(archive))
    assert done.returncode == 0, done.stderr
    verified = waymark(home, "audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    later = [r for tally in tallies for r in tally.receipts if r not in before]
    opened, stored = restored.opened_and_stored(before + later)
    assert opened == stored >= len(before)
    assert restored.opened_and_stored(before)[0] == len(before)
