"""What is due for verification: what nobody verified, what expired and what soon will."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.directory.actions.verifying import RELIED
from waymark.directory.models import Aspect, Service, Status, Verification
from waymark.directory.queries.visible import visible_to

SOON = timedelta(days=14)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Due:
    """A service with what of it is due, and since when (None: it was never verified)."""

    service: Service
    aspects: tuple[tuple[str, datetime | None], ...]
    overdue: bool


def due_for(worker: Worker) -> QuerySet[Service]:
    """The services of a worker's organisation where something is due, the oldest first."""
    ends = {f"ends_{aspect}": _end(aspect) for aspect in RELIED}
    rows = visible_to(worker).filter(steward=worker.organisation_id, status=Status.ACTIVE)
    counted = rows.annotate(**ends).annotate(due_at=Least(*ends))
    found = counted.filter(due_at__lt=timezone.now() + SOON)
    return found.select_related("organization").order_by("due_at", "pk")


def lines(services: "list[Any]") -> list[Due]:
    """What is due of services that `due_for` returned."""
    return [_line(service, timezone.now()) for service in services]


def _line(service: Any, now: datetime) -> Due:
    ends = {aspect: getattr(service, f"ends_{aspect}") for aspect in RELIED}
    due = [(aspect, end) for aspect, end in ends.items() if end < now + SOON]
    aspects = tuple(
        (str(aspect.label), None if end == NEVER else end)
        for aspect, end in sorted(due, key=lambda each: each[1])
    )
    return Due(service, aspects, overdue=any(end <= now for _aspect, end in due))


def _end(aspect: Aspect) -> Coalesce:
    newest = Verification.objects.filter(service=OuterRef("pk"), aspect=aspect)
    ends = newest.order_by("-verified_at", "-expires_at").values("expires_at")[:1]
    return Coalesce(Subquery(ends), Value(NEVER), output_field=DateTimeField())
