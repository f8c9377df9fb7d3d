"""What time alone changes: a verification or a statement about room that has expired."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from waymark.directory import indexing
from waymark.directory.actions.verifying import assured_dates
from waymark.directory.models import Service, ServiceCapacity, Verification
from waymark.directory.models.search import SearchRow
from waymark.directory.search import bits

# How far back a round looks, so that one that was missed is made up for.
LOOKS_BACK = timedelta(days=30)
BATCH = 500


def tick_once(now: datetime | None = None) -> int:
    """Bring rank, room and assured date up to date where something expired; returns how many.

    Idempotent, and safe in several processes: it writes only what is not as it should be.
    """
    now = now or timezone.now()
    recent = {"expires_at__gt": now - LOOKS_BACK, "expires_at__lte": now}
    ids: set[UUID] = set(Verification.objects.filter(**recent).values_list("service_id", flat=True))
    capacities = ServiceCapacity.objects.filter(service__isnull=False, **recent)
    ids |= {pk for pk in capacities.values_list("service_id", flat=True) if pk}
    return sum(_mend(batch) for batch in _batches(sorted(ids)))


def _batches(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _mend(ids: list[UUID]) -> int:
    stale = _stale_in_index(ids)
    with transaction.atomic():
        assured = assured_dates(ids)
        rows = Service.objects.select_for_update().filter(pk__in=ids, assured_date__isnull=False)
        for service in rows.order_by("pk"):
            held = assured.get(service.pk)
            if service.assured_date != held and _was_ours(service):
                service.assured_date = held
                service.save(update_fields=["assured_date"])
                stale.add(service.pk)
        indexing.index_services(stale)
    return len(stale)


def _was_ours(service: Service) -> bool:
    """An imported date of its source stays while nobody here verified anything."""
    return service.verifications.exists()


def _stale_in_index(ids: list[UUID]) -> set[UUID]:
    """The services whose rank or room in the index is not what it should be now."""
    verified, room = indexing.last_verified(ids), indexing.having_room(ids)
    rows = SearchRow.objects.filter(service_id__in=ids).values_list("service_id", "rank", "traits")
    return {
        service
        for service, rank, traits in rows
        if rank != -verified.get(service, 0)
        or bool(bits.flags_of(traits) & indexing.HAS_ROOM) != (service in room)
    }
