"""Exports that workers brought, sealed to the worker alone until they are in or dropped."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.reports.importing.choices import Chosen
from waymark.reports.importing.columns import saved_for
from waymark.reports.importing.dates import Order
from waymark.reports.importing.fields import Field, guessed
from waymark.reports.importing.looking import Looker
from waymark.reports.importing.reading import Table
from waymark.reports.models import BroughtFile, ImportState, Recipient, ReportImport
from waymark.reports.permissions import may_import_reports
from waymark.reports.queries.visible import recipients_open_to
from waymark.reports.states import CannotNow, ChangedMeanwhile
from waymark.vault.keyring import Keyring
from waymark.vault.records import erase, new_envelope, reader_data_key

LONGEST_NAME = 200
KEPT_HOURS = 24
MOST_WAITING = 5
_CHANGED = gettext_lazy(
    "This file was changed or taken in already, perhaps in another window. Look again."
)


@dataclass(frozen=True)
class Brought:
    """A draft, opened."""

    draft: BroughtFile
    table: Table = field(repr=False)
    chosen: Chosen

    def looker(self, keyring: Keyring) -> Looker:
        """Looks at its rows."""
        return Looker(self.table, self.chosen, self.draft.recipient, keyring)


def drafts_of(worker: Worker) -> QuerySet[BroughtFile]:
    """A worker's own files that wait, as long as the worker may bring them in."""
    rows = BroughtFile.objects.filter(worker=worker, recipient__in=recipients_open_to(worker))
    return rows.select_related("recipient", "run").order_by("-created_at", "pk")


@transaction.atomic
def keep(
    table: Table, name: str, source: str, recipient: Recipient, *, by: Worker, keyring: Keyring
) -> BroughtFile:
    """Keep a table for its worker, with what its columns are taken for at first.

    Raises NotAllowed; CannotNow where too many wait already.
    """
    require(may_import_reports, by, recipient)
    if BroughtFile.objects.filter(worker=by, run=None).count() >= MOST_WAITING:
        raise CannotNow(_("Take in or forget one of the files that wait, then bring this one."))
    known = saved_for(recipient, table.headings, keyring)
    chosen = Chosen(
        name=name[:LONGEST_NAME],
        source=source,
        columns=known.columns if known else _guessed(table),
        order=known.order if known else Order.UNSAID,
        zone=timezone.get_current_timezone_name(),
    )
    key = new_envelope(readers=[keyring.pair.public])
    draft = BroughtFile(worker=by, recipient=recipient, envelope_id=key.envelope_id)
    key.seal(draft, "label", chosen.to_bytes())
    key.seal(draft, "body", table.to_bytes())
    draft.save(force_insert=True)
    return draft


def _guessed(table: Table) -> tuple[Field, ...]:
    """By headings; a column that holds nothing is taken for nothing."""
    each = enumerate(guessed(table.headings))
    return tuple(found if table.first_words(at) else Field.NOTHING for at, found in each)


def open_draft(draft: BroughtFile, keyring: Keyring) -> Brought:
    """Its table and what was chosen. Raises CannotOpen to everybody but its worker."""
    key = reader_data_key(keyring.pair, draft.envelope_id)
    chosen = Chosen.from_bytes(key.open(draft, "label"))
    return Brought(draft, Table.from_bytes(key.open(draft, "body")), chosen)


@transaction.atomic
def choose(
    draft: BroughtFile, columns: Sequence[Field], order: Order, *, seen: int, keyring: Keyring
) -> None:
    """Say what each column is taken for. Raises ChangedMeanwhile, CannotOpen."""
    locked = lock_draft(draft.pk, seen)
    if locked.run_id is not None:
        raise ChangedMeanwhile(_CHANGED)
    key = reader_data_key(keyring.pair, locked.envelope_id)
    chosen = Chosen.from_bytes(key.open(locked, "label"))
    key.seal(locked, "label", replace(chosen, columns=tuple(columns), order=order).to_bytes())
    locked.version += 1
    locked.save(update_fields=["label", "version"])


def lock_draft(pk: UUID, seen: int) -> BroughtFile:
    """The draft as it is now, held until commit. Raises ChangedMeanwhile."""
    rows = BroughtFile.objects.select_for_update(of=("self",)).select_related("recipient")
    locked = rows.filter(pk=pk).first()
    if locked is None or locked.version != seen:
        raise ChangedMeanwhile(_CHANGED)
    return locked


@transaction.atomic
def drop(draft: BroughtFile) -> None:
    """Destroy the key of a draft, and forget it. An import that it was for goes no further."""
    if draft.run_id is not None:
        run = ReportImport.objects.filter(pk=draft.run_id, state=ImportState.RUNNING)
        run.update(state=ImportState.STOPPED)
    draft.delete()
    erase(draft.envelope_id)


def drop_old(now: datetime) -> int:
    """Drop what is not in after a day; for the tick."""
    old = list(BroughtFile.objects.filter(created_at__lt=now - timedelta(hours=KEPT_HOURS)))
    for draft in old:
        drop(draft)
    return len(old)
