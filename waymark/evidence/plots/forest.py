"""Rows with a point and an interval each: estimates by method, and the path of a choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

from waymark.evidence.estimate import Estimate, Interval
from waymark.evidence.loglinear import LoglinearEstimate
from waymark.evidence.plots import svg

LEVEL = 0.95


@dataclass(frozen=True)
class Row:
    """One row: what it is, the estimate in people, and an interval where there is one."""

    label: str
    point: float
    low: float | None = None
    high: float | None = None

    @property
    def words(self) -> str:
        """The row as a sentence."""
        said = f"{self.label}: {svg.people(self.point) if isfinite(self.point) else 'none'}"
        if self.low is None or self.high is None:
            return f"{said}."
        return f"{said}, from {svg.people(self.low)} to {svg.people(self.high)}."


def plot_estimates(
    estimates: Sequence[Estimate],
    *,
    title: str = "Estimates by method, with 95% intervals",
    standalone: bool = False,
) -> str:
    """A row for each method, and a dashed line at the people seen. Returns SVG."""
    rows = [_row(each) for each in estimates]
    return forest(rows, title=title, seen=max(e.seen for e in estimates), standalone=standalone)


def plot_path(
    estimate: LoglinearEstimate,
    *,
    title: str = "The estimate as pairs of lists enter the model",
    standalone: bool = False,
) -> str:
    """The stepwise choice from independent lists to the chosen model. Returns SVG."""
    first = estimate.diagnostics.get("main effects only", estimate.point)
    rows = [Row("all lists independent", first)]
    for step in estimate.path:
        sign = " (share nobody)" if step.empty else ""
        rows.append(Row(f"+ {':'.join(step.pair)}{sign}, p {_p(step.p_value)}", step.total))
    return forest(rows, title=title, seen=estimate.seen, standalone=standalone, joined=True)


def forest(
    rows: Sequence[Row],
    *,
    title: str,
    seen: int,
    standalone: bool = False,
    joined: bool = False,
) -> str:
    """The picture of rows below each other; `joined` draws a line from point to point."""
    points = [row.point for row in rows if isfinite(row.point)]
    cap = 4 * max([seen, *points])
    axis = svg.axis_for([seen, *points, *(row.high or 0 for row in rows)], cap)
    bottom = svg.TOP + svg.ROW * (len(rows) + 0.5)
    parts = [axis.draw(bottom), _seen(axis, seen, bottom)]
    heights = [svg.TOP + svg.ROW * (place + 0.7) for place in range(len(rows))]
    for row, y in zip(rows, heights, strict=True):
        parts.extend(_drawn(row, y, axis))
    if joined:
        parts.extend(_joined(rows, heights, axis))
    told = f"People on the lists: {seen:,}. " + " ".join(row.words for row in rows)
    return svg.document(parts, bottom + 52, title, told, standalone)


def _drawn(row: Row, y: float, axis: svg.Axis) -> list[str]:
    parts = [svg.label(y, row.label)]
    if row.low is not None and row.high is not None:
        low, high = axis.at(row.low), axis.at(row.high)
        parts.append(svg.line(low, y, high, y))
        parts.append(svg.line(low, y - 6, low, y + 6))
        beyond = row.high > axis.most
        parts.append(svg.arrow(high, y) if beyond else svg.line(high, y - 6, high, y + 6))
    if isfinite(row.point):
        parts.append(svg.dot(axis.at(row.point), y))
    else:
        parts.append(svg.text(axis.left + 6, y + 5, "no estimate"))
    return parts


def _joined(rows: Sequence[Row], heights: Sequence[float], axis: svg.Axis) -> list[str]:
    ends = [(axis.at(row.point), y) for row, y in zip(rows, heights, strict=True)]
    return [svg.line(*one, *other) for one, other in pairwise(ends)]


def _seen(axis: svg.Axis, seen: int, bottom: float) -> str:
    x = axis.at(seen)
    words = svg.text(axis.left, bottom + 40, f"dashed: {seen:,} people on the lists")
    return svg.line(x, svg.TOP, x, bottom, dashed=True) + words


def _row(estimate: Estimate) -> Row:
    interval = at_level(estimate.intervals, LEVEL)
    unsaid = estimate.bound and "bound" not in estimate.method
    name = f"{estimate.method} (bound)" if unsaid else estimate.method
    if interval is None:
        return Row(name, estimate.point)
    return Row(name, estimate.point, interval.low, interval.high)


def at_level(intervals: Sequence[Interval], level: float) -> Interval | None:
    """The interval of a level, if there is one."""
    return next((each for each in intervals if abs(each.level - level) < 1e-9), None)


def _p(value: float) -> str:
    return f"{value:.2g}" if value >= 1e-4 else "< 0.0001"
