"""What the columns of a hotline's exports are taken for, kept for the next file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.reports.importing.choices import Chosen
from waymark.reports.importing.dates import Order
from waymark.reports.importing.fields import Field
from waymark.reports.importing.words import plain
from waymark.reports.models import Recipient, SavedColumns
from waymark.reports.permissions import may_import_reports
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import DataKey, erase, new_envelope

MOST_SAVED = 20  # of a recipient; the oldest goes


@dataclass(frozen=True)
class Known:
    """Columns that were saved, and for whose exports."""

    row: SavedColumns
    source: str
    headings: tuple[str, ...]
    columns: tuple[Field, ...]
    order: Order


def saved_columns(recipient: Recipient, keyring: Keyring) -> list[Known]:
    """What is saved for a recipient, as far as a worker's keys open it, the newest first."""
    rows = list(SavedColumns.objects.filter(recipient=recipient).order_by("-saved_at", "pk"))
    keys = keyring.data_keys([row.envelope_id for row in rows])
    opened = (_opened(row, keys.get(row.envelope_id)) for row in rows)
    return [each for each in opened if each is not None]


def _opened(row: SavedColumns, key: DataKey | None) -> Known | None:
    if key is None:
        return None
    try:
        found = json.loads(key.open(row, "content"))
    except CannotOpen:
        return None
    columns = tuple(Field(each) for each in found["columns"])
    return Known(row, found["source"], tuple(found["headings"]), columns, Order(found["order"]))


def saved_for(recipient: Recipient, headings: Sequence[str], keyring: Keyring) -> Known | None:
    """The newest that was saved for exactly these headings."""
    wanted = tuple(map(plain, headings))
    saved = saved_columns(recipient, keyring)
    return next((each for each in saved if tuple(map(plain, each.headings)) == wanted), None)


@transaction.atomic
def save(
    chosen: Chosen, headings: Sequence[str], recipient: Recipient, *, by: Worker, keyring: Keyring
) -> None:
    """Keep what was chosen, in place of what was kept for the same headings. Raises NotAllowed."""
    require(may_import_reports, by, recipient)
    Recipient.objects.select_for_update().get(pk=recipient.pk)
    saved = saved_columns(recipient, keyring)
    same = tuple(map(plain, headings))
    for at, each in enumerate(saved):
        if tuple(map(plain, each.headings)) == same or at >= MOST_SAVED - 1:
            _remove(each.row)
    key = new_envelope(recipient.compartments.select_related("key"))
    row = SavedColumns(recipient=recipient, envelope_id=key.envelope_id)
    values = {
        "source": chosen.source,
        "headings": list(headings),
        "columns": list(chosen.columns),
        "order": chosen.order,
    }
    key.seal(row, "content", json.dumps(values, ensure_ascii=False).encode())
    row.save(force_insert=True)


@transaction.atomic
def forget(saved_id: UUID, recipient: Recipient, *, by: Worker) -> None:
    """Forget saved columns; nothing where they are gone already. Raises NotAllowed."""
    require(may_import_reports, by, recipient)
    for row in SavedColumns.objects.filter(pk=saved_id, recipient=recipient):
        _remove(row)


def _remove(row: SavedColumns) -> None:
    row.delete()
    erase(row.envelope_id)
