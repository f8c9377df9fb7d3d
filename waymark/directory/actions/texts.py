"""Free text that would tell where a closed place is, stopped on every way that writes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from waymark.directory import leaks
from waymark.directory.closed_texts import known_places
from waymark.directory.closing import Place
from waymark.directory.leaks import KnownPlace, Leak
from waymark.directory.models import Location, Organization, Phone, Service
from waymark.directory.tiers import Tier
from waymark.web.queries import site

# What of a service and its organization anybody may read.
SERVICE_TEXTS = (
    "name",
    "alternate_name",
    "description",
    "application_process",
    "eligibility_description",
    "fees_description",
    "interpretation_services",
    "wait_time",
    "alert",
)
ORGANIZATION_TEXTS = ("name", "alternate_name", "description")


def refuse_places(
    texts: Mapping[str, Any],
    service: Service | None = None,
    *,
    organization: Organization | None = None,
    proposed: Iterable[Place] = (),
) -> None:
    """Raise ValidationError, by field, for texts that tell a place which is not public.

    `proposed` are closed places that are about to be written: with them the texts that stand
    there already are looked at too.
    """
    places = list(proposed)
    if not places and not has_closed_place(service, organization):
        return
    said = {name: text for name, text in texts.items() if isinstance(text, str) and text}
    if places and service is not None:
        said |= _standing(service)
    found = _leaks(said, service, organization, places)
    errors = {name: [leak.sentence for leak in told] for name, told in found.items()}
    if errors:
        raise ValidationError(errors)


def doubts(service: Service) -> list[str]:
    """What of a service's texts may tell a closed place; a person decides whether it stays."""
    if not has_closed_place(service, None):
        return []
    told = leaks.check_fields(_standing(service), country=_country(service))
    return [leak.sentence for found in told.values() for leak in found if leak.only_warns]


def _leaks(
    said: Mapping[str, str],
    service: Service | None,
    organization: Organization | None,
    places: list[Place],
) -> dict[str, list[Leak]]:
    found: dict[str, list[Leak]] = {}
    numbers = _public_numbers(service, organization)
    country = _country(service or organization)
    known: list[KnownPlace | None] = [one for each in places for one in known_places(each)]
    for place in known or [None]:
        told = leaks.check_fields(said, country=country, allowed_numbers=numbers, place=place)
        for name, each in told.items():
            found.setdefault(name, []).extend(leak for leak in each if not leak.only_warns)
    return {name: each for name, each in found.items() if each}


def has_closed_place(service: Service | None, organization: Organization | None) -> bool:
    """Whether a service, or any service of an organization, has a place that is not public."""
    rows = Location.objects.exclude(tier=Tier.PUBLIC)
    if service is not None:
        return rows.filter(service_at_locations__service=service).exists()
    if organization is None:
        return False
    return rows.filter(service_at_locations__service__organization=organization).exists()


def _standing(service: Service) -> dict[str, str]:
    """What anybody may read of a service now."""
    texts = {f"service.{name}": getattr(service, name) for name in SERVICE_TEXTS}
    if service.organization:
        found = service.organization
        texts |= {f"organization.{name}": getattr(found, name) for name in ORGANIZATION_TEXTS}
    return {name: text for name, text in texts.items() if text}


def _country(row: Service | Organization | None) -> str:
    steward = row.steward if row is not None else None
    return steward.country if steward else site().country


def _public_numbers(service: Service | None, organization: Organization | None) -> list[str]:
    """Numbers that may stand anywhere: those that the public is given to call."""
    organization = organization or (service.organization if service else None)
    rows = Phone.objects.none()
    if service is not None:
        rows = Phone.objects.filter(service=service)
    if organization is not None:
        rows = rows | Phone.objects.filter(organization=organization)
    return [number for number in rows.values_list("number", flat=True) if number]
