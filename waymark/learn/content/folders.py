"""Where content lies: in this package, and in the organisation's own folder, which comes last.

A file of the organisation with the same place and name takes the place of ours; any other is added.
Ours is read once. Theirs is looked at again every SITE_CACHE_SECONDS, so that a volunteer who
corrects a sentence sees it without starting anything anew.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Generic, TypeVar

from django.conf import settings

from waymark.learn.content.faults import ContentError

OURS = Path(__file__).resolve().parents[1] / "data"
Found = TypeVar("Found")
_log = logging.getLogger(__name__)
_only_ours: ContextVar[bool] = ContextVar("only_ours", default=False)


def theirs() -> Path:
    """The organisation's own folder; it need not exist."""
    return Path(settings.CONTENT_FOLDER)


def files(kind: str, pattern: str, ours: Path = OURS) -> list[Path]:
    """Every file of a kind (`pages`, `lessons`, ...): ours, then the organisation's, by name."""
    roots = (ours,) if _only_ours.get() else (ours, theirs())
    return [
        path for root in roots for path in sorted((root / kind).glob(pattern)) if path.is_file()
    ]


def signature() -> tuple[tuple[str, int, int], ...]:
    """What tells whether the organisation's folder has changed: names, sizes and times."""
    found = []
    for path in sorted(theirs().rglob("*")):
        with suppress(OSError):  # it may be renamed by an editor at this very moment
            if path.is_file():
                status = path.stat()
                found.append((str(path), status.st_size, status.st_mtime_ns))
    return tuple(found)


@contextmanager
def _without_theirs() -> Iterator[None]:
    token = _only_ours.set(True)
    try:
        yield
    finally:
        _only_ours.reset(token)


class Shelf(Generic[Found]):
    """What was made of the content files, until the organisation changes one of its own.

    `read` makes it anew. When it fails, what was known last stays, and after a start what is ours:
    a mistyped line never takes a page away from its readers. The log says which line it is, and so
    does `waymark content check`.
    """

    def __init__(self, read: Callable[[], Found]) -> None:
        self._read = read
        self._kept: Found | None = None
        self._signature: tuple[tuple[str, int, int], ...] = ()
        self._looked = 0.0

    def __call__(self) -> Found:
        """The present content. Raises ContentError where our own files are wrong."""
        now = time.monotonic()
        if self._kept is not None and now - self._looked < settings.SITE_CACHE_SECONDS:
            return self._kept
        current = signature()
        if self._kept is None or current != self._signature:
            self._kept = self._read_or_keep()
            self._signature = current
        self._looked = now
        return self._kept

    def _read_or_keep(self) -> Found:
        try:
            return self._read()
        except ContentError as fault:
            _log.warning("%s Until it is mended, what was there before is shown.", fault)
            if self._kept is not None:
                return self._kept
            with _without_theirs():
                return self._read()

    def forget(self) -> None:
        """Read anew at the next call."""
        self._kept, self._looked = None, 0.0
