"""Serves an application that tells what reached it; arguments: descriptor, keep, proxy."""

import hashlib
import socket
import sys
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from waymark.commands import server, stopping

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def echo(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Length and hash of the body, whether it was cut, and the forwarded address."""
    body = environ["wsgi.input"].read()
    if seconds := environ.get("HTTP_X_SLEEP"):
        print("working", flush=True)  # noqa: T201  the test waits for this
        time.sleep(int(seconds))
    parts = (
        str(len(body)),
        hashlib.sha256(body).hexdigest(),
        environ.get("HTTP_X_WAYMARK_CUT", "no"),
        environ.get("HTTP_X_FORWARDED_FOR", "none"),
        str(server.Parser.memory.held),
    )
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [" ".join(parts).encode()]


if __name__ == "__main__":
    stopping.stop_on_signals()
    server.serve(
        echo,
        socket.socket(fileno=int(sys.argv[1])),
        largest_useful_body=int(sys.argv[2]),
        behind_proxy=sys.argv[3] == "yes",
    )
