"""Start, stop, remove and take away estimates; each is an event of the log."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.analysis import tables
from waymark.analysis.choices import Choice
from waymark.analysis.models import ENDED, WAITING, EstimateJob, State
from waymark.analysis.permissions import may_estimate, may_read_estimates
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.evidence.reading import Reading

MOST_WAITING = 20  # of one organisation


class TooMany(Exception):
    """This organisation has enough estimates waiting."""


class NotNow(Exception):
    """The estimate is not in a state for this."""


@dataclass(frozen=True)
class Wanted:
    """An estimate that somebody wants: of what, how, and what to call it."""

    reading: Reading
    choice: Choice
    file_name: str
    title: str = ""


@transaction.atomic
def start(wanted: Wanted, *, by: Worker) -> EstimateJob:
    """Put an estimate into the queue. Raises NotAllowed and TooMany."""
    require(may_estimate, by)
    waiting = EstimateJob.objects.filter(organisation=by.organisation, state__in=WAITING)
    if waiting.count() >= MOST_WAITING:
        raise TooMany
    job = EstimateJob.objects.create(
        organisation=by.organisation,
        by=by,
        title=wanted.title,
        file_name=wanted.file_name,
        digest=wanted.reading.digest,
        lists=tables.to_store(wanted.reading),
        options=wanted.choice.to_store(),
        created_at=timezone.now(),
    )
    audit.record(Event.ESTIMATE_STARTED, by=by, target=job)
    return job


@transaction.atomic
def stop(job: EstimateJob, *, by: Worker) -> None:
    """Stop an estimate that waits or runs. Raises NotAllowed, and NotNow where it has ended."""
    require(may_estimate, by, job)
    changed = EstimateJob.objects.filter(pk=job.pk, state__in=WAITING).update(
        state=State.CANCELLED, ended_at=timezone.now()
    )
    if not changed:
        raise NotNow
    audit.record(Event.ESTIMATE_STOPPED, by=by, target=job)


@transaction.atomic
def remove(job: EstimateJob, *, by: Worker) -> None:
    """Remove an estimate that has ended. Raises NotAllowed, and NotNow where it has not."""
    require(may_estimate, by, job)
    if not EstimateJob.objects.filter(pk=job.pk, state__in=ENDED).delete()[0]:
        raise NotNow
    audit.record(Event.ESTIMATE_REMOVED, by=by, target=job)


@transaction.atomic
def take_away(job: EstimateJob, name: str, *, by: Worker) -> str:
    """The text of a file that came out. Raises NotAllowed, and KeyError where there is none."""
    require(may_read_estimates, by, job)
    text: str = job.files[name]
    audit.record(Event.ESTIMATE_DOWNLOADED, by=by, target=job)
    return text
