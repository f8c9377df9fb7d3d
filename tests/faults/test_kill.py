"""kill -9 during 500 submissions: every issued receipt opens, none is stored twice."""

import random
import signal
import threading
import time

import pytest

from benchmarks.intake import RECEIPT, Connection, prepared_bodies
from benchmarks.site import PublicSite

pytestmark = pytest.mark.slow
SUBMISSIONS = 500
SENDERS = 4
KILLS = 4
PATIENCE_SECONDS = 60.0


def send_until_received(
    site: PublicSite, bodies: list[bytes], receipts: list[str], stop: float
) -> None:
    """Send each form again and again until its receipt arrives, as a phone on a bad line does."""
    for body in bodies:
        while time.monotonic() < stop:
            try:
                with Connection(site.address) as connection:
                    _, page = connection.request("POST", site.form_path, body)
            except OSError:
                time.sleep(0.02)
                continue
            found = RECEIPT.search(page)
            if found is not None:
                receipts.append(found[0].decode())
                break


def test_a_killed_server_loses_and_doubles_no_report(public_site: PublicSite) -> None:
    bodies = prepared_bodies(public_site.address, public_site.form_path, SUBMISSIONS)
    receipts: list[str] = []
    stop = time.monotonic() + PATIENCE_SECONDS
    senders = [
        threading.Thread(
            target=send_until_received, args=(public_site, bodies[i::SENDERS], receipts, stop)
        )
        for i in range(SENDERS)
    ]
    for sender in senders:
        sender.start()
    moments = random.Random(7)
    for kill in range(1, KILLS + 1):
        while len(receipts) < SUBMISSIONS * kill // (KILLS + 2) and time.monotonic() < stop:
            time.sleep(moments.uniform(0.001, 0.01))
        public_site.stop(signal.SIGKILL)
        public_site.start()
    for sender in senders:
        sender.join()
    assert len(receipts) == SUBMISSIONS
    assert len(set(receipts)) == SUBMISSIONS
    assert public_site.openable(receipts) == SUBMISSIONS
