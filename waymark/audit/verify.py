"""Verify the log: walk the chain, then hold it against the anchor files.

The hashes of the entries that were read lie in a temporary file, 32 bytes each, so that memory
stays constant and anchor lines may come in any order.
"""

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from types import TracebackType
from typing import IO

from waymark.audit.anchors import HASH_BYTES, Anchor, parse, read_all
from waymark.audit.log import GENESIS, entry_hash
from waymark.audit.models import Entry

MOST_FINDINGS = 50
# A forged number beyond this would need a temporary file of more than 64 GiB.
LARGEST_SEQ = 2**31
# Entries whose line is still being written while the log is read: no sign of a place away.
ON_THE_WAY = 100
ROWS_AT_ONCE = 2000


class Kind(Enum):
    """What can be found. The first group is damage, the last two are only worth knowing."""

    EDITED = "edited"
    MISSING = "missing"
    UNLINKED = "unlinked"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"
    ANCHOR_MISSING = "anchor_missing"
    ANCHOR_BEHIND = "anchor_behind"
    LINE_UNREADABLE = "line_unreadable"


REMARKS = frozenset({Kind.ANCHOR_BEHIND, Kind.LINE_UNREADABLE})


@dataclass(frozen=True)
class Finding:
    """Something found: from which entry on (`seq`), up to which (`until`), by which anchor."""

    kind: Kind
    seq: int
    until: int
    anchor: str = ""


@dataclass
class Verdict:
    """What a walk over the log found."""

    entries: int = 0
    head_seq: int = 0
    head_hash: bytes = GENESIS
    damage: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    more: int = 0

    @property
    def intact(self) -> bool:
        """Whether nothing was edited, removed, moved or rewritten, as far as this can tell."""
        return not self.damage

    def note(self, kind: Kind, seq: int, until: int | None = None, anchor: str = "") -> None:
        """Add a finding; beyond `MOST_FINDINGS` they are only counted."""
        found = self.remarks if kind in REMARKS else self.damage
        if len(found) < MOST_FINDINGS:
            found.append(Finding(kind, seq, seq if until is None else until, anchor))
        else:
            self.more += 1


class SeenHashes:
    """The hash of each entry by its number, in a file without a name."""

    def __enter__(self) -> "SeenHashes":
        self._file: IO[bytes] = tempfile.TemporaryFile()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def put(self, seq: int, digest: bytes) -> None:
        """Remember the hash of an entry."""
        if 0 < seq < LARGEST_SEQ:
            os.pwrite(self._file.fileno(), digest, seq * HASH_BYTES)

    def get(self, seq: int) -> bytes | None:
        """The hash of an entry; None when it was not there."""
        if not 0 < seq < LARGEST_SEQ:
            return None
        digest = os.pread(self._file.fileno(), HASH_BYTES, seq * HASH_BYTES)
        return digest if any(digest) and len(digest) == HASH_BYTES else None


def verify(entries: Iterable[Entry], anchors: Iterable[Anchor]) -> Verdict:
    """Hold entries, in the order of their numbers, against their hashes and the anchors."""
    verdict = Verdict()
    with SeenHashes() as seen:
        for entry in entries:
            _check_entry(entry, verdict)
            seen.put(entry.seq, bytes(entry.hash))
        for anchor in anchors:
            _check_anchor(anchor, seen, verdict)
    return verdict


def verify_log() -> Verdict:
    """Verify the log of this installation; it may grow meanwhile."""
    anchors = read_all()
    rows = Entry.objects.order_by("seq").iterator(ROWS_AT_ONCE)
    return verify(rows, anchors)


def _check_entry(entry: Entry, verdict: Verdict) -> None:
    expected = verdict.head_seq + 1
    if entry.seq > expected:
        verdict.note(Kind.MISSING, expected, entry.seq - 1)
    elif entry.seq < expected or bytes(entry.previous) != verdict.head_hash:
        verdict.note(Kind.UNLINKED, entry.seq)
    if entry_hash(entry) != bytes(entry.hash):
        verdict.note(Kind.EDITED, entry.seq)
    verdict.entries += 1
    verdict.head_seq, verdict.head_hash = entry.seq, bytes(entry.hash)


def _check_anchor(anchor: Anchor, seen: SeenHashes, verdict: Verdict) -> None:
    """Every line is a claim about one entry. Damage is told once per anchor, from its first."""
    last = 0
    differs: list[int] = []
    for number, line in enumerate(anchor.lines or (), 1):
        claim = parse(line)
        if claim is None:
            verdict.note(Kind.LINE_UNREADABLE, number, anchor=anchor.name)
            continue
        seq, digest = claim
        last = max(last, seq)
        there = seen.get(seq)
        if there is not None and there != digest:
            differs = [min([seq, *differs]), max([seq, *differs])]
    if differs:
        verdict.note(Kind.REWRITTEN, differs[0], differs[1], anchor.name)
    _check_reach(anchor, last, verdict)


def _check_reach(anchor: Anchor, last: int, verdict: Verdict) -> None:
    """Whether the anchor knows more entries than the log has, or none, or not the newest."""
    head = verdict.head_seq
    if last > head:
        verdict.note(Kind.TRUNCATED, head + 1, last, anchor.name)
    elif head and not last:
        verdict.note(Kind.ANCHOR_MISSING, 1, head, anchor.name)
    elif last + ON_THE_WAY < head:
        verdict.note(Kind.ANCHOR_BEHIND, last + 1, head, anchor.name)
