"""A keep-alive connection that counts what it receives, as bare as it can be."""

import base64
import re
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """What came back: every byte of it counted, and the seconds from asking to its end."""

    status: int
    headers: dict[str, str]
    body: bytes
    received: int
    seconds: float

    def as_plain(self) -> dict[str, Any]:
        """As JSON keeps it, for the bare site."""
        body = base64.b64encode(self.body).decode()
        return {"status": self.status, "headers": self.headers, "body": body}


@dataclass
class Timed:
    """How long requests took, and in how many seconds of the clock they were answered."""

    seconds: float = 0.0
    each: list[float] = field(default_factory=list)

    def add(self, other: "Timed") -> None:
        """Count another round."""
        self.seconds += other.seconds
        self.each += other.each

    @property
    def per_second(self) -> float:
        """Requests answered in a second of the clock."""
        return len(self.each) / self.seconds

    def milliseconds(self, share: float) -> float:
        """The time within which this share was answered."""
        return 1000 * sorted(self.each)[int(share * (len(self.each) - 1))]


class Line:
    """One connection. It takes compressed answers, as every browser does."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host = parts.netloc
        self.place = (parts.hostname or "", parts.port or 80)
        self._connect()

    def _connect(self) -> None:
        self.socket = socket.create_connection(self.place)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.closed = False

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        """One request and its whole answer."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", "Accept-Encoding: gzip"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        if body:
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        start = time.perf_counter()
        if self.closed:  # to connect anew is part of what the next request takes
            self.socket.close()
            self._connect()
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        head = self._head()
        status, found = int(head.split(b" ", 2)[1]), _headers(head)
        answer = self._take(0 if status == 304 else int(found["content-length"]))
        received = len(head) + 4 + len(answer)
        self.closed = found.get("connection", "").lower() == "close"
        return Answer(status, found, answer, received, time.perf_counter() - start)

    def _head(self) -> bytes:
        while b"\r\n\r\n" not in self.buffer:
            self._receive()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        return head

    def _take(self, length: int) -> bytes:
        while len(self.buffer) < length:
            self._receive()
        taken, self.buffer = self.buffer[:length], self.buffer[length:]
        return taken

    def _receive(self) -> None:
        received = self.socket.recv(262144)
        if not received:
            raise ConnectionError("the server closed the connection")
        self.buffer += received


def _headers(head: bytes) -> dict[str, str]:
    found = re.findall(r"(?m)^([^:\r\n]+): ?(.*?)\r?$", head.decode("latin-1").partition("\n")[2])
    return {name.lower(): value for name, value in found}


def asked_together(lines: list[Line], requests: int, *asked: Any) -> Timed:
    """Send the same request so many times over all lines at the same time."""
    taken: list[float] = []

    def work(line: Line) -> None:
        for _ in range(requests // len(lines)):
            taken.append(line.ask(*asked).seconds)

    threads = [threading.Thread(target=work, args=(line,)) for line in lines]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Timed(time.perf_counter() - start, taken)
