"""Tables leave through the gate for counts, and are known to readers from then on."""

from collections.abc import Callable
from typing import TypeVar

from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.packs.definitions import packs
from waymark.packs.models import PackRun, PublishedTables
from waymark.packs.showing import Shown, shown_tables
from waymark.packs.visible import may_use_run
from waymark.packs.working import protected_again
from waymark.referrals import gate_counts
from waymark.vault.keyring import Keyring

Leaving = TypeVar("Leaving")


def take_out(
    run: PackRun, write: Callable[[list[Shown]], Leaving], *, by: Worker, keyring: Keyring
) -> Leaving:
    """Write the tables of a run that is ready. Raises NotAllowed, CannotNow, CountsRefused."""
    require(may_use_run, by, run)
    made, fields = protected_again(run, keyring), packs()[run.pack].fields
    with gate_counts.counts_leaving(fields, made.protected, about=run, by=by):
        rows = PublishedTables.objects.filter(run=run, left_at=None)
        rows.update(left_at=timezone.now())
        written = write(shown_tables(run, made.shown))
        audit.record(Event.PACK_DOWNLOADED, by=by, target=run)
    return written
