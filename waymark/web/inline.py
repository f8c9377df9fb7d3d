"""The stylesheet and scripts that are written into the pages, and their hashes for the CSP.

A page needs one request because these travel inside it. The CSP allows exactly these texts.
A room of the staff site adds its own script in AppConfig.ready():

    inline.register_script("queue", Path(__file__).parent / "assets" / "queue.js")

and its template writes it with `{% script "queue" %}`.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

ASSETS = Path(__file__).resolve().parent / "assets"
_scripts: dict[str, Path] = {}


@dataclass(frozen=True)
class Inlined:
    """A text that stands between <style> or <script> tags, and its source expression."""

    text: SafeString
    source: str


def register_script(name: str, path: Path) -> None:
    """Let pages of the staff site carry this script; `name` is what `{% script %}` asks for."""
    _scripts[name] = path
    staff_script_sources.cache_clear()


@cache
def stylesheet() -> Inlined:
    """The one stylesheet, without comments and indentation."""
    return stylesheet_at(ASSETS / "waymark.css")


@cache
def stylesheet_at(path: Path) -> Inlined:
    """A stylesheet of a page that stands alone, likewise; its policy allows it."""
    text = path.read_text(encoding="utf-8")
    return _inlined(_squeeze(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)))


@cache
def public_script() -> Inlined:
    """The script in the frame of the public site: leaving."""
    return _script(ASSETS / "public.js")


@cache
def room_script(name: str) -> Inlined:
    """A script that a room registered. Raises KeyError for an unknown name."""
    return _script(_scripts[name])


@cache
def script_at(path: Path) -> Inlined:
    """A script of one page of the public site; the page's view allows it in its own policy."""
    return _script(path)


@cache
def staff_script_sources() -> str:
    """CSP sources of every script that a page of the staff site may carry."""
    return " ".join(room_script(name).source for name in _scripts) or "'none'"


def _script(path: Path) -> Inlined:
    text = path.read_text(encoding="utf-8")
    return _inlined(_squeeze(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)))


def _squeeze(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def source_of(text: str) -> str:
    """The source expression that admits exactly this text."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _inlined(text: str) -> Inlined:
    # The text is a file of this repository; the CSP admits nothing else.
    return Inlined(mark_safe(text), source_of(text))  # noqa: S308
