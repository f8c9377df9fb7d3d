"""Bring an export in, a little with each request while its worker is there.

A batch comes in whole or not at all, and what is in is told apart from what is not, so an import
that was broken off goes on where it was.
"""

from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.reports.actions.indexing import index_some
from waymark.reports.importing import columns
from waymark.reports.importing.choices import ComesAs, doubled, missing
from waymark.reports.importing.drafts import Brought, drop, lock_draft, open_draft
from waymark.reports.importing.rows import Verdict
from waymark.reports.importing.writing import write
from waymark.reports.models import BroughtFile, ImportState, Recipient, ReportImport
from waymark.reports.permissions import may_import_reports
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.records import new_envelope
from waymark.vault.turns import turn_to_write

BATCH = 50
SECONDS = 2.0
MOST_PROMISED = 100  # each of them is somebody's to look at within minutes or hours


@dataclass(frozen=True)
class Importer:
    """Who brings something in, and with which keys."""

    worker: Worker
    keyring: Keyring


@transaction.atomic
def begin(
    draft: BroughtFile, way: ComesAs, *, seen: int, remember: bool, by: Worker, keyring: Keyring
) -> ReportImport:
    """Begin to bring a file in; `work` does it. One that has begun is begun only once.

    `remember`: keep what the columns are taken for. Raises NotAllowed, CannotOpen,
    ChangedMeanwhile, CannotNow where nothing would come in.
    """
    recipient = _held_recipient(draft.recipient_id)
    require(may_import_reports, by, recipient)
    locked = lock_draft(draft.pk, seen)
    if locked.run is not None:
        return locked.run
    brought = open_draft(locked, keyring)
    _require_some(brought, way, keyring)
    key = new_envelope(recipient.compartments.select_related("key"))
    run = ReportImport(
        recipient=recipient,
        worker=by,
        way=way,
        total=len(brought.table.lines),
        envelope_id=key.envelope_id,
    )
    key.seal(run, "label", f"{brought.chosen.source}\n{brought.chosen.name}".encode())
    run.save(force_insert=True)
    locked.run = run
    locked.save(update_fields=["run"])
    if remember:
        columns.save(brought.chosen, brought.table.headings, recipient, by=by, keyring=keyring)
    audit.record(Event.REPORTS_IMPORTED, by=by, target=run)
    return run


def _held_recipient(pk: UUID) -> Recipient:
    """The recipient, held until commit: nobody brings the same in twice at the same time."""
    return Recipient.objects.select_for_update(of=("self",)).get(pk=pk)


def _require_some(brought: Brought, way: ComesAs, keyring: Keyring) -> None:
    chosen = brought.chosen.columns
    if missing(chosen) or doubled(chosen):
        raise CannotNow(_("Say first what the columns are taken for."))
    found = brought.looker(keyring).look(brought.table.lines)
    coming = sum(each.verdict is Verdict.COMES for each in found)
    if not coming:
        raise CannotNow(_("No row of this file comes in: see why below, or bring another file."))
    if way is ComesAs.PROMISED and coming > MOST_PROMISED:
        raise CannotNow(
            _("At most %(most)s reports can be promised at once. Choose another way to take in.")
            % {"most": MOST_PROMISED}
        )


def work(
    run: ReportImport, *, by: Worker, keyring: Keyring, seconds: float = SECONDS
) -> ReportImport:
    """Bring in more for a while, if the file is this worker's. Returns the import as it is now.

    Raises NotAllowed to who may not import for its recipient any more.
    """
    require(may_import_reports, by, run.recipient)
    file = BroughtFile.objects.filter(run=run, worker=by).select_related("recipient").first()
    if file is None or index_some(by, keyring, imported_for=run.recipient):
        return _fresh(run)
    brought = open_draft(file, keyring)
    until = monotonic() + seconds
    while _more(brought, Importer(by, keyring)) and monotonic() < until:
        pass
    return _fresh(run)


def _fresh(run: ReportImport) -> ReportImport:
    return ReportImport.objects.select_related("recipient", "worker").get(pk=run.pk)


def _more(brought: Brought, importer: Importer) -> bool:
    """One batch; whether there is another. Writers of one SQLite file take turns."""
    with turn_to_write():
        return _batch(brought, importer)


@transaction.atomic
def _batch(brought: Brought, importer: Importer) -> bool:
    recipient = _held_recipient(brought.draft.recipient_id)
    require(may_import_reports, importer.worker, recipient)
    file = BroughtFile.objects.select_for_update().filter(pk=brought.draft.pk).first()
    if file is None or file.run_id is None:
        return False
    run = ReportImport.objects.select_for_update().get(pk=file.run_id)
    if run.state != ImportState.RUNNING:
        return False
    run.recipient = recipient
    lines = brought.table.lines[run.looked_at : run.looked_at + BATCH]
    found = brought.looker(importer.keyring).look(lines)
    coming = [each for each in found if each.verdict is Verdict.COMES]
    write(coming, run, by=importer.worker, keyring=importer.keyring)
    run.looked_at += len(lines)
    run.brought += len(coming)
    ended = run.looked_at >= len(brought.table.lines)
    run.state = ImportState.DONE if ended else ImportState.RUNNING
    run.save(update_fields=["looked_at", "brought", "state"])
    if ended:
        drop(file)
    if coming:
        audit.record(Event.REPORTS_IMPORTED, by=importer.worker, target=run)
    return not ended
