"""What an auditor sees of the log, newest first."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.audit.models import Actor, Entry

PAGE_ROWS = 50
EXPORT_ROWS = 2000


@dataclass(frozen=True)
class Wanted:
    """A filter; what is empty does not narrow. `before` is the number of an entry."""

    event: str = ""
    worker: uuid.UUID | None = None
    day: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Row:
    """One entry with the name of who acted."""

    entry: Entry
    who: str


@dataclass(frozen=True)
class LogPage:
    """Some entries, and the number to ask for older ones with (None when these are the last)."""

    rows: list[Row]
    older: int | None


def visible_to(worker: Worker) -> QuerySet[Entry]:
    """What workers of the auditor's organisation did, and what reporters and the system did.

    The latter carry ids and hours only.
    """
    own = Worker.objects.filter(organisation_id=worker.organisation_id)
    return Entry.objects.filter(~Q(actor=Actor.WORKER) | Q(actor_id__in=own.values("id")))


def matching(worker: Worker, wanted: Wanted) -> QuerySet[Entry]:
    """The entries that an auditor asked for, newest first."""
    found = visible_to(worker).order_by("-seq")
    if wanted.event:
        found = found.filter(event=wanted.event)
    if wanted.worker:
        found = found.filter(actor_id=wanted.worker)
    if wanted.day:
        begin, end = _bounds(wanted.day)
        found = found.filter(at__gte=begin, at__lt=end)
    if wanted.before:
        found = found.filter(seq__lt=wanted.before)
    return found


def _bounds(day: date) -> tuple[datetime, datetime]:
    """Beginning and end of a day in the reader's time zone."""
    begin = datetime.combine(day, time.min)
    return timezone.make_aware(begin), timezone.make_aware(begin + timedelta(days=1))


def page(worker: Worker, wanted: Wanted) -> LogPage:
    """A page of the log. It goes on from an entry's number, so new entries do not shift it."""
    found = list(matching(worker, wanted)[: PAGE_ROWS + 1])
    shown = found[:PAGE_ROWS]
    older = shown[-1].seq if len(found) > PAGE_ROWS else None
    return LogPage(list(_named(worker, shown)), older)


def everything(worker: Worker, wanted: Wanted) -> Iterator[Row]:
    """All that matches, however long it is."""
    return _named(worker, matching(worker, wanted).iterator(EXPORT_ROWS))


def colleagues(worker: Worker) -> QuerySet[Worker]:
    """The workers of the auditor's organisation, by name."""
    return Worker.objects.filter(organisation_id=worker.organisation_id).order_by("name", "login")


def _named(worker: Worker, entries: Iterable[Entry]) -> Iterator[Row]:
    names = dict(colleagues(worker).values_list("id", "name"))
    others = {Actor.REPORTER.value: _("A reporter"), Actor.SYSTEM.value: _("The system")}
    for entry in entries:
        name = names.get(entry.actor_id) if entry.actor_id else others.get(entry.actor)
        yield Row(entry, name or "")
