"""Files that keep the head of the chain outside the database: one line `seq hash` per commit.

Whoever cuts off the end of the log, or writes it anew, does not reach a file in another place.
Lines of several processes may be out of order, and lines may be missing while a place was away.
"""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

logger = logging.getLogger("waymark.audit")
HASH_BYTES = 32
TAIL_BYTES = 4096
_failing: set[Path] = set()


@dataclass(frozen=True)
class Anchor:
    """An anchor file as it is read: `lines` is None when it is not there."""

    name: str
    lines: Iterator[bytes] | None


@dataclass(frozen=True)
class AnchorState:
    """How an anchor file stands: the last entry it knows, or why it cannot be read."""

    path: Path
    last_seq: int | None
    problem: str = ""


def write(seq: int, head: bytes) -> None:
    """Append the head to every anchor file. A place that fails never fails the request.

    Short appends are atomic among processes. Each fault is logged once, until the place is back.
    """
    line = f"{seq} {head.hex()}\n".encode()
    for path in settings.AUDIT_ANCHOR_FILES:
        try:
            _append(path, line)
        except OSError as fault:
            _warn_once(path, fault)
        else:
            _failing.discard(path)


def _append(path: Path, line: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line)
    finally:
        os.close(descriptor)


def _warn_once(path: Path, fault: OSError) -> None:
    if path not in _failing:
        _failing.add(path)
        logger.warning(
            "The audit log's head cannot be written to %s (%s): bring the place back, "
            "or take it out of WAYMARK_AUDIT_ANCHORS.",
            path,
            fault.strerror,
        )


def parse(line: bytes) -> tuple[int, bytes] | None:
    """The number and hash in a line; None when it is torn or not a line of ours."""
    seq, _, digest = line.strip().partition(b" ")
    if not (seq.isdigit() and len(digest) == 2 * HASH_BYTES):
        return None
    try:
        return int(seq), bytes.fromhex(digest.decode())
    except ValueError:
        return None


def read(path: Path) -> Anchor:
    """An anchor file up to where it ends now: later lines belong to later entries."""
    try:
        size = path.stat().st_size
        path.open("rb").close()
    except OSError:
        return Anchor(str(path), None)
    return Anchor(str(path), _lines(path, size))


def _lines(path: Path, size: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        while size > 0 and (line := file.readline()):
            size -= len(line)
            yield line


def read_all() -> list[Anchor]:
    """Every configured anchor file. Call it before reading the log."""
    return [read(path) for path in settings.AUDIT_ANCHOR_FILES]


def states() -> list[AnchorState]:
    """How every configured anchor file stands, from its last lines only."""
    return [_state(path) for path in settings.AUDIT_ANCHOR_FILES]


def _state(path: Path) -> AnchorState:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - TAIL_BYTES))
            found = [parsed[0] for line in file.readlines() if (parsed := parse(line))]
    except OSError as fault:
        return AnchorState(path, None, fault.strerror or "unreadable")
    return AnchorState(path, max(found, default=None))
