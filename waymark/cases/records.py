"""Read and write sealed records of cases. The one place that turns content into ciphertext."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.cases.models import Case, CaseRecord, Person
from waymark.reports.states import CannotNow, ChangedMeanwhile
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment, SealedRecord
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import DataKey, new_envelope

Content = dict[str, Any]
Record = TypeVar("Record", bound=SealedRecord)
_CHANGED = _("A colleague has changed this in the meantime. Look at what is there now, then save.")
ERASED = _("This is erased. Nothing can be done with it any more.")


def column_of(record: SealedRecord) -> str:
    """The sealed column that holds the content of a record."""
    return "identity" if isinstance(record, Person) else "content"


def pack(content: Mapping[str, Any]) -> bytes:
    """Content as it is sealed."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def seal_new(
    record: SealedRecord, content: Mapping[str, Any], compartments: Iterable[Compartment]
) -> DataKey:
    """Give a new record an envelope and its content; returns the data key for further columns.

    The caller saves it, in the same transaction, with `save(force_insert=True)`.
    """
    data_key = new_envelope(compartments)
    record.envelope_id = data_key.envelope_id
    data_key.seal(record, column_of(record), pack(content))
    return data_key


def write_new(record: CaseRecord, content: Mapping[str, Any]) -> None:
    """Seal and save a new record of `record.case`, for the case's compartment."""
    seal_new(record, content, [record.case.compartment])
    record.save(force_insert=True)


def open_with(record: SealedRecord, key: DataKey | None) -> Content:
    """The content of a record, opened. Raises CannotOpen, also for None."""
    if key is None:
        raise CannotOpen("no compartment of this worker opens it, or it is erased")
    found: Content = json.loads(key.open(record, column_of(record)))
    return found


def read(record: SealedRecord, keyring: Keyring) -> Content:
    """The content of one record. Raises CannotOpen."""
    return open_with(record, keyring.data_key(record.envelope_id))


def read_many(records: Iterable[SealedRecord], keyring: Keyring) -> dict[UUID, Content]:
    """The contents of many records by id, in one query; those that do not open are left out."""
    rows = list(records)
    keys = keyring.data_keys([row.envelope_id for row in rows])
    opened: dict[UUID, Content] = {}
    for row in rows:
        try:
            opened[row.pk] = open_with(row, keys.get(row.envelope_id))
        except CannotOpen:
            continue
    return opened


def lock(record: Record) -> Record:
    """The record as it is now, held until commit. Raises CannotNow for an erased one."""
    rows = type(record)._default_manager.select_for_update(of=("self",))
    locked: Record = rows.select_related("envelope").get(pk=record.pk)
    if locked.erased:
        raise CannotNow(ERASED)
    return locked


@transaction.atomic
def change(
    record: Record, content: Mapping[str, Any], *, seen: int, keyring: Keyring, **plain: Any
) -> Record:
    """Replace the content of a record and set plain columns; returns it as stored.

    `seen` is the version that the worker's page showed. Raises ChangedMeanwhile when it is no
    longer the newest, CannotNow for an erased record and CannotOpen. Permission and audit are the
    caller's.
    """
    locked = lock(record)
    if not isinstance(locked, (Case, Person, CaseRecord)):
        raise TypeError(f"{type(locked).__name__} has no version")
    if locked.version != seen:
        raise ChangedMeanwhile(_CHANGED)
    keyring.data_key(locked.envelope_id).seal(locked, column_of(locked), pack(content))
    locked.version += 1
    if isinstance(locked, CaseRecord):
        locked.changed_at = timezone.now()
    for name, value in plain.items():
        setattr(locked, name, value)
    locked.save()
    return locked


def amend(record: SealedRecord, content: Mapping[str, Any], keyring: Keyring) -> None:
    """Replace the content of a record that is held, as no worker's change: its version stays.

    For what the system keeps in it, such as what left under a release. Raises CannotOpen.
    """
    column = column_of(record)
    keyring.data_key(record.envelope_id).seal(record, column, pack(content))
    record.save(update_fields=[column])
