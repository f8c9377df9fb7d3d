"""Reports to count: each that came in and is not erased, once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from waymark.accounts.models import Worker
from waymark.cases.models import day_of
from waymark.packs.definitions import NOT_KNOWN, population
from waymark.packs.tally import Unit, month_of
from waymark.packs.visible import countable_cases, countable_reports
from waymark.referrals.models import Referral
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
    led_to = _led_to({row.situation_id for row in rows if row.situation_id}, worker)
    for row in rows:
        day = day_of(row.received_at)
        if day.year == year:
            yield Unit(
                who=str(row.pk),
                month=month_of(day),
                # What is imported was received long before it was recorded here.
                recorded=row.imported_at or row.received_at,
                one={
                    "urgency": "urgent" if row.urgent else "other",
                    "language": _category("language", row.language),
                    "promise": _promise(row),
                    "came_of_it": _came_of_it(row),
                    "led_to": led_to.get(row.situation_id, "nothing"),
                    "relation": _relation(row, keys.get(row.envelope_id)),
                },
            )


def _rows(worker: Worker) -> QuerySet[Report]:
    answered = Min("messages__sent_at", filter=Q(messages__author=Author.WORKER))
    return countable_reports(worker).select_related("recipient").annotate(answered_first=answered)


def _category(question: str, said: str, otherwise: str = "other") -> str:
    return said if said in population("reports").questions[question].fixed else otherwise


def _promise(row: Report) -> str:
    """Whether the first answer kept the promise, as far as times rounded to the hour tell.

    What another hotline took was promised nothing here, and nobody can be answered.
    """
    if row.imported_at is not None:
        return "not_promised"
    first: datetime | None = getattr(row, "answered_first", None)
    if first is None:
        return "not_answered"
    minutes = row.recipient.urgent_minutes if row.urgent else row.recipient.other_minutes
    return "kept" if first - row.received_at <= timedelta(minutes=minutes) + HOUR else "later"


def _came_of_it(row: Report) -> str:
    if row.state == State.WITHDRAWN:
        return "withdrawn"
    return _category("came_of_it", row.disposition, "open") if row.disposition else "open"


def _led_to(situations: Collection[UUID], worker: Worker) -> Mapping[UUID | None, str]:
    """What each situation led to, as far as the worker may count the cases."""
    cases = countable_cases(worker).filter(situation__in=situations)
    referred = Exists(Referral.objects.filter(case=OuterRef("pk")))
    found: dict[UUID | None, str] = dict.fromkeys(situations, "situation")
    for situation, sent in cases.values_list("situation", referred).order_by("pk"):
        if sent or found[situation] != "referral":
            found[situation] = "referral" if sent else "case"
    return found


def _relation(row: Report, key: DataKey | None) -> str:
    """Who reported; not known where it was not said, or is withdrawn."""
    if key is None:
        return NOT_KNOWN
    try:
        said = Content.from_bytes(key.open(row, "content")).relation
    except (CannotOpen, ValueError):
        return NOT_KNOWN
    return _category("relation", said, NOT_KNOWN)
