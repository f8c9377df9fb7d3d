"""Who made sure of what, by which means and until when. A change is no verification."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.directory import indexing
from waymark.directory.models import Aspect, Means, Service, Verification
from waymark.directory.permissions import may_edit_directory

HOLDS_DAYS = 180
LONGEST_DAYS = 366
# What a caller relies on: all of these must hold before a service counts as assured.
RELIED = (Aspect.PHONE, Aspect.PLACE, Aspect.ELIGIBILITY)
# How people verify here; SOURCE is what an import says of itself.
OWN_MEANS = tuple(each for each in Means if each is not Means.SOURCE)


@transaction.atomic
def verify(
    service: Service,
    aspects: Collection[Aspect],
    means: Means,
    *,
    by: Worker,
    days: int = HOLDS_DAYS,
) -> Service:
    """Say that aspects of a service were verified just now; it holds for so many days.

    Raises NotAllowed, ValidationError.
    """
    require(may_edit_directory, by, service)
    if not aspects:
        raise ValidationError(_("Choose what you verified."))
    if means not in OWN_MEANS or not 1 <= days <= LONGEST_DAYS:
        raise ValidationError(
            _("Say how you verified it, and for how many days it holds: 1 to %(days)d.")
            % {"days": LONGEST_DAYS}
        )
    locked = Service.objects.select_for_update().get(pk=service.pk)
    add_rows(locked, aspects, means, by=by, days=days)
    assure(locked)
    locked.save(update_fields=["assured_date"])
    indexing.index_services([locked.pk])
    audit.record(Event.SERVICE_VERIFIED, by=by, target=locked)
    return locked


def add_rows(
    service: Service,
    aspects: Iterable[Aspect],
    means: Means,
    *,
    by: Worker,
    at: datetime | None = None,
    days: int = HOLDS_DAYS,
) -> None:
    """Write verifications made at `at` (now by default); the caller assures and saves."""
    at = at or timezone.now()
    for aspect in aspects:
        Verification.objects.create(
            service=service,
            aspect=aspect,
            means=means,
            by=by,
            by_name=by.name,
            verified_at=at,
            expires_at=at + timedelta(days=days),
        )


def lapse(service: Service, aspects: Iterable[Aspect]) -> None:
    """End what was verified before a change: it spoke of another number, place or rule."""
    now = timezone.now()
    held = Verification.objects.filter(service=service, aspect__in=list(aspects))
    held.filter(expires_at__gt=now).update(expires_at=now)


def assure(service: Service) -> None:
    """Set `assured_date` from what is verified now; the caller saves."""
    service.assured_date = assured_dates([service.pk]).get(service.pk)


def assured_dates(services: Collection[UUID]) -> dict[UUID, date]:
    """The day of the oldest verification that a caller relies on, where all of them hold."""
    return {
        service: min(row.verified_at for row in held.values()).astimezone(UTC).date()
        for service, held in held_now(services, RELIED).items()
        if len(held) == len(RELIED)
    }


def held_now(
    services: Collection[UUID], aspects: Collection[Aspect] = tuple(Aspect)
) -> dict[UUID, dict[Aspect, Verification]]:
    """The newest verification of each aspect, by service, where it has not expired."""
    rows = Verification.objects.filter(service__in=services, aspect__in=list(aspects))
    newest: dict[UUID, dict[Aspect, Verification]] = {}
    for row in rows.select_related("by__organisation").order_by("verified_at", "expires_at"):
        newest.setdefault(row.service_id, {})[Aspect(row.aspect)] = row
    now = timezone.now()
    return {
        service: {aspect: row for aspect, row in found.items() if row.expires_at > now}
        for service, found in newest.items()
    }
