"""Counting, a little with each request, and the tables when all is counted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation, Worker
from waymark.evidence.disclosure import TableError
from waymark.packs.counting import people, reports
from waymark.packs.definitions import Pack, packs
from waymark.packs.linking import Edition, Linking, Made
from waymark.packs.models import PackRun, PublishedTables, RunState
from waymark.packs.progress import Progress, read_progress, save_progress, tally_of
from waymark.packs.published import earlier, editions, key_of, publish
from waymark.packs.tally import Slices, Tally, Unit, months_between
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring

BATCH = 500
SECONDS = 4.0
_CONTRADICTS = _(
    "These tables would contradict what was published of this year before, and the difference "
    "would tell about the few whose records were changed. Use the tables that there are."
)
_NOT_THE_SAME = _("These tables could not be made again as they are shown. Try once more.")
_SAYS_TOO_MUCH = _(
    "What was published of this year before says so much that nothing more can be shown safely."
)


@dataclass(frozen=True)
class Source:
    """Where the units of a population come from."""

    how_many: Callable[[Worker], int]
    ids_after: Callable[[Worker, str, int], list[UUID]]
    units: Callable[[Sequence[UUID], int, Worker, Keyring], Iterator[Unit]]


@dataclass(frozen=True)
class Counter:
    """Who counts, and until when."""

    worker: Worker
    keyring: Keyring
    until: float


_SOURCES = {
    "people": Source(people.how_many, people.ids_after, people.units),
    "reports": Source(reports.how_many, reports.ids_after, reports.units),
}


def source_of(pack: Pack) -> Source:
    """Whom a pack counts."""
    return _SOURCES[pack.population.id]


def work(run: PackRun, *, by: Worker, keyring: Keyring, seconds: float = SECONDS) -> None:
    """Count for a while; make the tables when all is counted. Nothing for a run that is not on,
    that was removed, or that begins anew since it was read.

    The run is changed only if nobody changed it meanwhile, such as a second window. Raises
    CannotNow where no tables can be made; the counts stay.
    """
    as_read = PackRun.objects.filter(pk=run.pk, envelope=run.envelope_id)
    if run.state != RunState.COUNTING or not as_read.exists():
        return
    before = list(earlier(run))
    key = key_of(run, keyring)
    progress, done = read_progress(run, key), run.done
    if progress.basis != [str(row.pk) for row in before]:
        progress = Progress(basis=[str(row.pk) for row in before])
        run.started_at, run.done = timezone.now(), 0
    tally = tally_of(run, progress, before)
    ended = _count(run, progress, tally, Counter(by, keyring, monotonic() + seconds))
    save_progress(run, progress, key)
    if not _saved(run, done) or not ended:
        return
    _finish(run, progress, before, keyring)


def _count(run: PackRun, progress: Progress, tally: Tally, counter: Counter) -> bool:
    """Count until the time is up; whether all is counted."""
    source, year = source_of(packs()[run.pack]), run.first_day.year
    while ids := source.ids_after(counter.worker, progress.after, BATCH):
        for unit in source.units(ids, year, counter.worker, counter.keyring):
            tally.add(unit)
        progress.after = str(ids[-1])
        run.done += len(ids)
        if monotonic() >= counter.until:
            return len(ids) < BATCH
    return True


def _saved(run: PackRun, seen: int) -> bool:
    """Store the counts unless another request has counted on, or stopped it."""
    rows = PackRun.objects.filter(
        pk=run.pk, state=RunState.COUNTING, done=seen, envelope=run.envelope_id
    )
    return bool(
        rows.update(
            content=run.content,
            done=run.done,
            total=max(run.total, run.done),
            started_at=run.started_at,
        )
    )


def _finish(
    run: PackRun, progress: Progress, before: list[PublishedTables], keyring: Keyring
) -> None:
    made = _made(run, progress.slices, before, keyring)
    edition = Edition(
        frozenset(months_between(run.first_day, run.last_day)),
        progress.slices,
        packs()[run.pack].tables,
        made.shown,
        made.why,
    )
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=run.organisation_id)
        if [str(row.pk) for row in earlier(run)] != progress.basis:
            return  # a colleague's tables came first: the next request counts anew
        rows = PackRun.objects.filter(
            pk=run.pk, state=RunState.COUNTING, done=run.done, envelope=run.envelope_id
        )
        if rows.update(state=RunState.READY, finished_at=timezone.now()):
            publish(run, edition, keyring)
    run.refresh_from_db()


def protected_again(run: PackRun, keyring: Keyring) -> Made:
    """The tables of a run that is ready, made once more from the same counts.

    Only disclosure control can make what the gate lets out. Raises CannotNow, also where they
    would not be what the run shows.
    """
    rows = list(earlier(run))
    at = next(n for n, row in enumerate(rows) if row.run_id == run.pk)
    own = editions([rows[at]], keyring)[0]
    made = _made(run, own.slices, rows[:at], keyring)
    if made.shown != own.shown:
        raise CannotNow(_NOT_THE_SAME)
    return made


def _made(
    run: PackRun,
    slices: Slices,
    before: list[PublishedTables],
    keyring: Keyring,
) -> Made:
    # It loads SciPy, for which pages that protect nothing should not wait.
    from waymark.evidence.disclosure import CannotProtect

    pack = packs()[run.pack]
    months = frozenset(months_between(run.first_day, run.last_day))
    new = Edition(months, slices, pack.tables)
    try:
        return Linking(pack.population, [*editions(before, keyring), new]).protect()
    except TableError as problem:
        raise CannotNow(_CONTRADICTS) from problem
    except CannotProtect as problem:
        raise CannotNow(_SAYS_TOO_MUCH) from problem
