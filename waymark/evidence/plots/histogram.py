"""How the estimate varies over bootstrap samples."""

import numpy as np

from waymark.evidence.loglinear import LoglinearEstimate
from waymark.evidence.plots import svg
from waymark.evidence.plots.forest import LEVEL, at_level

BARS = 40
HEIGHT = 220
LEFT = 40


def plot_bootstrap(
    estimate: LoglinearEstimate,
    *,
    title: str = "Estimates in bootstrap samples",
    standalone: bool = False,
) -> str:
    """Bars for the bootstrap estimates, the estimate, and its 95% interval. Returns SVG.

    Samples beyond the 99th percentile, and those without an estimate, are told below and not
    drawn. Raises ValueError for an estimate without bootstrap samples.
    """
    if not len(estimate.replicates):
        raise ValueError("This estimate has no bootstrap samples.")
    finite = estimate.replicates[np.isfinite(estimate.replicates)]
    cap = float(np.quantile(finite, 0.99)) if len(finite) else float(estimate.seen)
    axis = svg.Axis(1.05 * max(cap, estimate.point if np.isfinite(estimate.point) else 1.0), LEFT)
    shown = finite[finite <= axis.most]
    heights, edges = np.histogram(shown, bins=BARS, range=(float(estimate.seen), axis.most))
    bottom = float(svg.TOP + HEIGHT)
    left = len(estimate.replicates) - len(shown)
    parts = [axis.draw(bottom), *_bars(heights, edges, axis, bottom), *_marks(estimate, axis)]
    note = f"{left} of {len(estimate.replicates)} samples lie farther right or have no estimate."
    parts.append(svg.text(LEFT, bottom + 40, note))
    return svg.document(parts, bottom + 52, title, _told(estimate, finite, note), standalone)


def _bars(heights: np.ndarray, edges: np.ndarray, axis: svg.Axis, bottom: float) -> list[str]:
    tallest = max(int(heights.max(initial=0)), 1)
    parts = []
    for count, low, high in zip(heights, edges, edges[1:], strict=False):
        tall = (HEIGHT - 30) * count / tallest
        x = axis.at(low)
        if count:
            parts.append(svg.box(x, bottom - tall, axis.at(high) - x, tall))
    return parts


def _marks(estimate: LoglinearEstimate, axis: svg.Axis) -> list[str]:
    parts = []
    y = float(svg.TOP) + 12
    interval = at_level(estimate.intervals, LEVEL)
    if interval is not None:
        low, high = axis.at(interval.low), axis.at(interval.high)
        beyond = interval.high > axis.most
        parts.append(svg.line(low, y, high, y))
        parts.append(svg.line(low, y - 6, low, y + 6))
        parts.append(svg.arrow(high, y) if beyond else svg.line(high, y - 6, high, y + 6))
    if np.isfinite(estimate.point):
        parts.append(svg.dot(axis.at(estimate.point), y))
    return parts


def _told(estimate: LoglinearEstimate, finite: np.ndarray, note: str) -> str:
    said = f"{estimate.method}: estimate {svg.people(estimate.point)}. "
    if len(finite):
        low, middle, high = np.quantile(finite, [0.1, 0.5, 0.9])
        said += (
            f"Of the samples with an estimate, one in ten is below {low:,.0f}, half are below "
            f"{middle:,.0f}, one in ten is above {high:,.0f}. "
        )
    interval = at_level(estimate.intervals, LEVEL)
    if interval is not None:
        said += f"95% interval {svg.people(interval.low)} to {svg.people(interval.high)}. "
    return said + note
