"""What the estimate would be with one thing changed."""

from math import isfinite

from waymark.evidence.plots import svg
from waymark.evidence.reliability import Findings
from waymark.evidence.reliability.influence import Variant, factor

MOST = 6


def plot_sensitivity(
    findings: Findings,
    *,
    title: str = "The estimate with one thing changed",
    standalone: bool = False,
) -> str:
    """Bars from the stepwise estimate to what it would be, by kind of change. Returns SVG."""
    base = findings.estimates[0].point
    groups = [(name, _largest(rows, base)) for name, rows in _groups(findings) if rows]
    rows = [each for _, group in groups for each in group]
    axis = svg.axis_for([base, *(each.total for each in rows)], 4 * base)
    y, parts = float(svg.TOP), list[str]()
    for name, group in groups:
        parts.append(svg.text(svg.LABELS - 14, y + 20, name, anchor="end", bold=True))
        y += svg.ROW
        for each in group:
            parts.extend(_bar(each, base, y + svg.ROW / 2, axis))
            y += svg.ROW
    x = axis.at(base)
    parts = [axis.draw(y + 10), *parts, svg.line(x, svg.TOP, x, y + 10, dashed=True)]
    parts.append(svg.text(svg.LABELS, y + 50, f"dashed: the estimate, {svg.people(base)}"))
    told = f"The stepwise estimate is {svg.people(base)}. " + " ".join(
        f"{name}: " + ", ".join(f"{each.change} {_number(each)}" for each in group) + "."
        for name, group in groups
    )
    return svg.document(parts, y + 62, title, told, standalone)


def _groups(findings: Findings) -> list[tuple[str, list[Variant]]]:
    dependence = [
        each
        for found in findings.dependence
        for each in (
            Variant(f"{found.strength:+g} in {found.low_term}", found.low),
            Variant(f"{found.strength:+g} in {found.high_term}", found.high),
        )
    ]
    return [
        ("Threshold of the choice", list(findings.thresholds)),
        ("Models that fit as well", list(findings.models)),
        ("One list left out", list(findings.lists)),
        ("Two lists made one", list(findings.merged)),
        ("Errors of linkage", list(findings.linkage)),
        ("Unseen dependence (log odds)", dependence),
    ]


def _largest(rows: list[Variant], base: float) -> list[Variant]:
    """The rows that change most, in the order in which they came."""
    kept = sorted(rows, key=lambda each: -factor(each.total, base))[:MOST]
    return [each for each in rows if each in kept]


def _bar(row: Variant, base: float, y: float, axis: svg.Axis) -> list[str]:
    parts = [svg.label(y, row.change)]
    if not isfinite(row.total):
        return [*parts, svg.text(axis.left + 6, y + 5, "no estimate")]
    first, last = sorted((axis.at(base), axis.at(row.total)))
    parts.append(svg.box(first, y - 8, last - first, 16))
    beyond = row.total > axis.most
    outside = svg.text(last + 6, y + 5, _number(row))
    inside = svg.text(first - 6, y + 5, _number(row), anchor="end")
    return [*parts, inside if beyond or last > svg.WIDTH - 90 or row.total < base else outside]


def _number(row: Variant) -> str:
    return svg.people(row.total) if isfinite(row.total) else "no estimate"
