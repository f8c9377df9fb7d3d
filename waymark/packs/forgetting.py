"""Who is behind the counts is forgotten: with whoever is erased, when the worker leaves a circle
that was counted, and after a month anyhow.

The tables stay; they count nobody who could be told. A run that still counts begins anew.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.cases.forgetting.copies import Copies, Gone
from waymark.cases.models import Participant
from waymark.packs.definitions import packs
from waymark.packs.models import PackRun, RunState
from waymark.packs.progress import Progress, save_progress
from waymark.packs.visible import left_since
from waymark.vault.keyring import Keyring
from waymark.vault.models import SealedRecord, WrappedDataKey
from waymark.vault.records import erase, new_envelope

KEPT = timedelta(days=30)


def forget(gone: Gone, _by: Worker | None, _keyring: Keyring | None) -> Iterable[SealedRecord]:
    """Take the people out of every run that may have counted one of them."""
    if gone.papers_only:
        return []
    organisations = Participant.objects.filter(pk__in=gone.participants).values(
        "case__organisation"
    )
    of_people = [pack.id for pack in packs().values() if pack.population.id == "people"]
    rows = PackRun.objects.filter(organisation__in=organisations, pack__in=of_people)
    return _forget_all(rows)


def forget_old(now: datetime) -> int:
    """Take the people out of runs that are a month old, or whose worker has left a circle.

    Returns how many runs that were.
    """
    with transaction.atomic():
        before = now - KEPT
        ended = Q(finished_at__lt=before) | Q(finished_at=None, started_at__lt=before)
        rows = _forget_all(PackRun.objects.filter(ended | Q(left_since())))
        for row in rows:
            audit.record(Event.RECORD_ERASED, by=Actor.SYSTEM, target=row)
    return len(rows)


COPIES = Copies(forget)


def _forget_all(rows: QuerySet[PackRun]) -> list[PackRun]:
    # Of these nobody is kept any more.
    known = rows.exclude(state=RunState.READY, forgotten_at__isnull=False)
    held = list(known.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for run in held:
        _begin_anew(run)
    return held


def _begin_anew(run: PackRun) -> None:
    """Give the run an empty content in an envelope of its own, and destroy the one before.

    Sealing needs no key of anybody.
    """
    before = run.envelope_id
    own = WrappedDataKey.objects.filter(envelope=before).values_list("reader", flat=True)
    key = new_envelope(readers=[bytes(each) for each in own if each])
    run.envelope_id = key.envelope_id
    over = run.state == RunState.READY
    save_progress(run, Progress(forgotten=over), key)
    run.forgotten_at = timezone.now()
    if not over:
        run.done, run.started_at = 0, timezone.now()
    run.save()
    erase(before)
