"""Begin a run, stop it, go on, remove it. What happens while it counts is in `working`."""

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation, Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.packs.definitions import Pack
from waymark.packs.models import PackRun, RunState
from waymark.packs.periods import Period, is_over
from waymark.packs.progress import Progress, save_progress
from waymark.packs.published import earlier, editions
from waymark.packs.visible import may_count, may_use_run
from waymark.packs.working import source_of
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.records import erase, new_envelope

_NOT_OVER = _("This period is not over yet. Choose one whose last day is past.")
_ENDED = _("This run has ended already.")
_NOT_STOPPED = _("This run is not stopped.")


@transaction.atomic
def start(pack: Pack, period: Period, *, by: Worker, keyring: Keyring) -> PackRun:
    """Begin to count. Raises NotAllowed; CannotNow for a period that is not over."""
    require(may_count, by)
    if not is_over(period):
        raise CannotNow(_NOT_OVER)
    key = new_envelope(readers=[keyring.pair.public])
    run = PackRun(
        organisation_id=by.organisation_id,
        worker=by,
        pack=pack.id,
        first_day=period.first,
        last_day=period.last,
        total=source_of(pack).how_many(by),
        envelope_id=key.envelope_id,
    )
    before = list(earlier(run))
    editions(before, keyring)  # whoever cannot open them learns it now, not after an hour
    save_progress(run, Progress(basis=[str(row.pk) for row in before]), key)
    run.save(force_insert=True)
    run.circles.set(keyring.compartments)
    audit.record(Event.PACK_STARTED, by=by, target=run)
    return run


@transaction.atomic
def stop(run: PackRun, *, by: Worker) -> None:
    """Stop counting; it can go on later. Raises NotAllowed, CannotNow."""
    _turn(run, by, RunState.COUNTING, RunState.STOPPED, _ENDED)


@transaction.atomic
def go_on(run: PackRun, *, by: Worker) -> None:
    """Go on counting where it stopped. Raises NotAllowed, CannotNow."""
    _turn(run, by, RunState.STOPPED, RunState.COUNTING, _NOT_STOPPED)


def _turn(run: PackRun, by: Worker, at: RunState, to: RunState, otherwise: Promise) -> None:
    require(may_use_run, by, run)
    if not PackRun.objects.filter(pk=run.pk, state=at).update(state=to):
        raise CannotNow(otherwise)


@transaction.atomic
def remove(run: PackRun, *, by: Worker) -> None:
    """Remove a run. Raises NotAllowed.

    Tables that left stay known, so that later ones are made safe around them; so do those on whose
    counts later ones stand.
    """
    require(may_use_run, by, run)
    Organisation.objects.select_for_update().get(pk=run.organisation_id)
    last = earlier(run).last()
    if last is not None and last.run_id == run.pk and last.left_at is None:
        last.delete()
        erase(last.envelope_id)
    audit.record(Event.PACK_REMOVED, by=by, target=run)
    envelope = run.envelope_id
    run.delete()
    erase(envelope)
