"""The server: slow clients hold nobody up, bodies stay in memory, too much is cut, not refused."""

import hashlib
import http.client
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands.running import ROOT, wait_for
from waymark.commands import server
from waymark.commands.server import WORDS_BYTES, BodyBuffer, Memory, Parser

KEEP = WORDS_BYTES + 1_000_000
SECONDS = 30


@dataclass(frozen=True)
class Echo:
    """What the application saw."""

    length: int
    digest: str
    cut: str
    forwarded: str
    held: int

    @classmethod
    def of(cls, text: str) -> "Echo":
        length, digest, cut, forwarded, held = text.split(" ")
        return cls(int(length), digest, cut, forwarded, int(held))


@dataclass(frozen=True)
class Server:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)

    def post(self, body: bytes, **headers: str) -> Echo:
        """Send a body in one go, on a connection of its own."""
        connection = self.connect()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("POST", "/", body=body, headers=named)
        answer = connection.getresponse()
        assert answer.status == 200
        text = answer.read().decode()
        connection.close()
        return Echo.of(text)


@contextmanager
def serving(proxy: str = "no") -> Iterator[Server]:
    """Run the echo server as a process of its own."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listener:
        number = listener.fileno()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.commands.echo", str(number), str(KEEP), proxy],
            cwd=ROOT,
            pass_fds=[number],
            stdout=subprocess.PIPE,
        )
        try:
            yield Server(process, listener.getsockname()[1])
        finally:
            process.kill()
            process.communicate()


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.mark.parametrize("size", [0, 1, 8191, 8192, 600_000, WORDS_BYTES, KEEP - 1, KEEP])
def test_a_body_arrives_whole(running: Server, size: int) -> None:
    body = bytes(range(251)) * (size // 251 + 1)
    seen = running.post(body[:size])
    assert (seen.length, seen.cut) == (size, "no")
    assert seen.digest == hashlib.sha256(body[:size]).hexdigest()


@pytest.mark.parametrize("over", [1, 5_000_000])
def test_a_body_that_is_too_large_is_cut_and_said_so(running: Server, over: int) -> None:
    body = b"words" + b"x" * (KEEP + over - 5)
    seen = running.post(body)
    assert (seen.length, seen.cut) == (KEEP, "yes")
    assert seen.digest == hashlib.sha256(body[:KEEP]).hexdigest()


def test_a_chunked_body_is_cut_the_same(running: Server) -> None:
    chunks = (b"y" * 500_000 for _ in range(KEEP // 500_000 + 3))
    with closing(running.connect()) as connection:
        connection.request("POST", "/", body=chunks, encode_chunked=True)
        seen = Echo.of(connection.getresponse().read().decode())
    assert (seen.length, seen.cut) == (KEEP, "yes")


def test_memory_is_given_back(running: Server) -> None:
    for _ in range(3):
        assert running.post(b"z" * KEEP).held >= KEEP - WORDS_BYTES
    # The server closes a request a moment after its answer has gone out.
    wait_for(lambda: running.post(b"small").held == 0)


def test_a_client_cannot_say_that_its_body_was_cut(running: Server) -> None:
    assert running.post(b"whole", X_Waymark_Cut="yes").cut == "no"


def test_a_forwarded_address_counts_only_behind_a_proxy(running: Server) -> None:
    assert running.post(b"", X_Forwarded_For="203.0.113.7").forwarded == "none"
    with serving(proxy="yes") as proxied:
        assert proxied.post(b"", X_Forwarded_For="203.0.113.7").forwarded == "203.0.113.7"


def test_a_hundred_slow_reporters_hold_nobody_up(running: Server) -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\nslow"
    with ExitStack() as slow:
        for _ in range(100):
            line = socket.create_connection(("127.0.0.1", running.port), timeout=SECONDS)
            slow.enter_context(line)
            line.sendall(head)
        assert running.post(b"quick").length == 5


def test_a_slow_body_arrives(running: Server) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=SECONDS) as line:
        line.sendall(
            b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 6\r\n\r\n"
        )
        for byte in b"slowly"[:6]:
            line.sendall(bytes([byte]))
        answer = line.makefile("rb").read().decode()
    assert Echo.of(answer.partition("\r\n\r\n")[2]).length == 6


def test_nothing_tells_which_server_it_is(running: Server) -> None:
    with closing(running.connect()) as connection:
        connection.request("GET", "/")
        names = {name.lower() for name, _ in connection.getresponse().getheaders()}
    assert "server" not in names


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: ".ljust(server.HEADER_BYTES, b"a"),
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
    ],
)
def test_requests_that_are_none_get_an_answer(running: Server, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=SECONDS) as line:
        line.sendall(raw)
        line.shutdown(socket.SHUT_WR)
        status = line.makefile("rb").readline()
    assert status.split()[1][:1] in {b"4", b"5"} or raw.startswith(b"nonsense")
    assert running.post(b"after").length == 5


def test_sigterm_lets_a_request_finish() -> None:
    with serving() as one, closing(one.connect()) as connection:
        one.post(b"up")
        connection.request("POST", "/", body=b"slow", headers={"X-Sleep": "1"})
        wait_for(lambda: one.process.stdout and one.process.stdout.readline())
        one.process.send_signal(signal.SIGTERM)
        assert Echo.of(connection.getresponse().read().decode()).length == 4
        assert one.process.wait(timeout=SECONDS) == 0


def test_sigterm_does_not_wait_for_half_a_request() -> None:
    with serving() as one, socket.create_connection(("127.0.0.1", one.port)) as half:
        one.post(b"up")
        half.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf")
        one.process.send_signal(signal.SIGTERM)
        assert one.process.wait(timeout=SECONDS) == 0


pieces = st.lists(st.binary(max_size=40), max_size=30)


@given(pieces, st.integers(0, 300), st.integers(0, 60), st.integers(0, 300))
def test_a_buffer_keeps_a_prefix_and_never_too_much(
    data: list[bytes], keep: int, words: int, limit: int
) -> None:
    memory = Memory(limit)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "WORDS_BYTES", words)
        buffer = BodyBuffer(keep, memory)
        for piece in data:
            buffer.append(piece)
            assert memory.held <= limit
        whole = b"".join(data)
        kept = buffer.getfile().read()
        assert whole.startswith(kept)
        assert buffer.cut == (kept != whole)
        assert len(kept) >= min(len(whole), keep, words)
        assert len(kept) <= keep
        buffer.close()
        assert memory.held == 0


def test_when_memory_is_short_the_words_still_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "WORDS_BYTES", 10)
    memory = Memory(25)
    first, second = BodyBuffer(1000, memory), BodyBuffer(1000, memory)
    first.append(b"a" * 30)
    second.append(b"b" * 30)
    assert (len(first), first.cut) == (30, False)
    assert (len(second), second.cut) == (10, True)
    second.append(b"later")
    assert len(second) == 10, "a hole in the middle would be worse than a cut"
    first.close()
    third = BodyBuffer(1000, memory)
    third.append(b"c" * 30)
    assert not third.cut


def test_a_body_never_goes_to_a_file() -> None:
    buffer = BodyBuffer(50_000_000, Memory(50_000_000))
    for _ in range(40):
        buffer.append(b"x" * 1_000_000)
    assert not buffer.overflowed
    assert Parser.memory.held == 0
