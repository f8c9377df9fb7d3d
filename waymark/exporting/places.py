"""Where an address of the site lies in the copy."""

import posixpath
import re
from pathlib import PurePosixPath
from urllib.parse import urldefrag, urljoin

# The files that are copied, and the type that each must have: a stick knows the ending only.
FILES = {
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".csv": "text/csv",
    ".json": "application/json",
    ".zip": "application/zip",
    ".ics": "text/calendar",
}
EXIT = "/x"
EXIT_FILE = "x.html"
INDEX = "index.html"
# Names that every file system takes, and that cannot lead out of the folder.
_PATH = re.compile(r"/(?:[a-z0-9_][a-z0-9_.-]*/)*(?:[a-z0-9_][a-z0-9_.-]*)?")


def file_of(path: str) -> str:
    """The file that holds an address's answer; empty for an address that is not copied."""
    if path == EXIT:
        return EXIT_FILE
    if not _PATH.fullmatch(path):
        return ""
    if path.endswith("/"):
        return f"{path[1:]}{INDEX}"
    return path[1:] if PurePosixPath(path).suffix in FILES else ""


def relative(target: str, *, seen_from: str) -> str:
    """The way from one file of the copy to another."""
    return posixpath.relpath(target, posixpath.dirname(seen_from) or ".")


def own_path(link: str, *, on: str, url: str) -> str | None:
    """The path, with query, that a link on a page of ours leads to; None where it leads elsewhere.

    `on` is the page's path; `url` is the site's public address, which content may spell out.
    """
    full = urldefrag(urljoin(f"{url}{on}", link)).url
    if not (full == url or full.startswith(f"{url}/")):
        return None
    return full.removeprefix(url) or "/"
