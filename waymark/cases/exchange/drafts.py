"""Files that workers brought, sealed to the worker alone until they are taken in or dropped."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.cases.htcds.dry_run import DryRun
from waymark.cases.htcds.reading import dry_run
from waymark.cases.models import ImportDraft
from waymark.cases.permissions import may_work_on_cases
from waymark.reports.states import ChangedMeanwhile
from waymark.vault.keyring import Keyring
from waymark.vault.records import erase, new_envelope, reader_data_key

LONGEST_NAME = 200
KEPT_HOURS = 24
_CHANGED = _("This file was changed or taken in already, perhaps in another window. Look again.")


@dataclass(frozen=True)
class Brought:
    """A draft, opened: what the file would bring, and the places of rows that are left out."""

    draft: ImportDraft
    run: DryRun = field(repr=False)
    left_out: frozenset[int]

    @property
    def taken(self) -> list[int]:
        """The places of rows that come in."""
        rows = enumerate(self.run.rows)
        return [at for at, row in rows if row.record is not None and at not in self.left_out]


@transaction.atomic
def keep_draft(data: bytes, name: str, *, by: Worker, keyring: Keyring) -> ImportDraft:
    """Keep a file for its worker. Raises NotAllowed; CannotRead for a file that is not read."""
    require(may_work_on_cases, by)
    dry_run(data, name)
    key = new_envelope(readers=[keyring.pair.public])
    draft = ImportDraft(worker=by, envelope_id=key.envelope_id)
    key.seal(draft, "label", _label(name[:LONGEST_NAME], ()))
    key.seal(draft, "body", data)
    draft.save(force_insert=True)
    return draft


def open_draft(draft: ImportDraft, keyring: Keyring) -> Brought:
    """Read a draft anew. Raises CannotOpen to everybody but its worker."""
    key = reader_data_key(keyring.pair, draft.envelope_id)
    label = json.loads(key.open(draft, "label"))
    run = dry_run(key.open(draft, "body"), label["name"])
    return Brought(draft, run, frozenset(label["left_out"]))


@transaction.atomic
def leave_out(draft: ImportDraft, rows: Collection[int], *, seen: int, keyring: Keyring) -> None:
    """Say which rows do not come in. Raises ChangedMeanwhile, CannotOpen."""
    locked = lock_draft(draft, seen)
    key = reader_data_key(keyring.pair, locked.envelope_id)
    label = json.loads(key.open(locked, "label"))
    key.seal(locked, "label", _label(label["name"], rows))
    locked.version += 1
    locked.save(update_fields=["label", "version"])


def lock_draft(draft: ImportDraft, seen: int) -> ImportDraft:
    """The draft as it is now, held until commit. Raises ChangedMeanwhile."""
    locked = ImportDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if locked is None or locked.version != seen:
        raise ChangedMeanwhile(_CHANGED)
    return locked


@transaction.atomic
def drop(draft: ImportDraft) -> None:
    """Destroy the key of a draft, and forget it."""
    erase(draft.envelope_id)
    draft.delete()


def drop_old(now: datetime) -> int:
    """Drop what nobody took in within a day; for the tick."""
    old = list(ImportDraft.objects.filter(created_at__lt=now - timedelta(hours=KEPT_HOURS)))
    for draft in old:
        drop(draft)
    return len(old)


def _label(name: str, rows: Collection[int]) -> bytes:
    return json.dumps({"name": name, "left_out": sorted(rows)}).encode()
