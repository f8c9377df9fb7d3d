"""Serves one site with waitress.

waitress reads a whole request before a thread works on it, so a reporter on a bad line holds no
thread. Two things are ours. A request's body never touches the disk, because it is somebody's
report before it is sealed. And a body that is too large, or comes while many large ones are
being read, is cut instead of refused: its beginning, where the words stand, reaches the site,
with a header that says that the files behind it are incomplete.
"""

import logging
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server

from waymark.commands import stopping

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

MEBIBYTE = 1024 * 1024
THREADS = 8  # of those that store at the same time, one commit takes care
CONNECTIONS = 1000
HEADER_BYTES = 32 * 1024
WORDS_BYTES = 3 * MEBIBYTE  # what is always kept of a body: every word of a report fits
ALL_BODIES_BYTES = 512 * MEBIBYTE  # above this much in memory, only the words of a body are kept
LARGEST_BODY = 2048 * MEBIBYTE  # beyond this even reading and dropping is a waste of the line

TURN = 0.5  # seconds between two looks at whether to stop
PATIENCE = 5.0  # seconds that requests under way have at the end

CUT_HEADER = "X_WAYMARK_CUT"  # in the WSGI environment: HTTP_X_WAYMARK_CUT


# waitress's dispatchers by file descriptor; its stubs take them for sockets.
Connections = dict[int, Any]


class Memory:
    """How many bytes of request bodies are held at this moment."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = 0
        self.lock = threading.Lock()

    def take(self, size: int) -> bool:
        """Reserve so many bytes; False, and nothing reserved, when there is no room."""
        with self.lock:
            if self.held + size > self.limit:
                return False
            self.held += size
            return True

    def give_back(self, size: int) -> None:
        """Release so many bytes."""
        with self.lock:
            self.held -= size


class BodyBuffer(OverflowableBuffer):
    """Holds a body's first `keep` bytes in memory and drops the rest."""

    def __init__(self, keep: int, memory: Memory) -> None:
        super().__init__(LARGEST_BODY)
        self.keep = keep
        self.memory = memory
        self.reserved = 0
        self.cut = False

    def append(self, data: bytes) -> None:
        """Keep as much of the data as there is room for."""
        room = 0 if self.cut else self.keep - len(self)
        kept = data[:room]
        behind_words = max(0, len(self) + len(kept) - max(len(self), WORDS_BYTES))
        if self.memory.take(behind_words):
            self.reserved += behind_words
        else:
            kept = kept[: len(kept) - behind_words]
        self.cut = self.cut or len(kept) < len(data)
        if kept:
            super().append(kept)

    def close(self) -> None:
        """Forget the body and give its memory back."""
        self.memory.give_back(self.reserved)
        self.reserved = 0
        super().close()


class Parser(HTTPRequestParser):
    """Reads bodies into a `BodyBuffer` and tells the site about a cut."""

    keep = WORDS_BYTES
    memory = Memory(ALL_BODIES_BYTES)

    def parse_header(self, header_plus: bytes) -> None:
        """Parse as waitress does, then change where the body goes."""
        super().parse_header(header_plus)
        self.headers = {name: text for name, text in self.headers.items() if name != CUT_HEADER}
        if self.body_rcv is not None:
            self.body_rcv.buf = BodyBuffer(self.keep, self.memory)

    def received(self, data: bytes) -> int:
        """Consume data as waitress does; on completion, say whether the body was cut."""
        consumed = super().received(data)
        buffer = self.body_rcv.getbuf() if self.body_rcv is not None else None
        if self.completed and isinstance(buffer, BodyBuffer) and buffer.cut:
            self.headers = {**self.headers, CUT_HEADER: "yes"}
        return consumed


class Channel(HTTPChannel):
    """A connection whose requests are read by our parser."""

    parser_class = Parser


def serve(
    application: "WSGIApplication",
    listener: socket.socket,
    *,
    largest_useful_body: int,
    behind_proxy: bool,
) -> None:
    """Answer requests until `stopping.asked` is set, then finish those that have arrived.

    `largest_useful_body`: bytes of a body that the site can use; what lies behind is dropped.
    `behind_proxy`: whether X-Forwarded-For comes from a proxy of the operator.
    """
    Parser.keep = largest_useful_body
    connections: Connections = {}
    server = create_server(
        application,
        map=connections,
        sockets=[listener],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
        max_request_header_size=HEADER_BYTES,
        max_request_body_size=LARGEST_BODY,
        clear_untrusted_proxy_headers=not behind_proxy,
        ident=None,
    )
    if not isinstance(server, BaseWSGIServer):
        raise TypeError("waitress gives one server for one socket")
    server.channel_class = Channel
    # It would log each time that a request waits for a thread; that is what threads are for.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    run(server, connections)


def run(server: BaseWSGIServer, connections: Connections) -> None:
    """Turn the loop until asked to stop; a report that has arrived still gets its receipt."""
    while not stopping.asked.is_set():
        turn(connections)
    server.accepting = False
    last = time.monotonic() + PATIENCE
    while busy(connections) and time.monotonic() < last:
        turn(connections)
    server.task_dispatcher.shutdown()


def turn(connections: Connections) -> None:
    """Read and write whatever is ready."""
    wasyncore.loop(timeout=TURN, use_poll=True, map=connections, count=1)


def busy(connections: Connections) -> bool:
    """Whether a request is being answered, or an answer is not sent yet."""
    channels = [each for each in connections.values() if isinstance(each, HTTPChannel)]
    return any(channel.requests or channel.total_outbufs_len for channel in channels)
