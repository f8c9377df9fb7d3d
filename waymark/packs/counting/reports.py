"""Reports to count: each that came in and is not erased, once."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min, Q, QuerySet

from waymark.accounts.models import Worker
from waymark.packs.definitions import NOT_KNOWN, population
from waymark.packs.periods import day_of
from waymark.packs.tally import Unit, month_of
from waymark.packs.visible import countable_reports
from waymark.reports.content import Content
from waymark.reports.models import Author, Report, State
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import DataKey

HOUR = timedelta(hours=1)


def ids_after(worker: Worker, after: str, most: int) -> list[UUID]:
    """The next reports of a worker's circles."""
    rows = countable_reports(worker)
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def how_many(worker: Worker) -> int:
    """How many reports there are to look at."""
    return countable_reports(worker).count()


def units(ids: Sequence[UUID], year: int, worker: Worker, keyring: Keyring) -> Iterator[Unit]:
    """Those of some reports that came in a year."""
    rows = list(_rows(worker).filter(pk__in=ids))
    keys = keyring.data_keys([row.envelope_id for row in rows])
    for row in rows:
        day = day_of(row.received_at)
        if day.year == year:
            yield Unit(
                who=str(row.pk),
                month=month_of(day),
                recorded=row.received_at,
                one={
                    "urgency": "urgent" if row.urgent else "other",
                    "language": _category("language", row.language),
                    "promise": _promise(row),
                    "came_of_it": _came_of_it(row),
                    "relation": _relation(row, keys.get(row.envelope_id)),
                },
            )


def _rows(worker: Worker) -> QuerySet[Report]:
    answered = Min("messages__sent_at", filter=Q(messages__author=Author.WORKER))
    return countable_reports(worker).select_related("recipient").annotate(answered_first=answered)


def _category(question: str, said: str, otherwise: str = "other") -> str:
    return said if said in population("reports").questions[question].fixed else otherwise


def _promise(row: Report) -> str:
    """Whether the first answer kept the promise, as far as times rounded to the hour tell."""
    first: datetime | None = getattr(row, "answered_first", None)
    if first is None:
        return "not_answered"
    minutes = row.recipient.urgent_minutes if row.urgent else row.recipient.other_minutes
    return "kept" if first - row.received_at <= timedelta(minutes=minutes) + HOUR else "later"


def _came_of_it(row: Report) -> str:
    if row.state == State.WITHDRAWN:
        return "withdrawn"
    return _category("came_of_it", row.disposition, "open") if row.disposition else "open"


def _relation(row: Report, key: DataKey | None) -> str:
    """Who reported; not known where it was not said, or is withdrawn."""
    if key is None:
        return NOT_KNOWN
    try:
        said = Content.from_bytes(key.open(row, "content")).relation
    except (CannotOpen, ValueError):
        return NOT_KNOWN
    return _category("relation", said, NOT_KNOWN)
