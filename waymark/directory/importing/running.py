"""An import from beginning to end: its row in the list of imports, the writing, the index.

What is written is in force at once; the search index follows in short transactions, and what is
left of them after a crash is made up for by `catch_up`.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from time import sleep
from typing import BinaryIO
from uuid import UUID, uuid4

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.permissions import require
from waymark.contacts.refusals import ChangedMeanwhile
from waymark.directory import indexing
from waymark.directory.closed_texts import TellsPlace
from waymark.directory.importing import sql
from waymark.directory.importing.alone import Busy, alone
from waymark.directory.importing.files import SourceFile
from waymark.directory.importing.plan import About, Plan, Tell, look
from waymark.directory.importing.report import Report
from waymark.directory.importing.rows import CannotRead
from waymark.directory.importing.writing import TOUCHED, counted, write
from waymark.directory.models import ImportRun, Service
from waymark.directory.permissions import may_edit_directory
from waymark.vault.turns import turn_to_write

WRITTEN = 0.7
INDEX_BATCH = 5000  # services in a transaction: a report waits for one of these at most
# Seconds between them. Sign-ins take no turns: they ask SQLite every 0.1 s, for 30 s at most.
PAUSE = 0.15
ATTEMPTS = 3
CHUNK = 1024**2
Part = Callable[[float], None]


def plan_only(
    files: Sequence[SourceFile],
    about: About,
    report: Report,
    tell: Tell,
    run_id: UUID | None = None,
) -> ImportRun:
    """Say what an import would do; remembers only that somebody looked. Raises CannotRead."""
    _allow(about)
    with look(files, about, report, tell) as plan:
        return ImportRun.objects.create(
            id=run_id or uuid4(),
            organisation=about.steward,
            by=about.by,
            source=about.source,
            format=plan.format.name,
            digest=digest_of(files),
            state=ImportRun.State.PLANNED,
            started_at=timezone.now(),
            counts=counted(plan.report),
        )


def import_all(
    files: Sequence[SourceFile],
    about: About,
    report: Report,
    tell: Tell,
    run: ImportRun | None = None,
) -> ImportRun:
    """Import, or change nothing. `run` is the row of its plan, if there was one.

    Raises CannotRead, Busy, NotAllowed, and whatever the database says when it cannot be written.
    """
    _allow(about)
    with alone():
        run = _begin(files, about, run)
        try:
            _attempt(files, about, report, tell, run)
        except BaseException as fault:
            _fail(run, fault)
            raise
    return run


def _allow(about: About) -> None:
    """A worker needs the permission; the operator at the command line has the whole machine."""
    if about.by is not None:
        require(may_edit_directory, about.by)


def _begin(files: Sequence[SourceFile], about: About, run: ImportRun | None) -> ImportRun:
    run = run or ImportRun(
        organisation=about.steward,
        by=about.by,
        source=about.source,
        digest=digest_of(files),
    )
    run.state, run.started_at, run.problem = ImportRun.State.RUNNING, timezone.now(), ""
    run.save()
    return run


def _attempt(
    files: Sequence[SourceFile], about: About, report: Report, tell: Tell, run: ImportRun
) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        report.clear()
        with look(files, about, report, tell) as plan:
            rows = sum(plan.stage.sizes.values())
            run.format = plan.format.name
            if not plan.writes:
                _nothing_to_do(plan, run)
                return
            try:
                write(plan, run)
            except ChangedMeanwhile:
                if attempt == ATTEMPTS:
                    raise
                continue
            tell(WRITTEN, rows)
            _index(run, _last_part(tell, rows))
            return


def _last_part(tell: Tell, rows: int) -> Part:
    return lambda part: tell(WRITTEN + (1 - WRITTEN) * part, rows)


def _nothing_to_do(plan: Plan, run: ImportRun) -> None:
    run.state, run.ended_at, run.counts = ImportRun.State.DONE, timezone.now(), counted(plan.report)
    run.save()


def _index(run: ImportRun, tell: Part) -> None:
    """Bring the index up to date about what was touched, a little at a time."""
    ids = [row[0] for row in sql.fetch(f"SELECT DISTINCT id FROM {TOUCHED} ORDER BY id")]  # noqa: S608
    sql.run(f"DROP TABLE {TOUCHED}")
    _index_each([UUID(each) for each in ids], tell)
    _indexed(run)


def _index_each(ids: Sequence[UUID], tell: Part) -> None:
    for start in range(0, len(ids), INDEX_BATCH):
        if start and connection.vendor == "sqlite":
            sleep(PAUSE)
        with turn_to_write(), transaction.atomic():
            indexing.index_services(ids[start : start + INDEX_BATCH])
        tell(min(1.0, (start + INDEX_BATCH) / len(ids)))


def _indexed(run: ImportRun) -> None:
    run.counts = {name: value for name, value in run.counts.items() if name != "to_index"}
    run.save(update_fields=["counts"])


def catch_up() -> int:
    """Say of imports whose process is gone that they failed, and index what they left over.

    Returns how many; does nothing while an import is running.
    """
    mended = 0
    running = ImportRun.objects.filter(state=ImportRun.State.RUNNING)
    waiting = ImportRun.objects.filter(state=ImportRun.State.DONE, counts__to_index=True)
    if not running.exists() and not waiting.exists():
        return mended
    with suppress(Busy), alone():
        mended = running.update(
            state=ImportRun.State.FAILED,
            ended_at=timezone.now(),
            problem=_("The machine or the program stopped. Nothing was changed: import again."),
        )
        for run in waiting:
            ids = Service.objects.filter(source=run.source).values_list("pk", flat=True)
            _index_each(list(ids), lambda part: None)
            _indexed(run)
            mended += 1
    return mended


def _fail(run: ImportRun, fault: BaseException) -> None:
    """Say why it failed, unless it was already done; the database may not answer any more."""
    with suppress(OperationalError):
        known = ImportRun.objects.get(pk=run.pk)
        if known.state != ImportRun.State.DONE:
            known.state, known.ended_at, known.problem = (
                ImportRun.State.FAILED,
                timezone.now(),
                why(fault),
            )
            known.save()


def why(fault: BaseException) -> str:
    """What to tell the person who imports; nothing of the content."""
    if isinstance(fault, CannotRead):
        return str(fault)
    if isinstance(fault, ChangedMeanwhile):
        return _("Others changed the directory again and again meanwhile. Import again.")
    if isinstance(fault, TellsPlace):
        return _(
            "These texts tell where a place is that is not public: %(where)s. Take it out first. "
            "Nothing was changed."
        ) % {"where": "; ".join(fault.where)}
    if isinstance(fault, KeyboardInterrupt):
        return _("It was stopped. Nothing was changed.")
    return _("The database could not be written (%(fault)s). Nothing was changed.") % {
        "fault": type(fault).__name__
    }


def digest_of(files: Sequence[SourceFile]) -> str:
    """A fingerprint of everything, to tell a repetition."""
    made = hashlib.blake2b(digest_size=32)
    for file in sorted(files, key=lambda each: each.name):
        made.update(f"{file.name}\0{file.size}\0".encode())
        with file.open() as stream:
            for chunk in _chunks(stream):
                made.update(chunk)
    return made.hexdigest()


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk
