"""A lesson in a real browser: without scripts, inside another site, inside a learning system."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Frame, Page
from pytest_django.live_server_helper import LiveServer

from tests.learn.lessons.conftest import RIGHT, WRONG
from tests.sites import PublicClient, site_settings
from waymark.config import public
from waymark.learn.lessons import scorm
from waymark.learn.lessons.reading import Lesson, read_library
from waymark.learn.models import FirstCount

pytestmark = pytest.mark.browser
RUNTIME = Path(__file__).resolve().parents[3] / "node_modules/scorm-again/dist/scorm12.min.js"
HOST = """<!doctype html><title>School</title><script src="scorm12.min.js"></script><script>
window.API = new Scorm12API({autocommit: false, logLevel: 5});
var told = [], set = API.LMSSetValue;
API.LMSSetValue = function (key, value) {
  var taken = set.call(API, key, value);
  told.push([key, value, String(taken)]);
  return taken;
};
if (location.hash) API.loadFromJSON(JSON.parse(decodeURIComponent(location.hash.slice(1))));
</script><iframe src="index.html" width="700" height="700"></iframe>"""


class Silent(SimpleHTTPRequestHandler):
    """Answers without a line on the terminal."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        return


@pytest.fixture
def school(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The folder and address of another site."""
    folder = tmp_path / "school"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def address(transactional_db: None, settings: Any) -> Iterator[str]:
    """The public site, under another name than the school's."""
    settings.STATIC_URL, settings.MEDIA_URL = "/no-static/", "/no-media/"
    # The server takes its middleware when it starts, so the site is chosen first, and the server
    # is this test's own: the shared one may have begun as the staff site.
    with override_settings(**site_settings(public)):
        live = LiveServer("localhost")
        yield f"http://localhost:{live.url.rsplit(':', 1)[1]}"
        live.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    context.close()
    assert problems == []


def choose(page: Page | Frame, moment: str, values: tuple[str, ...]) -> None:
    for number, value in enumerate(values, start=1):
        page.locator(f"input[name={moment}{number}][value='{value}']").check()


@pytest.mark.django_db(transaction=True)
def test_without_scripts_nothing_leaves_before_the_tick(
    browser: Browser, address: str, tiny: Lesson
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.set_default_timeout(10_000)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(f"{address}/en/lessons/tiny/")
    reasons = page.locator(".why")
    assert [reasons.nth(number).is_visible() for number in range(2)] == [False, False]
    page.get_by_text("Ask her about it.").click()
    assert page.get_by_text("She can tell you more.").is_visible()
    choose(page, "b", WRONG)
    choose(page, "a", RIGHT)
    assert reasons.first.is_visible()
    page.get_by_role("button", name="Show what would be counted").click()
    assert sent == ["GET"]  # the box is not ticked
    page.get_by_label("Yes, send my answers.").check()
    page.get_by_role("button", name="Show what would be counted").click()
    page.get_by_role("button", name="Count this and give me a code").click()
    assert page.locator(".code").is_visible()
    assert sent == ["GET", "POST", "POST"]
    assert FirstCount.objects.get().after == 2
    context.close()


@pytest.mark.django_db(transaction=True)
def test_inside_another_site_the_lesson_answers_in_its_frame(
    address: str, page: Page, school: tuple[Path, str], tiny: Lesson, settings: Any
) -> None:
    # `page` stands behind `address`, so that the browser lets go before the server stops.
    folder, origin = school
    settings.EMBED_ORIGINS = (origin,)
    frame = '<title>School</title><iframe src="{}/{}/lessons/tiny/embed/"></iframe>'
    (folder / "host.html").write_text(frame.format(address, "en"), encoding="utf-8")
    page.goto(f"{origin}/host.html")
    inside = page.frames[1]
    choose(inside, "b", WRONG)
    choose(inside, "a", RIGHT)
    inside.get_by_label("Yes, send my answers.").check()
    inside.get_by_role("button", name="Show what would be counted").click()
    inside.get_by_role("button", name="Count this and give me a code").click()
    inside.locator(".code").wait_for()
    assert page.url == f"{origin}/host.html"
    assert inside.url == f"{address}/en/lessons/tiny/embed/count/"
    settings.EMBED_ORIGINS = ("https://elsewhere.example",)
    (folder / "host.html").write_text(frame.format(address, "es"), encoding="utf-8")
    page.goto(f"{origin}/host.html")
    refused = page.frames[1]
    if not refused.url:  # the browser puts its own page there a moment later
        page.wait_for_event("framenavigated")
    assert refused.url.startswith("chrome-error:")


@pytest.mark.django_db
def test_a_typed_name_is_printed_as_text_and_sent_nowhere(
    page: Page, public_client: PublicClient, tiny: Lesson
) -> None:
    page.set_content(public_client.get("/en/lessons/tiny/certificate/").text)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    name = page.get_by_label("Name")
    name.fill("Ana")
    name.press("Enter")
    page.emulate_media(media="print")
    assert name.input_value() == "Ana"
    style = name.evaluate(
        "of => (s => [s.borderTopWidth, s.borderLeftWidth, s.outlineStyle])(getComputedStyle(of))"
    )
    assert style == ["0px", "0px", "none"]
    assert page.locator("label").is_hidden()
    assert page.locator("header").is_hidden()
    assert asked == []


def core_of(page: Page) -> dict[str, Any]:
    """What the learning system knows: status, score and so on."""
    found: dict[str, Any] = page.evaluate("JSON.parse(JSON.stringify(API.cmi.core))")
    return found


def unpack(folder: Path, lesson: Lesson) -> None:
    if not RUNTIME.is_file():
        pytest.skip("scorm-again is not installed: run `npm ci` to test packages in its runtime")
    (folder / "index.html").write_text(scorm.index(lesson), encoding="utf-8")
    (folder / RUNTIME.name).write_bytes(RUNTIME.read_bytes())
    (folder / "host.html").write_text(HOST, encoding="utf-8")


def test_in_a_learning_system_status_score_and_answers_arrive_and_come_back(
    page: Page, school: tuple[Path, str], tiny: Lesson
) -> None:
    folder, origin = school
    unpack(folder, tiny)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{origin}/host.html")
    inside = page.frames[1]
    choose(inside, "b", WRONG)
    choose(inside, "a", ("2",))
    core = core_of(page)
    assert core["lesson_status"] == "incomplete"
    half = page.evaluate("API.cmi.suspend_data")
    assert half == "b1=1&b2=2&a1=2"

    page.goto("about:blank")
    kept = json.dumps({"suspend_data": half, "core": {"lesson_status": "incomplete"}})
    page.goto(f"{origin}/host.html#{quote(kept)}")
    inside = page.frames[1]
    inside.locator("input[name=a1][value='2']:checked").wait_for()
    assert inside.locator("input:checked").count() == 3
    choose(inside, "a", ("2", "2"))
    core = core_of(page)
    assert (core["lesson_status"], core["score"]["raw"], core["score"]["max"]) == (
        "completed", "50", "100",
    )  # fmt: skip
    assert inside.get_by_text("Right before: 0 of 2. Right after: 1 of 2.").is_visible()
    objectives = page.evaluate("API.cmi.objectives.childArray.map(o => [o.id, o.score.raw])")
    assert objectives == [["before", "0"], ["after", "50"]]
    page.evaluate("document.querySelector('iframe').remove()")
    page.wait_for_function("API.isTerminated()")
    told: list[list[str]] = page.evaluate("told")
    assert {taken for _, _, taken in told} == {"true"}
    assert any(key == "cmi.core.session_time" and value[:8] == "0000:00:" for key, value, _ in told)
    assert all(url.startswith(origin) for url in asked if url != "about:blank")


def test_a_package_without_a_learning_system_still_teaches(
    page: Page, school: tuple[Path, str]
) -> None:
    folder, origin = school
    (folder / "index.html").write_text(scorm.index(read_library()["public"]["en"]), "utf-8")
    page.goto(f"{origin}/index.html")
    for name in [f"{moment}{number}" for moment in "ba" for number in range(1, 7)]:
        page.locator(f"input[name={name}][data-right]").check()
    assert page.get_by_text("Right before: 6 of 6. Right after: 6 of 6.").is_visible()
