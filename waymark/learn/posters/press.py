"""Makes the PDF and SVG files: one at a time, and what was made lately is kept in memory."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Final

import typst
from django.utils.html import escape

from waymark.learn.posters.forms import Form
from waymark.learn.posters.glyphs import FONTS
from waymark.learn.posters.sheet import Sheet

TEMPLATES = Path(__file__).resolve().parent
MOST_KEPT_BYTES = 8 * 1024 * 1024
# Tagged for screen readers, with title and language, and checked by Typst for it.
ACCESSIBLE: Final = "ua-1"
MOST_AT_ONCE = 3  # one is made, the others wait
LONGEST_WAIT = 2.0  # seconds; a file takes a small part of one


class Busy(Exception):
    """So many files are being made that this one has to be asked for again."""


class Kept:
    """The files made last, up to a number of bytes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self.files: OrderedDict[bytes, bytes] = OrderedDict()

    def get(self, key: bytes) -> bytes | None:
        """A file that was made before, which counts as used now."""
        if key in self.files:
            self.files.move_to_end(key)
        return self.files.get(key)

    def put(self, key: bytes, made: bytes) -> None:
        """Keep a file, and let go those that were not used for longest."""
        self.files[key] = made
        self.size += len(made)
        while self.size > self.most:
            _key, oldest = self.files.popitem(last=False)
            self.size -= len(oldest)


_kept = Kept(MOST_KEPT_BYTES)
_one_at_a_time = Lock()
_places = BoundedSemaphore(MOST_AT_ONCE)


def made(sheet: Sheet, form: Form, ending: str) -> bytes:
    """The file of a sheet in a form: `pdf` or `svg`. The same sheet gives the same bytes.

    Raises Busy where others wait already, or when its turn does not come soon: each request that
    waits holds a thread of the server, and other pages need these too.
    """
    data = sheet.as_json(form)
    key = hashlib.blake2b(f"{form.key}.{ending} {data}".encode(), digest_size=16).digest()
    with _turn():
        found = _kept.get(key)
        if found is None:
            found = laid_out(sheet, form, ending, data)
            _kept.put(key, found)
    return found


@contextmanager
def _turn() -> Iterator[None]:
    """Whoever asks for many makes them wait for each other, and nobody else."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        if not _one_at_a_time.acquire(timeout=LONGEST_WAIT):
            raise Busy
        try:
            yield
        finally:
            _one_at_a_time.release()
    finally:
        _places.release()


def laid_out(sheet: Sheet, form: Form, ending: str, data: str) -> bytes:
    """Typst's output for the data of a sheet. Raises typst.TypstError where it does not fit."""
    compile_ = _compiler(form.template).compile
    inputs = {"data": data}
    if ending == "svg":
        return _named(sheet, _one_file(compile_(format="svg", sys_inputs=inputs)))
    moment = int(datetime(*sheet.dated, 12, tzinfo=UTC).timestamp())
    return _one_file(
        compile_(format="pdf", sys_inputs=inputs, pdf_standards=ACCESSIBLE, timestamp=moment)
    )


def _one_file(output: bytes | list[bytes] | None) -> bytes:
    """What Typst made; several pictures would mean that something ran over the page."""
    if not isinstance(output, bytes):
        raise TypeError("a poster and a card have one page each")
    return output


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
    )


def _named(sheet: Sheet, picture: bytes) -> bytes:
    """The picture with its title and language, which Typst leaves out."""
    opening, rest = picture.split(b">", 1)
    named = f' role="img" lang="{sheet.language}"><title>{escape(sheet.title)}</title>'
    return opening + named.encode() + rest
