"""From stored lists to the files of a report, by the same functions as `waymark evidence`."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from math import isfinite

from waymark.accounts.auditing.table import BYTE_ORDER_MARK, harmless
from waymark.analysis.choices import Choice
from waymark.evidence.estimate import Estimate, Progress
from waymark.evidence.reading import Reading
from waymark.evidence.report import Run, files
from waymark.evidence.work import LEVELS, Options, work

TABLE = "estimates.csv"
ENDS = [f"{end}_{level:.0%}".rstrip("%") for level in LEVELS for end in ("low", "high")]
HEADING = ("method", "stratum", "is_bound", "seen", "estimate", *ENDS, "model")


def make(reading: Reading, choice: Choice, tell: Progress) -> dict[str, str]:
    """The text of every file that comes out, by name. Raises ListError, and what `tell` raises."""
    run = work(reading, choice.methods, options_of(choice), tell)
    return {**files(run), TABLE: as_table(run)}


def options_of(choice: Choice) -> Options:
    """The options as the estimators take them."""
    given = asdict(choice)
    return Options(**{each.name: given[each.name] for each in fields(Options)})


def as_table(run: Run) -> str:
    """The estimates as CSV: people, empty where there is no finite number."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADING)
    writer.writerows([harmless(cell) for cell in row] for row in _rows(run))
    return BYTE_ORDER_MARK + text.getvalue()


def _rows(run: Run) -> Iterator[Iterable[str]]:
    for each in run.estimates:
        yield _row(each, "")
    if run.stratified is not None:
        for value, each in run.stratified.strata.items():
            yield _row(each, value)
        yield _row(run.stratified.total, "(total)")


def _row(estimate: Estimate, stratum: str) -> list[str]:
    ends = {round(each.level, 9): (each.low, each.high) for each in estimate.intervals}
    return [
        estimate.method,
        stratum,
        "yes" if estimate.bound else "no",
        str(estimate.seen),
        _number(estimate.point),
        *(_number(end) for level in LEVELS for end in ends.get(level, (float("inf"),) * 2)),
        estimate.model,
    ]


def _number(value: float) -> str:
    return f"{value:.1f}" if isfinite(value) else ""
