"""An organisation decides which fields it asks, which it needs, and what it calls them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from waymark.accounts.models import Organisation, Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.fields.catalogue import FieldSpec, spec_of, specs_of
from waymark.cases.models import FieldSetting, FieldUse
from waymark.cases.permissions import may_change_fields

LONGEST_LABEL = 120


@dataclass(frozen=True)
class Wish:
    """How a field is to be used, and what it is called (empty: as in the catalogue)."""

    use: FieldUse
    label: str = ""


@transaction.atomic
def change_fields(organisation: Organisation, wishes: Mapping[str, Wish], *, by: Worker) -> None:
    """Set fields by their key (`record.name`). What is stored in records stays as it is.

    A field that the work cannot do without keeps its use. Raises NotAllowed, and KeyError for a
    key that is no field's.
    """
    require(may_change_fields, by, organisation)
    for key, wish in wishes.items():
        _set(organisation, spec_of(key), wish)
    audit.record(Event.FIELDS_CHANGED, by=by, target=organisation)


@transaction.atomic
def back_to_catalogue(organisation: Organisation, record: str, *, by: Worker) -> None:
    """Undo every change of a record's fields. Raises NotAllowed, KeyError."""
    require(may_change_fields, by, organisation)
    keys = [spec.key for spec in specs_of(record)]
    FieldSetting.objects.filter(organisation=organisation, key__in=keys).delete()
    audit.record(Event.FIELDS_CHANGED, by=by, target=organisation)


def _set(organisation: Organisation, spec: FieldSpec, wish: Wish) -> None:
    """Only what differs from the catalogue is kept, so that the catalogue can still change."""
    use = spec.use if spec.fixed else wish.use
    own = FieldSetting.objects.filter(organisation=organisation, key=spec.key)
    if use == spec.use and wish.label in {"", str(spec.label)}:
        own.delete()
        return
    FieldSetting.objects.update_or_create(
        organisation=organisation, key=spec.key, defaults={"use": use, "label": wish.label}
    )
