"""Where a closed location is: taken out of the plain tables, sealed, and opened again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db.models import Model, Q, QuerySet

from waymark.directory.models import Address, ClosedPlace, Contact, Language, Location, Phone
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment
from waymark.vault.primitives import KeyPair
from waymark.vault.records import DataKey, erase, new_envelope, reader_data_key

Row = Mapping[str, Any]
Hanging = TypeVar("Hanging", Phone, Contact)
PLAIN = (
    "latitude",
    "longitude",
    "transportation",
    "url",
    "external_identifier",
    "external_identifier_type",
)


@dataclass(frozen=True)
class Place:
    """Everything that says where a location is. Rows carry HSDS's names, without their links.

    `latitude` and `longitude` in degrees.
    """

    latitude: float | None = None
    longitude: float | None = None
    transportation: str = ""
    url: str = ""
    external_identifier: str = ""
    external_identifier_type: str = ""
    addresses: Sequence[Row] = ()
    phones: Sequence[Row] = ()
    contacts: Sequence[Row] = ()

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, where both are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


def read(location: Location) -> Place:
    """The place of a public location, from the plain tables."""
    return Place(
        **{name: getattr(location, name) for name in PLAIN},
        addresses=[_values(row) for row in location.addresses.order_by("id")],
        phones=[_phone(row) for row in there(Phone, location)],
        contacts=[
            _values(row) | {"phones": [_phone(phone) for phone in row.phones.order_by("id")]}
            for row in there(Contact, location)
        ],
    )


def there(model: type[Hanging], location: Location) -> QuerySet[Hanging]:
    """The telephones or people of a location, those of a service at it among them."""
    at_service = Q(service_at_location__location=location)
    return model.objects.filter(Q(location=location) | at_service).order_by("id")


def plain(place: Place) -> dict[str, Any]:
    """A place as JSON holds it, so that two can be compared and one be sealed."""
    said: dict[str, Any] = json.loads(json.dumps(asdict(place), default=as_text))
    return said


def write(location: Location, place: Place) -> None:
    """Put a place into the plain tables of a public location, instead of what was there."""
    take_out(location)
    for name in PLAIN:
        setattr(location, name, getattr(place, name))
    location.save()
    for row in place.addresses:
        Address.objects.create(location=location, **_made(Address, row))
    for row in place.phones:
        _write_phone(row, location=location)
    for row in place.contacts:
        contact = Contact.objects.create(location=location, **_made(Contact, row))
        for phone in row.get("phones", ()):
            _write_phone(phone, contact=contact)


def take_out(location: Location) -> None:
    """Remove a location's place from the plain tables; the location itself is not saved yet.

    A telephone or person who also belongs to the service stays there.
    """
    location.addresses.all().delete()
    # People first: their own telephones go with them.
    for row in there(Contact, location):
        _take_out_row(row, location)
    for phone in there(Phone, location):
        _take_out_row(phone, location)
    for name in PLAIN:
        setattr(location, name, None if name in {"latitude", "longitude"} else "")


def seal(
    location: Location,
    place: Place,
    compartments: Iterable[Compartment],
    readers: Sequence[bytes] = (),
) -> ClosedPlace:
    """Seal a place under a new data key and destroy the old one, if there was one."""
    forget(location)
    key = new_envelope(compartments, readers)
    row = ClosedPlace(location=location, envelope_id=key.envelope_id)
    key.seal(row, "body", json.dumps(plain(place)).encode())
    row.save(force_insert=True)
    return row


def forget(location: Location) -> None:
    """Destroy the sealed place of a location, if there is one."""
    for row in ClosedPlace.objects.filter(location=location):
        envelope = row.envelope_id
        row.delete()
        erase(envelope)


def is_known(location: Location) -> bool:
    """Whether a closed location's place is sealed here. What others publish as an area is not."""
    return ClosedPlace.objects.filter(location=location).exists()


def open_place(location: Location, keyring: Keyring) -> Place:
    """The sealed place, for a worker. Raises CannotOpen, or ClosedPlace.DoesNotExist."""
    row = ClosedPlace.objects.get(location=location)
    return _opened(row, keyring.data_key(row.envelope_id))


def open_for_reader(location: Location, pair: KeyPair) -> Place:
    """The sealed place, for a partner. Raises CannotOpen, or ClosedPlace.DoesNotExist."""
    row = ClosedPlace.objects.get(location=location)
    return _opened(row, reader_data_key(pair, row.envelope_id))


def _opened(row: ClosedPlace, key: DataKey) -> Place:
    return Place(**json.loads(key.open(row, "body")))


def _values(row: Model) -> dict[str, Any]:
    """A row's own columns, without links to other rows."""
    columns = [field for field in row._meta.concrete_fields if not field.is_relation]
    return {field.attname: getattr(row, field.attname) for field in columns}


def _phone(row: Phone) -> dict[str, Any]:
    return _values(row) | {"languages": [_values(each) for each in row.languages.order_by("id")]}


def _made(model: type[Model], row: Row) -> dict[str, Any]:
    """The columns of a new row; its nested rows are written apart."""
    known = {field.attname for field in model._meta.concrete_fields if not field.is_relation}
    return {name: value for name, value in row.items() if name in known}


def _write_phone(row: Row, **parent: Model) -> None:
    made = _made(Phone, row)
    known = made.pop("id", None) or uuid4()
    phone, _ = Phone.objects.update_or_create(id=known, defaults={**made, **parent})
    for language in row.get("languages", ()):
        values = _made(Language, language)
        known = values.pop("id", None) or uuid4()
        Language.objects.update_or_create(id=known, defaults={**values, "phone": phone})


def _take_out_row(row: Phone | Contact, location: Location) -> None:
    if row.location_id == location.pk:
        row.location = None
    if row.service_at_location and row.service_at_location.location_id == location.pk:
        row.service_at_location = None
    if _belongs_elsewhere(row):
        row.save(update_fields=["location", "service_at_location"])
    else:
        row.delete()


def _belongs_elsewhere(row: Phone | Contact) -> bool:
    """Whether something else that is there has it; a name of nothing keeps nobody public."""
    links: list[Any] = [field for field in row._meta.concrete_fields if field.is_relation]
    return any(
        field.related_model._default_manager.filter(pk=getattr(row, field.attname)).exists()
        for field in links
        if getattr(row, field.attname) is not None
    )


def as_text(value: object) -> str:
    """What JSON has no type for, as it is read again. Raises TypeError."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"A place holds no {type(value).__name__}.")
