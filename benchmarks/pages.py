"""`pages`: bytes of every public page on the wire, and requests a second beside a bare answer.

Every plain page of a fresh installation, found over links, is asked for in each language from a
real public process over loopback. Then a few kinds of pages are asked for over four connections
at the same time, in rounds, and after each round a bare WSGI application behind the same server
gives the very same bytes: that is the floor, and whatever else the machine does hits both.
"""

import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.http_line import Answer, Line, Timed, asked_together
from benchmarks.report import Row
from benchmarks.site import START_SECONDS, PublicSite, free_port

MOST_BYTES = 14 * 1024
ROUNDS, REQUESTS = 5, 80
FORM = b"at=now&now=calm&go=on"
COLD = 5  # files that nobody asked for before


@dataclass
class Target:
    """One kind of request, what it was answered, and how long ours and the floor took."""

    name: str
    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    answer: Answer | None = None
    ours: Timed = field(default_factory=Timed)
    bare: Timed = field(default_factory=Timed)


def measure(folder: Path) -> list[Row]:
    """Both measurements, in one installation."""
    with PublicSite(folder) as site:
        paths = _child(site, "fill")
        pages = [path for path in paths if path.endswith("/")]
        posters = [path for path in paths if path.endswith(".pdf")]
        with Line(site.address) as line:
            sizes = {path: line.ask("GET", path).received for path in pages}
            cold = [1000 * line.ask("GET", path).seconds for path in posters[1 : COLD + 1]]
            targets = _targets(pages, posters[0], line)
        with bare_site(folder, targets) as bare:
            _take_turns(site.address, bare, targets)
    return [*_weights(sizes), *_cold(cold), *(row for each in targets for row in _rows(each))]


def _child(site: PublicSite, command: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.pages_child", command],
        env=site.environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def _targets(pages: list[str], poster: str, line: Line) -> list[Target]:
    """The kinds that are timed, those that this installation has."""
    figures = [path for path in pages if path.startswith("/en/figures/")]
    lessons = [path for path in pages if path.startswith("/en/lessons/")]
    etag = line.ask("GET", "/en/read/what/").headers["etag"]
    wanted = [
        Target("first page", "GET", "/en/"),
        Target("text", "GET", "/en/read/what/"),
        Target("text, not changed", "GET", "/en/read/what/", headers={"If-None-Match": etag}),
        Target("signs", "GET", "/en/signs/home/"),
        Target("figures", "GET", figures[0]),
        Target("lesson", "GET", _longest(lessons, line)),
        Target("poster, preview", "GET", "/en/posters/jobs/"),
        Target("poster, PDF", "GET", poster),
        Target("navigator, a step", "POST", "/en/options/", FORM),
    ]
    for target in wanted:
        target.answer = line.ask(target.method, target.path, target.body, target.headers)
        expected = 304 if "If-None-Match" in target.headers else 200
        if target.answer.status != expected:
            raise RuntimeError(f"{target.path} answers {target.answer.status}")
    return wanted


def _longest(paths: list[str], line: Line) -> str:
    return max(paths, key=lambda path: line.ask("GET", path).received)


@contextmanager
def bare_site(folder: Path, targets: list[Target]) -> Iterator[str]:
    """A process that gives the same bytes and does nothing else."""
    kept = folder / "answers.json"
    answers = [each.answer for each in targets if each.answer is not None]
    kept.write_text(json.dumps([answer.as_plain() for answer in answers]), encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.bare_pages", str(kept), str(port)]
    process = subprocess.Popen(command)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the bare site did not start")


def _take_turns(address: str, bare: str, targets: list[Target]) -> None:
    with ExitStack() as stack:
        ours = [stack.enter_context(Line(address)) for _ in range(4)]
        theirs = [stack.enter_context(Line(bare)) for _ in range(4)]
        for _ in range(ROUNDS):
            for number, each in enumerate(targets):
                asked = (each.method, each.path, each.body, each.headers)
                each.ours.add(asked_together(ours, REQUESTS, *asked))
                floor = (each.method, f"/{number}", each.body, each.headers)
                each.bare.add(asked_together(theirs, REQUESTS, *floor))


def _weights(sizes: dict[str, int]) -> list[Row]:
    rows: list[Row] = []
    for language in ("en", "es", "vi", "ar"):
        found = [size for path, size in sizes.items() if path.startswith(f"/{language}/")]
        largest = max(found)
        rows += [
            Row(f"{language}: plain pages", len(found), "pages"),
            Row(f"{language}: smallest", min(found), "bytes"),
            Row(f"{language}: median", statistics.median(found), "bytes"),
            Row(
                f"{language}: largest",
                largest,
                "bytes",
                f"at most {MOST_BYTES:,}",
                largest <= MOST_BYTES,
            ),
        ]
    heavy = {path: size for path, size in sizes.items() if size > MOST_BYTES}
    return rows + [Row(path, size, "bytes", "too many") for path, size in sorted(heavy.items())]


def _cold(milliseconds: list[float]) -> list[Row]:
    return [Row("poster, PDF, asked for first: median", statistics.median(milliseconds), "ms")]


def _rows(target: Target) -> list[Row]:
    ours, bare = target.ours, target.bare
    return [
        Row(f"{target.name}: ours", ours.per_second, "1/s"),
        Row(f"{target.name}: the same bytes, bare", bare.per_second, "1/s"),
        Row(f"{target.name}: ours beside it", 100 * ours.per_second / bare.per_second, "%"),
        Row(f"{target.name}: ours, p50", ours.milliseconds(0.5), "ms"),
        Row(f"{target.name}: ours, p95", ours.milliseconds(0.95), "ms"),
        Row(f"{target.name}: bare, p50", bare.milliseconds(0.5), "ms"),
        Row(f"{target.name}: bytes", target.answer.received if target.answer else 0, "bytes"),
    ]
