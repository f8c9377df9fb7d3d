"""Read the log about single rows."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from waymark.audit.events import Event
from waymark.audit.models import Entry


def entries_about(ids: Iterable[UUID], events: Iterable[Event]) -> QuerySet[Entry]:
    """What the log says of rows with these ids, of these events only, the oldest first.

    Whether the reader may know of a row is the caller's to decide.
    """
    targets = [str(each) for each in ids]
    names = [event.value for event in events]
    return Entry.objects.filter(target_id__in=targets, event__in=names).order_by("seq")
