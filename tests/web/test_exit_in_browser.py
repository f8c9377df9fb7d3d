"""The exit's script in a real browser: what makes it leave, what must not, and what Back finds."""

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import Browser, Page

from waymark.config import public as public_settings
from waymark.web import queries
from waymark.web.models import Site

pytestmark = pytest.mark.browser


class Silent(WSGIRequestHandler):
    """Answers without a line on the terminal."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        return


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A public site of this room alone; its exit leads to the same server by another name."""
    with (
        pytest.MonkeyPatch.context() as patched,
        override_settings(
            SITE="public",
            ROOT_URLCONF="tests.web.public_site",
            MIDDLEWARE=public_settings.MIDDLEWARE,
        ),
    ):
        server = make_server("127.0.0.1", 0, WSGIHandler(), WSGIServer, Silent)
        neutral = f"http://localhost:{server.server_port}/robots.txt"
        patched.setattr(queries, "site", lambda: Site(exit_url=neutral))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.set_default_timeout(10_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto("about:blank")
    yield page
    context.close()
    assert problems == []


def left(page: Page) -> None:
    page.wait_for_url("http://localhost:*/robots.txt")


def send(page: Page) -> None:
    page.get_by_role("button", name="Send").click()
    page.get_by_text("sent once").wait_for()


def test_a_visit_is_one_entry_and_back_finds_none_of_it(page: Page, address: str) -> None:
    page.goto(f"{address}/en/")
    page.get_by_role("link", name="Stay safe").click()
    page.wait_for_url("**/safe/")
    page.get_by_role("link", name="What this site keeps").click()
    page.wait_for_url("**/about/")
    page.get_by_role("link", name="Leave this site", exact=True).click()
    left(page)
    page.go_back()
    assert page.url == "about:blank"


def test_a_form_that_was_sent_is_not_found_after_leaving(page: Page, address: str) -> None:
    page.goto(f"{address}/en/write/")
    page.get_by_label("Text").fill("private words")
    send(page)
    page.get_by_role("link", name="Leave this site", exact=True).click()
    left(page)
    page.go_back(wait_until="commit")
    left(page)
    assert "private words" not in page.content()


def test_going_back_to_a_form_without_leaving_works(page: Page, address: str) -> None:
    page.goto(f"{address}/en/write/")
    page.get_by_label("Text").fill("private words")
    send(page)
    page.go_back()
    assert page.url == f"{address}/en/write/"
    assert page.get_by_label("Text").is_visible()


def test_leaving_from_a_page_gone_back_to_takes_the_pages_ahead_with_it(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/en/write/")
    page.get_by_label("Text").fill("private words")
    send(page)
    page.go_back()
    page.get_by_role("link", name="Leave this site", exact=True).click()
    left(page)
    assert page.go_forward() is None
    page.go_back(wait_until="commit")
    left(page)


def test_shift_three_times_leaves_even_from_a_field(page: Page, address: str) -> None:
    page.goto(f"{address}/en/write/")
    page.get_by_label("Text").focus()
    for _ in range(3):
        page.keyboard.press("Shift")
    left(page)


def test_escape_twice_leaves(page: Page, address: str) -> None:
    page.goto(f"{address}/en/")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    left(page)


def test_the_first_stop_of_the_keyboard_leaves(page: Page, address: str) -> None:
    page.goto(f"{address}/en/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    left(page)


@pytest.mark.parametrize(
    "keys",
    [
        ["Escape", "Escape", "Escape"],
        ["Shift+H", "Shift+E", "Shift+L", "Shift+P"],
        ["Shift", "Shift", "a", "Shift", "Shift", "b"],
        ["Alt+Shift", "Alt+Shift", "Alt+Shift", "Alt+Shift"],
        ["Control+Shift", "Control+Shift", "Control+Shift"],
    ],
)
def test_writing_does_not_leave(page: Page, address: str, keys: list[str]) -> None:
    page.goto(f"{address}/en/write/")
    page.get_by_label("Text").focus()
    for key in keys:
        page.keyboard.press(key)
    page.evaluate("new Promise(requestAnimationFrame)")
    assert page.url == f"{address}/en/write/"
    assert page.get_by_label("Text").is_visible()


def test_shift_presses_far_apart_do_not_leave(page: Page, address: str) -> None:
    page.clock.install()
    page.goto(f"{address}/en/")
    for _ in range(4):
        page.keyboard.press("Shift")
        page.clock.fast_forward(5001)
    assert page.url == f"{address}/en/"


def test_without_scripts_the_link_leaves(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/ar/")
    page.locator("a.leave").click()
    left(page)
    context.close()


def test_nothing_is_stored_and_nobody_else_is_asked(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/en/write/")
    page.get_by_label("Text").fill("private words")
    send(page)
    assert asked == [f"{address}/en/write/"] * 2
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("name") == ""


def test_the_bar_stays_in_sight_and_covers_no_focus(page: Page, address: str) -> None:
    page.goto(f"{address}/en/safe/")
    bar = page.locator("a.leave")
    page.locator("footer a").last.focus()
    box = bar.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 20
    assert box["height"] >= 44
    for _ in range(8):
        page.keyboard.press("Shift+Tab")
        focused = page.locator(":focus")
        inside = focused.evaluate("e => !!e.closest('.bar') || e.classList.contains('hidden')")
        top = focused.bounding_box()
        assert inside or (top is not None and top["y"] >= box["y"] + box["height"])
