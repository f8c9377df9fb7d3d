"""What was verified, as HSDS says it: `assured_date`, and rows of `metadata`. An update is none."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from django.utils import translation

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


def current(rows: Iterable[Verification], now: datetime) -> dict[Aspect, Verification]:
    """The newest verification of each aspect, where it still holds."""
    newest: dict[Aspect, Verification] = {}
    for row in sorted(rows, key=lambda row: row.verified_at):
        newest[Aspect(row.aspect)] = row
    return {aspect: row for aspect, row in newest.items() if row.expires_at > now}


def assured_date(service: Service, rows: list[Verification], now: datetime) -> date | None:
    """The day up to which everything was verified: that of the aspect verified longest ago.

    None while any aspect lacks its verification. What was imported and never verified here keeps
    the date of its source.
    """
    if not rows:
        imported: date | None = service.assured_date
        return imported
    held = current(rows, now)
    if len(held) < len(Aspect):
        return None
    return min(row.verified_at for row in held.values()).astimezone(UTC).date()


def metadata(service: Service, rows: list[Verification], now: datetime) -> list[Metadata]:
    """One row for each aspect whose verification holds."""
    held = current(rows, now)
    return [_row(service.pk, held[aspect], service) for aspect in Aspect if aspect in held]


def _row(service_id: UUID, verification: Verification, service: Service) -> Metadata:
    with translation.override(None):
        means = str(Means(verification.means).label)
    until = verification.expires_at.astimezone(UTC).date().isoformat()
    return Metadata(
        id=verification.pk,
        resource_id=service_id,
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
