"""First page and submission in Chromium over a slow line, against a bare form beside it.

The line has 400 ms a round trip and 50 kB/s each way (Chromium's network emulation). Ours and
the bare form take turns, so that a drift of the machine hits both; medians are compared.
"""

import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.bare_form import BareForm
from benchmarks.report import Row
from benchmarks.site import PublicSite

ROUND_TRIP_MS = 400
BYTES_PER_SECOND = 50_000
RUNS = 7
LIMIT_BYTES = 14 * 1024
RATIO = 1.3
WORDS = "Two people at the farm cannot leave."


@dataclass
class Visit:
    """One page load or submission: seconds, requests, bytes received."""

    seconds: float
    requests: int
    received: int


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    path = shutil.which("chromium")
    if path is None:
        raise RuntimeError("chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


class Meter:
    """Counts requests and bytes of one page while the line is slow."""

    def __init__(self, page: Page) -> None:
        self.page, self.requests, self.received = page, 0, 0
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": ROUND_TRIP_MS,
                "downloadThroughput": BYTES_PER_SECOND,
                "uploadThroughput": BYTES_PER_SECOND,
            },
        )
        session.on("Network.requestWillBeSent", self._count)
        session.on("Network.loadingFinished", self._weigh)

    def _count(self, event: dict[str, dict[str, str]]) -> None:
        if event["request"]["url"].startswith("http"):
            self.requests += 1

    def _weigh(self, event: dict[str, float]) -> None:
        self.received += int(event["encodedDataLength"])

    def load(self, address: str) -> Visit:
        """Open a page until its form can be used."""
        start = self._begin()
        self.page.goto(address, wait_until="load")
        self.page.locator("textarea").first.wait_for()
        return self._end(start)

    def submit(self, button: str, done: str) -> Visit:
        """Fill in the text, press the button, wait for the answer."""
        self.page.locator("textarea").first.fill(WORDS)
        start = self._begin()
        self.page.locator(button).last.click()
        self.page.locator(done).first.wait_for()
        return self._end(start)

    def _begin(self) -> float:
        self.requests = self.received = 0
        return time.perf_counter()

    def _end(self, start: float) -> Visit:
        self.page.wait_for_load_state("load")
        return Visit(time.perf_counter() - start, self.requests, self.received)


def visit(started: Browser, address: str, done: str) -> tuple[Visit, Visit]:
    """Load a form in a fresh profile and send it."""
    context = started.new_context()
    meter = Meter(context.new_page())
    loaded = meter.load(address)
    sent = meter.submit("form:has(textarea) button", done)
    context.close()
    return loaded, sent


def measure(folder: Path) -> dict[str, list[Row]]:
    """Both measurements, taking turns with the bare form."""
    with PublicSite(folder) as site, BareForm() as bare, browser() as started:
        ours = []
        theirs = []
        for _ in range(RUNS):
            theirs.append(visit(started, bare, "#done"))
            ours.append(visit(started, site.address + site.form_path, "span#code"))
    loads = [pair[0] for pair in ours], [pair[0] for pair in theirs]
    sends = [pair[1] for pair in ours], [pair[1] for pair in theirs]
    return {"first_page": _rows(*loads), "submit": _rows(*sends)}


def _rows(ours: list[Visit], bare: list[Visit]) -> list[Row]:
    mine = statistics.median(v.seconds for v in ours)
    theirs = statistics.median(v.seconds for v in bare)
    requests, weight = max(v.requests for v in ours), max(v.received for v in ours)
    ratio = mine / theirs
    return [
        Row("bare form", 1000 * theirs, "ms"),
        Row("ours", 1000 * mine, "ms"),
        Row("ratio", ratio, "x", f"<= {RATIO}", ratio <= RATIO),
        Row("requests", requests, "", "1", requests == 1),
        Row("bytes received", weight, "B", f"<= {LIMIT_BYTES}", weight <= LIMIT_BYTES),
    ]
