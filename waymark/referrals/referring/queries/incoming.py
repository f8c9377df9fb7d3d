"""What has come in, from whichever way. A slice with a way of its own adds its source:

    incoming.register("partners", partner_lines)

A source gets the worker and returns lines of what that worker may open; it opens no record.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from waymark.accounts.models import Worker
from waymark.referrals.models import TaskState
from waymark.referrals.referring.names import referral_name
from waymark.referrals.referring.queries.page import is_late
from waymark.referrals.referring.queries.visible import incoming_for
from waymark.referrals.referring.states import OPEN


@dataclass(frozen=True)
class IncomingLine:
    """One referral that came in: plain facts only. `state` is one of TaskState."""

    name: str
    url: str
    sender: str
    state: str
    asked_at: datetime
    due_at: datetime | None
    received_by: str = ""

    @property
    def state_in_words(self) -> str:
        """Where it stands."""
        return str(TaskState(self.state).label)

    @property
    def late(self) -> bool:
        """Whether the answer is overdue."""
        return is_late(self.state, self.due_at)

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.state in OPEN


Source = Callable[[Worker], Iterable[IncomingLine]]
_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """Add a source; the same key again replaces it."""
    _sources[key] = source


def incoming_lines(worker: Worker) -> list[IncomingLine]:
    """Everything that came in: what waits first, the longest first; then the newest."""
    found = [line for source in _sources.values() for line in source(worker)]
    waits = [line for line in found if line.is_open]
    over = [line for line in found if not line.is_open]
    return [
        *sorted(waits, key=lambda line: (line.state != TaskState.REQUESTED, line.asked_at)),
        *sorted(over, key=lambda line: line.asked_at, reverse=True),
    ]


def from_organisations(worker: Worker) -> Iterator[IncomingLine]:
    """What other organisations on this system sent to the worker's desk."""
    for referral in incoming_for(worker):
        yield IncomingLine(
            name=referral_name(referral),
            url=reverse("incoming_referral", args=[referral.pk]),
            sender=referral.case.organisation.name,
            state=referral.state,
            asked_at=referral.requested_at,
            due_at=referral.answer_due_at,
            received_by=referral.received_by.name if referral.received_by else "",
        )
