"""Write to the log. Every action of every room calls `record` inside its own transaction."""

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from waymark.audit import anchors
from waymark.audit.events import Event
from waymark.audit.models import Actor, Entry
from waymark.vault.primitives import plain_hash
from waymark.vault.records import to_the_hour
from waymark.vault.writing import insert

GENESIS = bytes(32)
# Any fixed number: PostgreSQL's transactions queue up on it, so that the chain has one end.
CHAIN_LOCK = 7_237_001


class HasId(Protocol):
    """Anybody with a UUID: a worker. The log knows no accounts."""

    @property
    def id(self) -> uuid.UUID:
        """What the log keeps of them."""


def record(
    event: Event,
    *,
    by: HasId | Actor,
    target: Model | None = None,
) -> Entry:
    """Append an event to the chain; call it last in the transaction of what it tells about.

    `by` is a worker, or Actor.REPORTER or Actor.SYSTEM. What a reporter does is logged to the
    hour, and so is what the system does, because it answers a report within seconds. The new
    head goes to the anchor files once the transaction has committed. Raises
    TransactionManagementError outside a transaction.
    """
    return _append([_entry(event, by, target)])


def record_each(event: Event, *, by: HasId | Actor, targets: Sequence[Model]) -> None:
    """Append the same event for each target, as `record` does for one; the last is the head."""
    if targets:
        _append([_entry(event, by, target) for target in targets])


def _entry(event: Event, by: HasId | Actor, target: Model | None) -> Entry:
    """What is said; its place in the chain comes later."""
    actor = by if isinstance(by, Actor) else Actor.WORKER
    now = timezone.now()
    return Entry(
        at=now.replace(microsecond=0) if actor is Actor.WORKER else to_the_hour(now),
        event=event.value,
        actor=actor.value,
        actor_id=None if isinstance(by, Actor) else by.id,
        target=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
    )


def _append(entries: Sequence[Entry]) -> Entry:
    """Chain the entries to the last one and write them; returns the new head."""
    _lock_chain()
    seq, newest = head()
    for number, entry in enumerate(entries, start=seq + 1):
        entry.seq, entry.previous = number, newest
        entry.hash = newest = entry_hash(entry)
    insert(entries)
    last = entries[-1]
    transaction.on_commit(partial(anchors.write, last.seq, newest), robust=True)
    return last


def _lock_chain() -> None:
    """Hold the chain until commit. SQLite's immediate transactions already do."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("audit.record belongs inside a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def head() -> tuple[int, bytes]:
    """Number and hash of the last entry; 0 and zeros while the log is empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1")
        row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else (0, GENESIS)


def entry_hash(entry: Entry) -> bytes:
    """BLAKE2b over the canonical JSON of an entry and the hash before it."""
    at: datetime = entry.at.astimezone(UTC)
    fields = [
        entry.seq,
        at.isoformat(),
        entry.event,
        entry.actor,
        str(entry.actor_id or ""),
        entry.target,
        entry.target_id,
        bytes(entry.previous).hex(),
    ]
    return plain_hash(json.dumps(fields, separators=(",", ":")).encode())
