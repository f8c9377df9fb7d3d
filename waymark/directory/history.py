"""What changed of a row, field by field, as HSDS metadata. No sealed value is ever written here."""

from collections.abc import Mapping
from datetime import UTC
from uuid import UUID

from django.db.models import Model, Q
from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.directory.models import (
    Contact,
    Location,
    Metadata,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
)

Changes = Mapping[str, tuple[object, object]]
ENTITIES: dict[type[Model], str] = {
    Location: "location",
    Organization: "organization",
    Phone: "phone",
    Service: "service",
    ServiceAtLocation: "service_at_location",
}
UPDATE, CREATE, WITHDRAW = "update", "create", "withdraw"
# What `Location` says of where it is; of a closed one no value may stand here.
PLACE_FIELDS = ("latitude", "longitude", "transportation", "url", "external_identifier")


def note(row: Model, changes: Changes, by: Worker, action: str = UPDATE) -> None:
    """Write one row of metadata for each field: (value before, value now), as text."""
    today = timezone.now().astimezone(UTC).date()
    Metadata.objects.bulk_create(
        Metadata(
            resource_id=row.pk,
            resource_type=ENTITIES[type(row)],
            last_action_date=today,
            last_action_type=action,
            field_name=name,
            previous_value=_text(before),
            replacement_value=_text(now),
            updated_by=by.organisation.name,
        )
        for name, (before, now) in changes.items()
    )


def forget_place(location: Location) -> None:
    """Remove what the history says of a place that is about to be closed; before its rows go."""
    ids: set[UUID] = set()
    at_service = Q(service_at_location__location=location)
    for rows in (
        location.addresses.all(),
        Phone.objects.filter(Q(location=location) | at_service),
        Contact.objects.filter(Q(location=location) | at_service),
    ):
        ids |= set(rows.values_list("pk", flat=True))
    Metadata.objects.filter(resource_id__in=ids).delete()
    Metadata.objects.filter(resource_id=location.pk, field_name__in=PLACE_FIELDS).delete()


def _text(value: object) -> str:
    return "" if value is None else str(value)
