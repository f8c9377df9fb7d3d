"""Files of a form that came back with a mistake elsewhere: kept, sealed, for as long as the form.

Only the form's own key opens them, and that stands in the form on the reporter's screen.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import transaction

from waymark.reports.files import CheckedFile
from waymark.reports.models import HeldFile
from waymark.vault.primitives import keyed_hash
from waymark.vault.receipts import Receipts
from waymark.vault.records import DataKey

_LENGTH_BYTES = 4
# Kept files belong to no report yet, and a stranger must not fill the disk with them: beyond so
# many the oldest go, and who comes back for theirs is asked to choose it again.
MOST_HELD = 500
NO_ENVELOPE = UUID(int=0)  # the form's key closes these files, not an envelope's


@dataclass(frozen=True)
class Held:
    """A kept file, and the id that the form names it by."""

    id: UUID
    file: CheckedFile = field(repr=False)


@transaction.atomic
def hold(form_key: bytes, files: Sequence[CheckedFile], *, already: int = 0) -> None:
    """Keep files for a form; `already` is how many it has."""
    key = _key(form_key)
    rows = [
        HeldFile(form_hash=_form_hash(form_key), position=position)
        for position in range(already, already + len(files))
    ]
    for row, file in zip(rows, files, strict=True):
        label = file.label()
        key.seal(row, "body", len(label).to_bytes(_LENGTH_BYTES) + label + file.body)
    HeldFile.objects.bulk_create(rows)
    if rows:
        _drop_oldest_of_others(form_key)


def _drop_oldest_of_others(form_key: bytes) -> None:
    others = HeldFile.objects.exclude(form_hash=_form_hash(form_key)).order_by("-created_at")
    beyond = list(others.values_list("pk", flat=True)[MOST_HELD:])
    HeldFile.objects.filter(pk__in=beyond).delete()


def held_files(form_key: bytes) -> list[Held]:
    """The files that are kept for a form, in order."""
    key = _key(form_key)
    rows = HeldFile.objects.filter(form_hash=_form_hash(form_key)).order_by("position", "id")
    return [Held(row.id, _unpack(key.open(row, "body"))) for row in rows]


def drop_held_files(form_key: bytes, ids: Sequence[UUID] | None = None) -> None:
    """Forget some of a form's files, or all of them."""
    rows = HeldFile.objects.filter(form_hash=_form_hash(form_key))
    (rows if ids is None else rows.filter(pk__in=ids)).delete()


def _unpack(packed: bytes) -> CheckedFile:
    start = _LENGTH_BYTES + int.from_bytes(packed[:_LENGTH_BYTES])
    label = json.loads(packed[_LENGTH_BYTES:start])
    return CheckedFile(label["name"], label["type"], label["metadata_inside"], body=packed[start:])


def _key(form_key: bytes) -> DataKey:
    return DataKey(NO_ENVELOPE, Receipts(settings.RECEIPT_KEY).form_file_key(form_key))


def _form_hash(form_key: bytes) -> bytes:
    """What a form's files are found by; without the form it leads to no report."""
    return keyed_hash(settings.RECEIPT_KEY, form_key, context=b"held form")
