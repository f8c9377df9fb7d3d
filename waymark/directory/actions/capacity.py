"""Is there room? What a worker heard, for whom it counts, and until when it can be believed."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.directory import indexing
from waymark.directory.actions.texts import refuse_places
from waymark.directory.models import CapacityStatus, Service, ServiceCapacity, Unit
from waymark.directory.permissions import may_state_capacity

HOLDS_HOURS = 24
LONGEST_HOURS = 14 * 24
UNIT = "place"
MOST_PLACES = 10_000
# What somebody can have heard; what nobody knows is not stated, it is what is left.
STATED = tuple(each for each in CapacityStatus if each is not CapacityStatus.UNKNOWN)


@transaction.atomic
def state_capacity(
    service: Service,
    status: CapacityStatus,
    *,
    by: Worker,
    population: str = "",
    available: int | None = None,
    hours: int = HOLDS_HOURS,
    told: str = "",
) -> ServiceCapacity:
    """State whether there is room, in place of what was stated for the same people before.

    `population` says for whom; `available` is the number of free places, for workers only; `told`
    says how it is known, where it is not by a call. After so many hours it counts as unknown.
    Raises NotAllowed, ValidationError.
    """
    require(may_state_capacity, by, service)
    if status not in STATED or not 1 <= hours <= LONGEST_HOURS:
        raise ValidationError(
            _("Choose what you heard, and for how many hours it holds: 1 to %(hours)d.")
            % {"hours": LONGEST_HOURS}
        )
    if available is not None and not 0 <= available <= MOST_PLACES:
        raise ValidationError({"available": _("That cannot be the number of free places.")})
    locked = Service.objects.select_for_update().get(pk=service.pk)
    refuse_places({"population": population}, locked)
    now = timezone.now()
    unit, _made = Unit.objects.get_or_create(name=UNIT)
    row, _made = ServiceCapacity.objects.update_or_create(
        service=locked,
        population=population.strip(),
        defaults={
            "status": status,
            "available": available,
            "unit": unit,
            "description": told,
            "updated": now,
            "expires_at": now + timedelta(hours=hours),
        },
    )
    indexing.index_services([locked.pk])
    audit.record(Event.CAPACITY_STATED, by=by, target=locked)
    return row
