"""Asks the public site for a page inside this process, without a network."""

import io
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIHandler

from waymark.web.caching import PLAIN

HTML = "text/html"
BROKEN = 500


class Broken(Exception):
    """The site answered that something broke; the address is the argument."""


@dataclass(frozen=True)
class Answer:
    """What the site answered. Names of headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def type(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip()

    @property
    def is_page(self) -> bool:
        """Whether it is a page that anybody may keep and pass on."""
        return self.status == 200 and self.type == HTML and self._kept == PLAIN and self._found

    @property
    def is_file(self) -> bool:
        """Whether it is a file that anybody may keep and pass on."""
        public = self._kept.startswith("public") and "no-store" not in self._kept
        return self.status == 200 and self.type != HTML and public and self._found

    @property
    def _kept(self) -> str:
        return self.headers.get("cache-control", "")

    @property
    def _found(self) -> bool:
        # What asks search engines to keep no copy gets none from us either.
        return "noindex" not in self.headers.get("x-robots-tag", "")


class Asked:
    """The public site of the settings that are in force, under its public address."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._handler = WSGIHandler()

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """The answer to one request. Raises Broken when the site says that something broke."""
        found: dict[str, Any] = {}

        def start(status: str, given: list[tuple[str, str]], exc_info: object = None) -> None:
            found["status"] = int(status.split(" ", 1)[0])
            found["headers"] = {name.lower(): value for name, value in given}

        environ = self._environ(path, method)
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        response: Any = self._handler(environ, start)  # type: ignore[arg-type]  # returns no writer
        try:
            body = b"".join(response)
        finally:
            response.close()
        if found["status"] == BROKEN:
            raise Broken(path)
        return Answer(found["status"], found["headers"], body)

    def _environ(self, path: str, method: str) -> dict[str, Any]:
        port = self._parts.port or (443 if self._parts.scheme == "https" else 80)
        return {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": self._parts.hostname or "localhost",
            "SERVER_PORT": str(port),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self._parts.netloc,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self._parts.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
