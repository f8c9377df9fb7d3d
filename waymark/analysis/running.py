"""The work itself: one estimate after the other, by one process at a time.

A job is begun with its number of attempts. Who began it before and lost it, because somebody
stopped it or the process was thought gone, changes nothing any more: every write asks for that
number. The result is written in one statement, so that nothing is ever half there.
"""

import time
from collections.abc import Callable

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from waymark.analysis import tables
from waymark.analysis.choices import Choice
from waymark.analysis.models import WAITING, EstimateJob, State
from waymark.evidence.estimate import Progress
from waymark.evidence.lists import ListError
from waymark.vault.alone import alone
from waymark.vault.turns import turn_to_write

# Any fixed number that no other lock of this database uses.
ANALYSIS_LOCK = 7_237_042
MOST_ATTEMPTS = 5
TELL_SECONDS = 1.0


class Lost(BaseException):
    """The job is not ours any more; no estimator may take this for a fault of its own."""


def run_waiting(hear: Callable[[EstimateJob], None] = lambda job: None) -> int:
    """Make every estimate that waits; returns how many ended. Raises Busy where another does.

    `hear` is told of each job that begins.
    """
    ended = 0
    with alone("analysis", ANALYSIS_LOCK):
        while job := begin():
            hear(job)
            ended += work(job)
    return ended


def begin() -> EstimateJob | None:
    """Begin the oldest job. Only who holds the lock may: what is called running then runs no more.

    Returns None where nothing waits.
    """
    with turn_to_write(), transaction.atomic():
        oldest = EstimateJob.objects.filter(state__in=WAITING).order_by("created_at", "pk")
        job = oldest.select_related("by").first()
        if job is None:
            return None
        job.state, job.attempt, job.part = State.RUNNING, job.attempt + 1, 0.0
        job.beat_at = timezone.now()
        # Somebody may stop it right now.
        still = EstimateJob.objects.filter(pk=job.pk, state__in=WAITING)
        still.update(state=job.state, attempt=job.attempt, part=job.part, beat_at=job.beat_at)
        return job


def work(job: EstimateJob) -> bool:
    """Make one estimate and write how it ended; False where it was taken away meanwhile.

    Whatever the database raises leaves it to the next attempt.
    """
    # It loads SciPy, for which no page should wait.
    from waymark.analysis import making

    with override(job.by.language):
        if job.attempt > MOST_ATTEMPTS:
            return _end(job, State.FAILED, problem=_gave_up())
        try:
            reading = tables.from_store(job.lists, job.digest)
            files = making.make(reading, Choice.from_store(job.options), teller(job))
        except Lost:
            return False
        except DatabaseError:
            raise
        except Exception as fault:
            return _end(job, State.FAILED, problem=why(fault))
        return _end(job, State.DONE, files=files, part=1.0)


def teller(job: EstimateJob) -> Progress:
    """Tells how far a job is, at most once a second. It raises Lost where nobody wants it."""
    last = float("-inf")

    def tell(part: float) -> None:
        nonlocal last
        if time.monotonic() - last < TELL_SECONDS:
            return
        last = time.monotonic()
        if not beat(job, min(max(part, 0.0), 1.0)):
            raise Lost

    return tell


def beat(job: EstimateJob, part: float | None = None) -> bool:
    """Give a sign of life; False where the job is not ours any more."""
    told = {} if part is None else {"part": part}
    with turn_to_write():
        return bool(_ours(job).update(beat_at=timezone.now(), **told))


def is_stopped(job: EstimateJob) -> bool:
    """Whether somebody stopped it, or removed it after that."""
    now = EstimateJob.objects.filter(pk=job.pk).values_list("state", flat=True).first()
    return now in {None, State.CANCELLED}


def _ours(job: EstimateJob) -> "QuerySet[EstimateJob]":
    return EstimateJob.objects.filter(pk=job.pk, state=State.RUNNING, attempt=job.attempt)


def _end(job: EstimateJob, state: State, **told: object) -> bool:
    with turn_to_write():
        return bool(_ours(job).update(state=state, ended_at=timezone.now(), **told))


def why(fault: Exception) -> str:
    """What to tell the analyst."""
    if isinstance(fault, ListError):
        return str(fault)
    if isinstance(fault, MemoryError):
        return _("These lists need more memory than there is. Make two lists one, and try again.")
    # Only the kind of fault: its text is for programmers.
    return _("The estimate could not be made (%(fault)s). Try another method.") % {
        "fault": type(fault).__name__
    }


def _gave_up() -> str:
    return _(
        "The program stopped %(number)d times while it made this estimate, so it was given up. "
        "Use fewer lists or fewer bootstrap samples."
    ) % {"number": MOST_ATTEMPTS}
