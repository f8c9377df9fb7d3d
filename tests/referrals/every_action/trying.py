"""How an action is called: watched, stopped in the middle, and taken back."""

import copy
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import connection

from tests.referrals.every_action.actions import Action
from tests.referrals.every_action.world import World
from waymark.accounts.models import Worker
from waymark.audit.models import Actor, Entry

WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
AUDIT = Entry._meta.db_table
Rows = dict[str, list[tuple[Any, ...]]]


class Struck(Exception):
    """The power fails."""


@dataclass
class Writing:
    """The tables that were written to, in order. `fails_at`: the write at which the power fails."""

    fails_at: int = -1
    tables: list[str] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if found := WRITE.match(sql):
            if len(self.tables) == self.fails_at:
                raise Struck
            self.tables.append(found[1])
        return execute(sql, *more)


@contextmanager
def writing(fails_at: int = -1) -> Iterator[Writing]:
    """Watch what is written; perhaps fail before one of the writes."""
    watch = Writing(fails_at)
    with connection.execute_wrapper(watch):
        yield watch


def stored(tables: set[str]) -> Rows:
    """Every row of some tables."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  ours
            found[table] = sorted(tuple(map(_plain, row)) for row in cursor.fetchall())
    return found


def tables_of_rooms() -> set[str]:
    """Every table in which an action of these rooms may write, but the audit log."""
    rooms = ("cases", "referrals", "packs", "vault")
    return {
        model._meta.db_table for room in rooms for model in apps.get_app_config(room).get_models()
    }


def _plain(value: Any) -> str:
    """Rows hold None, days and bytes, which do not sort among each other."""
    return repr(bytes(value) if isinstance(value, memoryview) else value)


def log_since(seq: int) -> tuple[str, ...]:
    """The events that were written down after an entry; what repeats itself once."""
    rows = Entry.objects.filter(seq__gt=seq).order_by("seq")
    return tuple(event for event, _ in groupby(rows.values_list("event", flat=True)))


def actors_since(seq: int) -> set[Any]:
    """Who did it, without what follows by itself from what they did."""
    rows = Entry.objects.filter(seq__gt=seq).exclude(actor=Actor.SYSTEM.value)
    return set(rows.values_list("actor_id", flat=True))


def last_entry() -> int:
    """The number of the newest entry."""
    return Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def doer(world: World, action: Action) -> Worker:
    """Whoever does it in the table."""
    return world.cast[action.may[0]]


def gone(worker: Worker) -> Worker:
    """The same worker, dismissed a moment ago."""
    dismissed = copy.copy(worker)
    dismissed.is_active = False
    return dismissed
