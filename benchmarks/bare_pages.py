"""`python -m benchmarks.bare_pages FILE PORT`: gives kept answers by number, and does nothing else.

It stands behind the same server as the public site, with as many threads.
"""

import base64
import json
import sys
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from waymark.commands import server, sockets, stopping

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

# What the server itself writes.
SERVERS_OWN = {"date", "server", "connection", "via"}


class Bare:
    """A WSGI application over a list of answers."""

    def __init__(self, path: Path) -> None:
        self.answers = []
        for kept in json.loads(path.read_text(encoding="utf-8")):
            status = f"{kept['status']} {HTTPStatus(kept['status']).phrase}"
            headers = [(k, v) for k, v in kept["headers"].items() if k not in SERVERS_OWN]
            self.answers.append((status, headers, base64.b64decode(kept["body"])))

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes]":
        """The answer whose number is the path."""
        status, headers, body = self.answers[int(environ["PATH_INFO"][1:])]
        start_response(status, headers)
        return [body]


def main() -> None:
    """Serve until a signal comes."""
    stopping.stop_on_signals()
    listener = sockets.listen(sockets.Address("the port", "127.0.0.1", int(sys.argv[2])))
    bare = Bare(Path(sys.argv[1]))
    server.serve(bare, listener, largest_useful_body=server.MEBIBYTE, behind_proxy=False)


if __name__ == "__main__":
    main()
