"""Charts: one picture with a name, numbers kept, both directions, nothing of a label is markup."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from waymark.web.charts import Bar, bars

numbers = st.floats(-1e9, 1e9)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80)


@st.composite
def rows(draw: st.DrawFn) -> Bar:
    low, value, high = sorted(draw(st.lists(numbers, min_size=3, max_size=3)))
    ends = draw(st.sampled_from([(None, None), (low, high)]))
    kept = value if ends == (None, None) else draw(st.sampled_from([value, None]))
    return Bar(draw(words), kept, draw(words), *ends, break_before=draw(words))


def drawn(*given: Bar, **more: Any) -> ElementTree.Element:
    markup = bars(given, title="A <title>", description="What & why", **more)
    return ElementTree.fromstring(markup)  # noqa: S314  our own markup


def edges(shape: ElementTree.Element) -> tuple[float, float]:
    left = float(shape.attrib["x"].rstrip("%"))
    return left, left + float(shape.attrib["width"].rstrip("%"))


def test_a_chart_is_one_picture_with_a_name_and_a_description() -> None:
    chart = drawn(Bar("2016", 4.8, "4.8 million"), identity="people")
    assert chart.attrib["role"] == "img"
    named = {part.attrib["id"]: part.text for part in chart if "id" in part.attrib}
    assert named[chart.attrib["aria-labelledby"]] == "A <title>"
    assert named[chart.attrib["aria-describedby"]] == "What & why"


def test_lengths_are_in_proportion_and_a_given_end_of_the_scale_is_kept() -> None:
    pair = drawn(Bar("a", 10, "10"), Bar("b", 40, "40")).findall("rect")
    assert [edges(shape) for shape in pair] == [(0, 25), (0, 100)]
    (share,) = drawn(Bar("a", 38, "38%"), most=100).findall("rect")
    assert edges(share) == (0, 38)


def test_a_loss_goes_the_other_way_from_zero() -> None:
    loss, gain = drawn(Bar("a", -1, "-1"), Bar("b", 3, "3")).findall("rect")
    assert edges(loss) == (0, 25)
    assert edges(gain) == (25, 100)


def test_an_interval_alone_is_a_band_and_with_a_value_a_line_over_the_bar() -> None:
    band = drawn(Bar("a", None, "4 to 8", 4, 8))
    assert edges(band.findall("rect")[0]) == (50, 100)
    assert not band.findall("line")
    both = drawn(Bar("a", 6, "6", 4, 8))
    line = both.findall("line")[0]
    assert (line.attrib["x1"], line.attrib["x2"]) == ("50.00%", "100.00%")
    assert edges(both.findall("rect")[0]) == (0, 75)


def test_arabic_reads_from_the_right() -> None:
    with translation.override("ar"):
        chart = drawn(Bar("a", 10, "10"), Bar("b", 40, "40"))
    assert [edges(shape) for shape in chart.findall("rect")] == [(75, 100), (0, 100)]
    assert chart.findall("text")[0].attrib["x"] == "100%"


def test_a_break_is_said_and_drawn_before_its_row() -> None:
    chart = drawn(Bar("a", 1, "1"), Bar("b", 2, "2", break_before="Counted in another way"))
    tags = [part.tag for part in chart]
    texts = [part.text for part in chart.findall("text")]
    assert texts.index("Counted in another way") == texts.index("b") - 1
    assert tags.index("line") > tags.index("rect")


@pytest.mark.parametrize("rows", [[], [Bar("none", 0, "0")]])
def test_nothing_to_draw_is_no_fault(rows: list[Bar]) -> None:
    assert drawn(*rows).attrib["role"] == "img"


@given(st.lists(rows(), max_size=5), st.sampled_from(["en", "ar"]))
def test_any_rows_stay_inside_the_picture_and_carry_no_style(given: list[Bar], lang: str) -> None:
    with translation.override(lang):
        markup = bars(given, title="t", description="d")
    assert "style=" not in re.sub(r">[^<]*<", "><", markup)
    for share in re.findall(r'(?:x|x1|x2|width)="([^"]*)%"', markup):
        assert -0.01 <= float(share) <= 100.01
    chart = ElementTree.fromstring(markup)  # noqa: S314  our own markup
    height = float(chart.attrib["height"].rstrip("em"))
    assert all(float(t.attrib["y"].rstrip("em")) <= height for t in chart.findall("text"))
