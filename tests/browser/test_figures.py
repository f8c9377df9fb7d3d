"""A chart on a phone: nothing cut, nothing over another, the same numbers in a table, no script."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Phones, Sites

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TEXTS = """() => [...document.querySelectorAll('svg text')].map(text => {
    const box = text.getBoundingClientRect();
    return {left: box.left, right: box.right, top: box.top, bottom: box.bottom,
            text: text.textContent};
})"""


def overlapping(texts: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Texts of the chart that cover a part of each other, beyond the room between lines."""
    return [
        (one["text"], other["text"])
        for number, one in enumerate(texts)
        for other in texts[number + 1 :]
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 4
    ]


def open_chart(phones: Phones, sites: Sites, language: str, large: bool) -> Page:
    page = phones.open(width=320, scripts=True, language=language)
    page.goto(f"{sites.public}/{language}/figures/series/line-cases/")
    if large:
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    return page


@pytest.mark.parametrize(("language", "large"), [("en", False), ("en", True), ("ar", False)])
def test_a_chart_fits_a_small_phone(
    sites: Sites, phones: Phones, language: str, large: bool
) -> None:
    page = open_chart(phones, sites, language, large)
    texts = page.evaluate(TEXTS)
    assert len(texts) > 12
    assert overlapping(texts) == []
    width = page.evaluate("innerWidth")
    assert all(0 <= text["left"] < text["right"] <= width + 1 for text in texts)


def test_from_the_topics_to_a_figure_without_scripts(sites: Sites, phones: Phones) -> None:
    page = phones.open(scripts=False)
    page.goto(f"{sites.public}/en/figures/")
    page.get_by_role("link", name="The whole world").click()
    page.get_by_role("link", name="Forced sexual exploitation in the world").click()
    assert page.get_by_role("img", name="Forced sexual exploitation in the world").is_visible()
    page.get_by_role("table").get_by_role("link", name="about 4.8 million").click()
    page.get_by_role("link", name="6,300,000 people").click()
    assert page.get_by_text("Figures that it replaced").is_visible()
    assert "@misc{world-sex-2021" in page.locator("pre").inner_text()
