from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction

from waymark.contacts.data_file import DATA_FILE, ContactRow, read_contacts
from waymark.contacts.models import Contact, ContactNumber


@dataclass(frozen=True)
class Loaded:
    """How many contacts a load added, changed, left as they were and removed."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


@transaction.atomic
def load_contacts(path: Path = DATA_FILE) -> Loaded:
    """Bring the bundled contacts into the database; a second time changes nothing.

    A bundled contact that the file no longer has is removed; contacts that an organisation
    added itself are not touched. Raises DataFileError before anything is written.
    """
    rows = read_contacts(path)
    known = {contact.slug: contact for contact in Contact.objects.prefetch_related("numbers")}
    results = [_load(row, known.get(row.slug)) for row in rows]
    gone = Contact.objects.filter(bundled=True).exclude(slug__in=[row.slug for row in rows])
    removed = gone.count()
    gone.delete()
    return Loaded(
        added=results.count("added"),
        changed=results.count("changed"),
        unchanged=results.count("unchanged"),
        removed=removed,
    )


def _load(row: ContactRow, known: Contact | None) -> str:
    values = asdict(row) | {"bundled": True}
    numbers = [dict(number) for number in values.pop("numbers")]
    if known is not None and _is_same(known, values, numbers):
        return "unchanged"
    contact, created = Contact.objects.update_or_create(slug=row.slug, defaults=values)
    contact.numbers.all().delete()
    ContactNumber.objects.bulk_create(
        ContactNumber(contact=contact, position=place, **number)
        for place, number in enumerate(numbers)
    )
    return "added" if created else "changed"


def _is_same(known: Contact, values: dict[str, object], numbers: list[dict[str, object]]) -> bool:
    written = [{key: getattr(number, key) for key in numbers[0]} for number in known.numbers.all()]
    return written == numbers and all(getattr(known, key) == values[key] for key in values)
