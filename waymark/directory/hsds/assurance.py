"""What was verified, as HSDS says it: `assured_date`, and rows of `metadata`. An update is none."""

from collections.abc import Collection, Mapping
from datetime import UTC, date

from django.utils import translation

from waymark.directory.actions.verifying import RELIED, held_now
from waymark.directory.models import Aspect, Means, Metadata, Service, Verification

VERIFY = "verify"
# The field of HSDS that each aspect is about.
FIELDS = {
    Aspect.PHONE: "phones",
    Aspect.PLACE: "service_at_locations",
    Aspect.HOURS: "schedules",
    Aspect.ELIGIBILITY: "eligibility_description",
    Aspect.FEES: "fees_description",
    Aspect.LANGUAGES: "languages",
    Aspect.DESCRIPTION: "description",
}
Held = Mapping[Aspect, Verification]


def assure(services: Collection[Service]) -> list[Metadata]:
    """Set in memory what each service's date is today; returns what was verified, as metadata.

    Services come with their steward. A verification that expired since the last round of the
    ticker counts for nothing here either.
    """
    held = held_now([service.pk for service in services])
    made: list[Metadata] = []
    for service in services:
        # What was imported and never verified here keeps the date of its source.
        if service.pk in held:
            service.assured_date = _assured(held[service.pk])
            made += [_row(service, each) for each in _in_order(held[service.pk])]
    return made


def _assured(held: Held) -> date | None:
    """The day of what was verified longest ago, where all that a caller relies on is verified."""
    if not all(aspect in held for aspect in RELIED):
        return None
    return min(held[aspect].verified_at for aspect in RELIED).astimezone(UTC).date()


def _in_order(held: Held) -> list[Verification]:
    return [held[aspect] for aspect in Aspect if aspect in held]


def _row(service: Service, verification: Verification) -> Metadata:
    with translation.override(None):
        means = str(Means(verification.means).label)
    until = verification.expires_at.astimezone(UTC).date().isoformat()
    return Metadata(
        id=verification.pk,
        resource_id=service.pk,
        resource_type="service",
        last_action_date=verification.verified_at.astimezone(UTC).date(),
        last_action_type=VERIFY,
        field_name=FIELDS[Aspect(verification.aspect)],
        previous_value="not verified",
        replacement_value=f"{means}; holds until {until}",
        updated_by=_organisation(verification, service),
    )


def _organisation(verification: Verification, service: Service) -> str:
    """Who answers for it: an organisation or the source of an import, never a worker."""
    if verification.means == Means.SOURCE and service.source:
        return service.source
    if verification.by is not None:
        return verification.by.organisation.name
    return service.steward.name if service.steward else "This directory"
