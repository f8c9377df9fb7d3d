"""A run as text for people: the verdict first, numbers after it."""

from collections.abc import Iterator, Sequence
from math import isfinite
from textwrap import fill

from waymark.evidence.estimate import Estimate
from waymark.evidence.reliability import May, Outcome
from waymark.evidence.reliability.influence import Variant
from waymark.evidence.reliability.overlaps import Overlap
from waymark.evidence.report.methods import paragraph
from waymark.evidence.report.run import Run

WIDE = 92
HEADINGS = {
    May.NUMBER: "These lists can carry a number.",
    May.RANGE: "These lists can carry a range, and no single number.",
    May.BOUND: "These lists cannot carry an estimate, only a lower bound.",
}
MARKS = {Outcome.FINE: "fine", Outcome.DOUBT: "doubt", Outcome.FAIL: "FAILS"}


def as_text(run: Run) -> str:
    """The report in the order in which it should be read."""
    return "\n".join(_lines(run)).rstrip() + "\n"


def verdict_text(run: Run) -> str:
    """The verdict and its reasons alone."""
    return "\n".join(_verdict(run)).rstrip() + "\n"


def _lines(run: Run) -> Iterator[str]:
    yield from _verdict(run)
    yield from _overlaps(run)
    yield from _estimates(run)
    yield from _strata(run)
    yield from _changes(run)
    yield from _criteria(run)
    yield from _section("Methods")
    yield from (wrapped(each) for each in paragraph(run).split("\n"))


def _verdict(run: Run) -> Iterator[str]:
    verdict = run.reliability.verdict
    yield from _section(HEADINGS[verdict.may])
    yield wrapped("What may be said in public: " + verdict.sentence)
    if verdict.reasons:
        yield "\nWhy no more may be said:"
        yield from (wrapped(f"- {reason}", "  ") for reason in verdict.reasons)


def _overlaps(run: Run) -> Iterator[str]:
    found = run.reliability.findings.overlaps
    yield from _section("Who is on which lists")
    sizes = zip(found.names, found.sizes, found.alone, strict=True)
    yield columns(
        ("list", "people", "on no other list"), [(n, f"{s:,}", f"{a:,}") for n, s, a in sizes]
    )
    yield ""
    rows = [
        (" and ".join(each.pair), f"{each.shared:,}", number(each.expected), _sign(each))
        for each in found.pairs
    ]
    yield columns(("two lists", "share", "if independent", ""), rows)


def _sign(pair: Overlap) -> str:
    far = abs(pair.shared - pair.expected) >= 2 * max(pair.expected, 1.0) ** 0.5
    if not far or not isfinite(pair.expected):
        return ""
    return "more than chance" if pair.shared > pair.expected else "fewer than chance"


def _estimates(run: Run) -> Iterator[str]:
    yield from _section("Estimates, in people")
    yield columns(("method", "estimate", "80%", "95%", "model"), [_row(e) for e in run.estimates])
    for method, why in run.failed.items():
        yield wrapped(f"{method}: {why}")
    for each in run.estimates:
        yield from (wrapped(f"- {each.method}: {said}", "  ") for said in each.warnings)


def _strata(run: Run) -> Iterator[str]:
    if run.stratified is None:
        return
    yield from _section(f"By {run.reading.by}, sharing the pairs of the model")
    rows = [(name, *_row(each)[1:4]) for name, each in run.stratified.strata.items()]
    rows.append(("total", *_row(run.stratified.total)[1:4]))
    yield columns((run.reading.by, "estimate", "80%", "95%"), rows)
    yield "The interval of the total is its own: it is not the sum of the ends above it."


def _changes(run: Run) -> Iterator[str]:
    found = run.reliability.findings
    groups: tuple[tuple[str, Sequence[Variant]], ...] = (
        ("threshold of the stepwise choice", found.thresholds),
        ("models that fit about as well (BIC within 6)", found.models[:12]),
        ("pairs that decide the stepwise estimate", found.pairs[:8]),
        ("one list left out", found.lists),
        ("two lists made one", found.merged),
        ("errors of linkage", found.linkage),
    )
    yield from _section("The estimate with one thing changed, in people")
    for name, rows in groups:
        if rows:
            yield columns((name, "estimate"), [(each.change, number(each.total)) for each in rows])
            yield ""
    unseen = [
        (f"{each.strength:+g}", number(each.low), each.low_term, number(each.high), each.high_term)
        for each in found.dependence
    ]
    yield columns(("unseen dependence, log odds", "lowest", "in", "highest", "in"), unseen)


def _criteria(run: Run) -> Iterator[str]:
    yield from _section("Criteria of the verdict")
    rows = [
        (MARKS[each.outcome], each.name, _found(each.value), each.rule)
        for each in run.reliability.verdict.criteria
    ]
    yield columns(("", "criterion", "found", "limit"), rows)


def _found(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 100 else number(value)


def _row(estimate: Estimate) -> tuple[str, str, str, str, str]:
    sign = "at least " if estimate.bound else ""
    ends = [_ends(estimate, level) for level in (0.8, 0.95)]
    return estimate.method, sign + number(estimate.point), ends[0], ends[1], estimate.model


def _ends(estimate: Estimate, level: float) -> str:
    for each in estimate.intervals:
        if abs(each.level - level) < 1e-9:
            return f"{number(each.low)} to {number(each.high)}"
    return ""


def _section(name: str) -> Iterator[str]:
    yield f"\n{name}\n{'-' * len(name)}"


def wrapped(words: str, indent: str = "") -> str:
    """A paragraph in lines of a width that a terminal has."""
    return fill(words, WIDE, subsequent_indent=indent)


def number(value: float) -> str:
    """People, whole and with commas; `none` where there is no finite number."""
    return f"{value:,.0f}" if isfinite(value) else "none"


def columns(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under a heading, in columns as wide as their widest cell."""
    every = [tuple(heading), *rows]
    widths = [max(len(row[place]) for row in every) for place in range(len(heading))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [heading, ["-" * width for width in widths], *rows]
    ]
    return "\n".join(lines)
