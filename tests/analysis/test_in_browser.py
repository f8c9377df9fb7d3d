"""The result on a phone and on a desk: the verdict comes first, and nothing hangs over the side."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.analysis.conftest import put, upload
from tests.cast import Cast
from tests.chromium import chromium
from tests.sites import StaffClient
from waymark.analysis import running

pytestmark = pytest.mark.browser
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_every_page_fits(ivan: StaffClient, cast: Cast) -> None:
    done = put(cast.ivan_analyst)
    running.run_waiting()
    waiting = put(cast.ivan_analyst)
    answers = [
        ivan.get(reverse("analysis")),
        ivan.post(reverse("analysis_new"), upload("a,b\n")),
        ivan.get(reverse("analysis_estimate", args=[waiting.pk])),
        ivan.get(reverse("analysis_estimate", args=[done.pk])),
    ]
    pages = [answer.content.decode() for answer in answers]
    with chromium() as browser:
        for width in (360, 1280):
            look(browser, pages, width)


def look(browser: Browser, pages: list[str], width: int) -> None:
    """The last page is a result."""
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    for text in pages:
        page.set_content(text)
        assert page.evaluate(OVER) <= 0, (width, page.title())
        assert page.locator("h1").count() == 1
    verdict = page.get_by_text("What may be said in public").bounding_box()
    table = page.get_by_role("table").filter(has_text="log-linear").last.bounding_box()
    plot = page.get_by_role("img", name="Estimates by method").bounding_box()
    assert verdict
    assert table
    assert plot
    assert verdict["y"] < table["y"] < plot["y"]
    assert plot["width"] == 720  # letters stay legible; it scrolls inside its own box
    context.close()
