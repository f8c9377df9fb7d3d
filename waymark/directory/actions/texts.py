"""Free text that would tell where a closed place is, stopped on every way that writes."""

from collections.abc import Iterable, Mapping
from typing import Any

from waymark.directory.closing import Place
from waymark.directory.models import Location, Organization, Service
from waymark.directory.tiers import Tier


def refuse_places(
    texts: Mapping[str, Any],
    service: Service | None = None,
    *,
    organization: Organization | None = None,
    proposed: Iterable[Place] = (),
) -> None:
    """Raise ValidationError, by field, for texts that tell a place which is not public."""


def has_closed_place(service: Service | None, organization: Organization | None) -> bool:
    """Whether a service, or any service of an organization, has a place that is not public."""
    rows = Location.objects.exclude(tier=Tier.PUBLIC)
    if service is not None:
        return rows.filter(service_at_locations__service=service).exists()
    return rows.filter(service_at_locations__service__organization=organization).exists()
