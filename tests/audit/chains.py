"""Chains of entries in memory, to damage in every way."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from waymark.audit.anchors import Anchor
from waymark.audit.log import GENESIS, entry_hash
from waymark.audit.models import Actor, Entry

START = datetime(2026, 11, 1, tzinfo=UTC)


def chain(length: int, event: str = "report:read") -> list[Entry]:
    """A whole chain of so many entries."""
    entries = [
        Entry(
            seq=seq,
            at=START + timedelta(minutes=seq),
            event=event,
            actor=Actor.WORKER.value,
            actor_id=uuid.UUID(int=seq),
            target="reports.report",
            target_id=str(seq),
        )
        for seq in range(1, length + 1)
    ]
    rehash(entries)
    return entries


def rehash(entries: Iterable[Entry]) -> None:
    """Give every entry the hash that fits it, as somebody who may write everything would."""
    previous = GENESIS
    for entry in entries:
        entry.previous = previous
        entry.hash = previous = entry_hash(entry)


def anchor(entries: Iterable[Entry], name: str = "head") -> Anchor:
    """The anchor file that was written along with these entries."""
    lines = [f"{entry.seq} {bytes(entry.hash).hex()}\n".encode() for entry in entries]
    return Anchor(name, iter(lines))
