"""Plots: well formed, heard as well as seen, inside their frame, and safe with any name."""

import re
from dataclasses import replace
from math import inf
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.evidence.estimate import Estimate, Interval
from waymark.evidence.lists import ListTable
from waymark.evidence.loglinear import Stepwise
from waymark.evidence.loglinear.result import LoglinearEstimate
from waymark.evidence.plots import plot_bootstrap, plot_estimates, plot_path, plot_sensitivity
from waymark.evidence.plots.svg import Axis
from waymark.evidence.reliability import assess
from waymark.evidence.simulate import Population

NAMES = ("<Polizei> & Co", 'a "b"', "c" * 60)
POPULATION = Population(2_000, (0.3, 0.2, 0.4), {(0, 1): 1.2}, names=NAMES)
TABLE = POPULATION.draw(1)
FOUND = assess(TABLE, replicates=40).findings
SPACE = "{http://www.w3.org/2000/svg}"


def parsed(text: str) -> ElementTree.Element:
    root = ElementTree.fromstring(text)  # noqa: S314  drawn by our own code just now
    assert root.get("role") == "img"
    assert [child.tag for child in root[:2]] == [SPACE + "title", SPACE + "desc"]
    assert all(child.text for child in root[:2])
    _, _, width, height = (float(each) for each in root.get("viewBox", "").split())
    for shape in root.iter():
        for name in ("x", "x1", "x2", "cx"):
            if (value := shape.get(name)) is not None:
                assert 0 <= float(value) <= width
        for name in ("y", "y1", "y2", "cy"):
            if (value := shape.get(name)) is not None:
                assert 0 <= float(value) <= height
        assert shape.tag != SPACE + "text" or shape.get("fill") == "currentColor"
    assert "href" not in text
    assert "nan" not in text
    return root


def described(root: ElementTree.Element) -> str:
    return root[1].text or ""


@pytest.mark.parametrize("standalone", [True, False])
def test_every_plot(standalone: bool) -> None:
    stepwise = Stepwise(replicates=40).fit(TABLE)
    told = [
        described(parsed(plot))
        for plot in (
            plot_estimates([*FOUND.estimates, FOUND.bound], standalone=standalone),
            plot_path(stepwise, standalone=standalone),
            plot_bootstrap(stepwise, standalone=standalone),
            plot_sensitivity(FOUND, standalone=standalone),
        )
    ]
    assert all(f"{stepwise.point:,.0f}" in each for each in told)
    assert "bound" in told[0]
    assert "<Polizei> & Co" in told[1]
    assert "95% interval" in told[2]
    assert "10% of links missed" in told[3]


def test_the_description_holds_every_number() -> None:
    fit = Estimate(1_234.4, (Interval(1_001, 1_999, 0.95, ""),), "one", "", 900)
    assert "one: 1,234, from 1,001 to 1,999." in described(parsed(plot_estimates([fit])))


def test_intervals_without_an_end_and_no_estimate() -> None:
    open_ended = Estimate(500, (Interval(300, inf, 0.95, ""),), "open", "", 200)
    none = Estimate(inf, (), "none", "", 200)
    told = described(parsed(plot_estimates([open_ended, none])))
    assert "to no upper end" in told
    assert "none: none." in told
    stepwise = Stepwise(replicates=20).fit(TABLE)
    broken = replace(stepwise, replicates=np.full(20, inf))
    assert "20 of 20 samples" in described(parsed(plot_bootstrap(broken)))
    lonely = ListTable.from_counts(
        "ABC", [([1, 0, 0], 40), ([0, 1, 0], 30), ([0, 0, 1], 20), ([1, 1, 0], 6)]
    )
    told = described(parsed(plot_sensitivity(assess(lonely, replicates=20).findings)))
    assert "no estimate" in told


def test_no_samples_no_histogram() -> None:
    with pytest.raises(ValueError, match="no bootstrap samples"):
        plot_bootstrap(Stepwise(replicates=0).fit(TABLE))


@settings(max_examples=60)
@given(st.floats(1, 1e8))
def test_ticks_are_few_and_round(most: float) -> None:
    ticks = Axis(most).ticks()
    assert 2 <= len(ticks) <= 6
    assert ticks[0] == 0
    assert ticks[-1] <= most
    assert re.fullmatch(r"[125]0*(\.0)?|0\.[125]", str(ticks[1]))


@settings(max_examples=25)
@given(
    st.floats(101, 1e9),
    st.floats(0, 1),
    st.floats(0, 10),
    st.text(alphabet="aÄ>&<\"'/ ع中€", max_size=60),
)
def test_any_estimate_and_any_name_stay_inside(
    point: float, below: float, above: float, name: str
) -> None:
    ends = Interval(100 + below * (point - 100), point * (1 + above), 0.95, "")
    parsed(plot_estimates([LoglinearEstimate(point, (ends,), name, "", 100)]))
