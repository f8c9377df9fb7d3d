"""The smallest honest form there is: one field, one button, one line of thanks."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

FORM = b"""<!doctype html><html lang=en><meta charset=utf-8><title>Form</title>
<link rel=icon href=data:,>
<form method=post><textarea name=what></textarea><button>Send</button></form></html>"""
THANKS = b"""<!doctype html><html lang=en><meta charset=utf-8><title>Form</title>
<link rel=icon href=data:,><p id=done>Thank you.</p></html>"""


class Handler(BaseHTTPRequestHandler):
    """Answers a GET with the form and a POST with thanks."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The form."""
        self._answer(FORM)

    def do_POST(self) -> None:
        """Read the answer, keep nothing, say thanks."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(THANKS)

    def _answer(self, page: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class BareForm:
    """Serves the bare form on loopback while the block runs."""

    def __enter__(self) -> str:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
