"""Durable reports a second at concurrency 8, and whether each one is there afterwards.

The forms are fetched before the clock starts; the clock runs over the POSTs. The load comes from
one process with eight keep-alive connections, and in rounds: between two rounds the machine's own
limits are measured for a moment, so that a disk that is faster at times is so for both.
"""

import re
import socket
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from benchmarks.html_form import read_form
from benchmarks.limits import Limits
from benchmarks.report import Row
from benchmarks.site import PublicSite

CONCURRENCY = 8
REPORTS = 2000
ROUNDS = 8
WORDS = (
    "Two people at the farm cannot leave. Somebody holds their papers. They asked for help. " * 6
)
RECEIPT = re.compile(rb"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-HJKMNP-TV-Z]")


@dataclass
class Tally:
    """What the eight connections saw."""

    receipts: list[str] = field(default_factory=list)
    server_errors: int = 0
    other_errors: int = 0
    times: list[float] = field(default_factory=list)


class Connection:
    """A keep-alive HTTP/1.1 connection, as bare as it can be so as not to measure itself."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host = parts.netloc
        self.socket = socket.create_connection((parts.hostname or "", parts.port or 80))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def request(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Send one request; returns status and body."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        self.socket.sendall(head.encode() + body)
        while b"\r\n\r\n" not in self.buffer:
            self._receive()
        head_bytes, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        length = self._length(head_bytes)
        while len(self.buffer) < length:
            self._receive()
        answer, self.buffer = self.buffer[:length], self.buffer[length:]
        return int(head_bytes.split(b" ", 2)[1]), answer

    def _receive(self) -> None:
        received = self.socket.recv(65536)
        if not received:
            raise ConnectionError("the server closed the connection")
        self.buffer += received

    @staticmethod
    def _length(head: bytes) -> int:
        found = re.search(rb"(?i)content-length: *(\d+)", head)
        if found is None:
            raise ConnectionError("an answer without Content-Length")
        return int(found[1])


def prepared_bodies(address: str, path: str, count: int) -> list[bytes]:
    """Fetch `count` forms and fill in each."""
    bodies = []
    with Connection(address) as connection:
        for _ in range(count):
            _, page = connection.request("GET", path)
            fields = read_form(page.decode()) | {"what": WORDS}
            bodies.append(urlencode(fields).encode())
    return bodies


def send(connection: Connection, path: str, bodies: list[bytes], tally: Tally) -> None:
    """Post every body over one connection and note what came back."""
    for body in bodies:
        start = time.perf_counter()
        status, page = connection.request("POST", path, body)
        tally.times.append(time.perf_counter() - start)
        note(status, page, tally)


def note(status: int, page: bytes, tally: Tally) -> None:
    """Count an answer: a receipt, or an error of one kind or the other."""
    found = RECEIPT.search(page)
    if status >= 500:
        tally.server_errors += 1
    elif found is None:
        tally.other_errors += 1
    else:
        tally.receipts.append(found[0].decode())


@dataclass
class Load:
    """The reports of a run, round by round, and what they took."""

    site: PublicSite
    connections: list[Connection]
    tallies: list[Tally] = field(default_factory=lambda: [Tally() for _ in range(CONCURRENCY)])
    seconds: float = 0.0
    processor_seconds: float | None = 0.0

    def round(self, bodies: list[bytes]) -> None:
        """Post the bodies over all connections at the same time."""
        before, start = self.site.processor_seconds(), time.perf_counter()
        threads = [
            threading.Thread(
                target=send,
                args=(connection, self.site.form_path, bodies[i::CONCURRENCY], self.tallies[i]),
            )
            for i, connection in enumerate(self.connections)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.seconds += time.perf_counter() - start
        after = self.site.processor_seconds()
        if self.processor_seconds is None or before is None or after is None:
            self.processor_seconds = None
        else:
            self.processor_seconds += after - before


def measure(folder: Path, reports: int = REPORTS, processes: int = 1) -> list[Row]:
    """Run the whole measurement in a folder of its own."""
    with ExitStack() as stack:
        site = stack.enter_context(PublicSite(folder, processes=processes))
        limits = stack.enter_context(Limits(folder))
        bodies = prepared_bodies(site.address, site.form_path, reports)
        load = Load(
            site, [stack.enter_context(Connection(site.address)) for _ in range(CONCURRENCY)]
        )
        for number in range(ROUNDS):
            limits.measure()
            load.round(bodies[number::ROUNDS])
        limits.measure()
        receipts = [receipt for tally in load.tallies for receipt in tally.receipts]
        lost = reports - site.openable(receipts)
    return _rows(limits, load, reports, lost)


def _rows(limits: Limits, load: Load, reports: int, lost: int) -> list[Row]:
    commits = limits.commits.per_second
    times = sorted(t for tally in load.tallies for t in tally.times)
    rate, half = reports / load.seconds, commits / 2
    server_errors = sum(tally.server_errors for tally in load.tallies)
    return [
        Row("machine: fsyncs", limits.fsyncs.per_second, "1/s"),
        Row("machine: one-row SQLite commits", commits, "1/s"),
        Row("durable reports", rate, "1/s", f">= {half:,.0f}", rate >= half),
        Row("share of the commit limit", 100 * rate / commits, "%", ">= 50", rate >= half),
        Row("answer, median", 1000 * times[len(times) // 2], "ms"),
        Row("answer, 95%", 1000 * times[int(len(times) * 0.95)], "ms"),
        *_processor_rows(load, reports),
        Row("reports lost or doubled", lost, "", "0", lost == 0),
        Row("answers 5xx", server_errors, "", "0", server_errors == 0),
        Row("answers without a receipt", sum(t.other_errors for t in load.tallies), "", "0"),
    ]


def _processor_rows(load: Load, reports: int) -> list[Row]:
    """What a report costs the server, and what that allows where the disk takes no time."""
    if not load.processor_seconds:
        return []
    each = load.processor_seconds / reports
    return [
        Row("server: processor time a report", 1000 * each, "ms"),
        Row("what one core alone would allow", 1 / each, "1/s"),
    ]
