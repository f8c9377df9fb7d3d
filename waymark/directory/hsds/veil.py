"""What a reader may see of rows that are not wholly theirs to see.

The functions change rows in memory, on their way out; such rows are never saved.
"""

import json
import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model
from django.utils import translation

from waymark.directory.closing import PLAIN, Place, Row
from waymark.directory.hsds import profile
from waymark.directory.hsds.viewer import Viewer
from waymark.directory.models import (
    Accessibility,
    Address,
    CapacityStatus,
    Contact,
    Language,
    Location,
    Metadata,
    Phone,
    Schedule,
    Service,
    ServiceCapacity,
)
from waymark.directory.tiers import Tier
from waymark.vault.records import to_the_hour

WITHHELD = "not published"
CONFIDENTIAL = "This place is not for the public."
ASK = "Not known whether there is room: ask."


def close(location: Location) -> None:
    """Leave of a location only what everybody may know: its cell and its area in words."""
    if location.tier == Tier.PUBLIC:
        return
    for name in PLAIN:
        setattr(location, name, "")
    location.latitude, location.longitude = location.cell_latitude, location.cell_longitude
    if location.tier == Tier.SEALED:
        location.latitude = location.longitude = None
    said = "Where this is is not published."
    if location.area:
        said += f" Area: {location.area}."
    if location.latitude is not None:
        said += " The point is the middle of a cell of 0.1 degrees, not the place."
    location.description = f"{location.description} {said}".strip()


def disclose(location: Location, place: Place) -> None:
    """Put an opened place where a public one has it, and say that it is none."""
    for name in PLAIN:
        setattr(location, name, getattr(place, name))
    location.description = f"{location.description} {CONFIDENTIAL}".strip()


def opened_rows(location: Location, place: Place) -> list[Model]:
    """The addresses, telephones, people and languages of an opened place, as unsaved rows."""
    rows: list[Model] = [_made(Address, row, location=location) for row in place.addresses]
    rows += _phones(place.phones, location=location)
    for row in place.contacts:
        contact = _made(Contact, row, location=location)
        rows += [contact, *_phones(row.get("phones", ()), contact=contact)]
    return rows


def coarsen(row: ServiceCapacity, viewer: Viewer, service: Service, now: datetime) -> None:
    """Say only what still holds and, in public, only whether there is room.

    In a small shelter exact counts tell who came and who left; so does the minute of a change.
    """
    status = status_of(row, now)
    expired = status is CapacityStatus.UNKNOWN and row.status != CapacityStatus.UNKNOWN
    row.unit = row.unit or profile.places_unit()
    row.updated = row.updated or service.last_modified
    if expired or viewer.is_public:
        with translation.override(None):
            words = ASK if status is CapacityStatus.UNKNOWN else f"{status.label}."
        row.available, row.maximum = None, None
        row.description = f"{row.population}: {words}" if row.population else words
        row.updated = to_the_hour(row.updated)
    if row.available is None:
        row.available = 1 if status is CapacityStatus.CAPACITY else 0


def status_of(row: ServiceCapacity, now: datetime) -> CapacityStatus:
    """What is known of the capacity now; what expired is unknown."""
    if row.expires_at is not None and row.expires_at <= now:
        return CapacityStatus.UNKNOWN
    return CapacityStatus(row.status)


def withhold(rows: Iterable[Metadata]) -> list[Metadata]:
    """Changes without the old and new values: an earlier one may be what was closed since."""
    kept = list(rows)
    for row in kept:
        row.previous_value = row.replacement_value = WITHHELD
    return kept


def without_address(row: Schedule | Accessibility) -> None:
    """Take the web address off what tells of a closed location: it leads to its page."""
    setattr(row, "schedule_link" if isinstance(row, Schedule) else "url", "")


def _phones(rows: Iterable[Row], **parent: Model) -> list[Model]:
    made: list[Model] = []
    for row in rows:
        phone = _made(Phone, row, **parent)
        made.append(phone)
        made += [_made(Language, each, phone=phone) for each in row.get("languages", ())]
    return made


def _made(model: type[Model], row: Row, **parent: Model) -> Model:
    """An unsaved row. What was sealed without an id gets a steady one, made of what it says."""
    columns = {field.attname for field in model._meta.concrete_fields if not field.is_relation}
    values = {name: value for name, value in row.items() if name in columns}
    [above] = parent.values()
    said = json.dumps(values, sort_keys=True, default=str)
    values["id"] = uuid.UUID(str(values["id"])) if "id" in values else uuid.uuid5(above.pk, said)
    return model(**values, **parent)
