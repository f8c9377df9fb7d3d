"""The worked example of docs/evidence.md says what the program says today."""

import re
from pathlib import Path

import pytest

from waymark.evidence.reading import read_lists
from waymark.evidence.report import Run, files
from waymark.evidence.report.words import HEADINGS, number
from waymark.evidence.work import METHODS, work

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
WORDS = re.sub(r"\s*\n(> ?)?\s*", " ", PAGE)
IMAGES = {
    "estimates": "estimates.svg",
    "path": "path.svg",
    "bootstrap": "bootstrap-2.svg",
    "sensitivity": "sensitivity.svg",
}


@pytest.fixture(scope="module")
def run() -> Run:
    """The command of the page, with its default options."""
    data = ROOT / "waymark" / "evidence" / "data" / "uk_2013_5lists.csv"
    return work(read_lists(data.read_bytes()))


def test_the_verdict_and_the_table_of_estimates(run: Run) -> None:
    verdict = run.reliability.verdict
    assert f"**{HEADINGS[verdict.may]}**" in WORDS
    assert verdict.sentence in WORDS
    for fit in run.estimates:
        sign = "at least " if fit.bound else ""
        ends = " | ".join(f"{number(i.low)} to {number(i.high)}" for i in fit.intervals)
        assert f"| {fit.method} | {sign}{number(fit.point)} | {ends} |" in PAGE


def test_the_numbers_in_the_text(run: Run) -> None:
    found = run.reliability.findings
    changed = {each.change: each.total for each in (*found.lists, *found.linkage)}
    for change in ("without PFNCA", "10% of links missed", "10% of links wrong"):
        assert number(changed[change]) in PAGE, change
    for each in found.dependence:
        if abs(each.strength) == 1:
            assert number(each.low if each.strength < 0 else each.high) in PAGE
    for pair in found.overlaps.pairs:
        row = f"| {' and '.join(pair.pair)} |"
        assert row not in PAGE or f"{row} {pair.shared} | {number(pair.expected)} |" in PAGE


def test_the_plots_are_those_of_the_command(run: Run) -> None:
    made = files(run)
    for image, name in IMAGES.items():
        shown = ROOT / "docs" / "images" / f"evidence-{image}.svg"
        assert shown.read_text(encoding="utf-8") == made[name], image


def test_every_method_and_criterion_is_explained(run: Run) -> None:
    for name in METHODS:
        assert f"| `{name}` |" in PAGE
    for criterion in run.reliability.verdict.criteria:
        assert f"| {criterion.name} |" in PAGE
