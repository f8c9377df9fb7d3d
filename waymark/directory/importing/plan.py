"""Looks at a source and says what an import would do. Writes nothing but temporary tables."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from waymark.accounts.models import Organisation, Worker
from waymark.audit import log as audit
from waymark.directory.circles import has_circle
from waymark.directory.importing import sql
from waymark.directory.importing.answers import compare_answers
from waymark.directory.importing.closed import Closed, take_closed
from waymark.directory.importing.columns import tables
from waymark.directory.importing.comparing import Compared, compare, note_unchanged
from waymark.directory.importing.files import SourceFile
from waymark.directory.importing.leaking import Watched, refuse_leaks
from waymark.directory.importing.linking import check_links, refuse_incomplete
from waymark.directory.importing.merging import merge
from waymark.directory.importing.ours import take_ours
from waymark.directory.importing.protecting import Verified, keep_foreign
from waymark.directory.importing.readers.detect import Found, detect
from waymark.directory.importing.report import Report
from waymark.directory.importing.staging import Stage, roomy
from waymark.directory.importing.vanished import find_vanished
from waymark.directory.importing.vouching import Vouched, new_vouched, take_vouched
from waymark.directory.importing.wording import Verdict

# Shares of the whole: reading, comparing; the rest is writing and indexing.
READ, COMPARED = 0.4, 0.55
Tell = Callable[[float, int], None]  # the part done, from 0 to 1, and rows so far


@dataclass(frozen=True)
class About:
    """An import apart from its content.

    `source` names where it comes from, the same each time. `steward` looks after what comes with
    it; None for what is everybody's. `by` is None where the operator imports. `retire` makes
    services inactive that the source no longer has.
    """

    source: str
    steward: Organisation | None = None
    by: Worker | None = None
    country: str = ""
    retire: bool = False


@dataclass
class Plan:
    """What an import would do; alive while its temporary tables are."""

    about: About
    stage: Stage
    format: Found
    seen: int  # the newest audit entry when the looking began
    closed: list[Closed] = field(default_factory=list)
    compared: Compared = field(default_factory=Compared)
    vouched: list[Vouched] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    watched: Watched = field(default_factory=Watched)

    @property
    def report(self) -> Report:
        """What is said of the rows."""
        return self.stage.report

    @property
    def writes(self) -> bool:
        """Whether there is anything to do."""
        return bool(
            self.report.total(Verdict.ADD)
            or self.report.total(Verdict.CHANGE)
            or self.closed
            or self.retired
            or self.compared.proposals
            or self.stage.answers
            or self.vouched
        )


@contextmanager
def look(files: Sequence[SourceFile], about: About, report: Report, tell: Tell) -> Iterator[Plan]:
    """Read a source and compare it with what is here. Raises CannotRead.

    Takes no lock that others wait for. The temporary tables go when the block ends.
    """
    found = detect(files)
    report.files = [file.name for file in files]
    seen = audit.head()[0]
    stage = Stage(about.source, about.country, _today(), report)
    plan = Plan(about, stage, found, seen)
    with roomy():
        try:
            _read(stage, files, found, tell)
            _compare(plan, tell)
            yield plan
        finally:
            stage.drop()


def _today() -> date:
    return timezone.localdate()


def _read(stage: Stage, files: Sequence[SourceFile], found: Found, tell: Tell) -> None:
    total = max(1, sum(file.size for file in files))
    rows = 0

    def done(size: int) -> None:
        tell(READ * min(1.0, size / total), rows)

    for rows, row in enumerate(found.read(files, done), start=1):  # noqa: B007  `done` tells it
        stage.add(row)
    stage.finish()


def _compare(plan: Plan, tell: Tell) -> None:
    stage, about = plan.stage, plan.about
    rows = sum(stage.sizes.values())
    tell(READ, rows)
    merge(stage)
    refuse_incomplete(stage)
    can_seal = about.steward is not None and has_circle(about.steward)
    unplaced, vouched = take_ours(stage), take_vouched(stage)
    plan.closed = take_closed(stage, can_seal=can_seal, unplaced=frozenset(unplaced))
    plan.closed, plan.watched = refuse_leaks(stage, plan.closed, about.steward)
    check_links(stage)
    _look_at_points(stage)
    keep_foreign(stage, about.steward.pk if about.steward else None)
    verified = Verified.read(stage)
    plan.compared = compare(
        stage, verified, lambda part: tell(READ + (COMPARED - READ) * part, rows)
    )
    compare_answers(stage, verified)
    plan.vouched = new_vouched(stage, vouched, verified)
    plan.closed = _still_to_write(stage, plan.closed)
    note_unchanged(stage)
    plan.retired = find_vanished(stage, retire=about.retire)


def _look_at_points(stage: Stage) -> None:
    """Say of public points what no search by distance can use."""
    if not stage.has("location"):
        return
    staged = tables()["location"].staged
    wrong = "latitude NOT BETWEEN -90 AND 90 OR longitude NOT BETWEEN -180 AND 180"
    half = "(latitude IS NULL) <> (longitude IS NULL)"
    for code, condition in (("off_the_globe", wrong), ("half_a_point", half)):
        for row_id, name, file, place in sql.fetch(
            f"SELECT id, name, file, place FROM {staged} WHERE {condition}"  # noqa: S608
        ):
            stage.report.say(
                Verdict.WARN, "location", row_id, (file, place), code=code, name=name or ""
            )


def _still_to_write(stage: Stage, closed: list[Closed]) -> list[Closed]:
    """Without the closed locations that are kept as they are for another reason."""
    if not closed:
        return []
    staged = tables()["location"].staged
    kept = {row[0] for row in sql.fetch(f"SELECT id FROM {staged} WHERE verdict <> 'keep'")}  # noqa: S608
    return [each for each in closed if each.id in kept]
