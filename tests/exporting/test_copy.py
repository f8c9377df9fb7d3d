"""A copy leads only to itself, says from when it is, and holds nothing but what may be kept."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from tests.exporting.conftest import DAY, DRAWN, URL, Made
from waymark.exporting.pages import exit_script
from waymark.exporting.places import FILES
from waymark.exporting.tags import Page
from waymark.web import inline

pytestmark = pytest.mark.django_db  # the copy is made from a database
BESIDE = {"x.html", "_headers", "README.txt", "copy.json"}


def links_of(made: Made) -> list[tuple[str, str]]:
    return [(name, link) for name, text in made.pages().items() for link in Page(text).links()]


def test_every_link_leads_to_a_file_or_away(copy: Made) -> None:
    lost, hosts = [], set()
    for name, link in links_of(copy):
        parts = urlsplit(link)
        if parts.scheme in {"http", "https"}:
            hosts.add(parts.hostname or "")
        elif not parts.scheme and parts.path:
            file = (copy.folder / name).parent / unquote(urldefrag(link).url)
            lost += [] if file.resolve().is_file() else [(name, link)]
    assert lost == []
    assert not [host for host in hosts if host.startswith(("localhost", "127.", "::"))]
    assert copy.copied.pages == len(copy.pages()) > 100
    assert copy.copied.address == URL


def test_nothing_is_in_it_that_may_not_be_kept(copy: Made) -> None:
    found = (path for path in copy.folder.rglob("*") if path.is_file())
    names = {str(path.relative_to(copy.folder)) for path in found}
    files = names - BESIDE - set(copy.pages())
    assert {Path(name).suffix for name in files} <= set(FILES) - set(DRAWN)
    assert copy.copied.files == len(files)
    for part in ("write", "return", "find"):
        assert not [name for name in names if f"/{part}/" in f"/{name}"]


def test_only_what_had_to_change_has_changed(copy: Made) -> None:
    """Put back by hand, a page is the site's own, byte for byte."""
    text = (copy.folder / "ar/about/index.html").read_text("utf-8")
    text = re.sub(r'\n<meta http-equiv="Con.*\n<meta name="referrer".*', "", text, count=1)
    text = re.sub(r'\n<p class="notice small">.*<time .*', "", text, count=1)
    text = text.replace(exit_script("../../x.html"), inline.public_script().text)
    text = text.replace(' href="../../x.html"', ' href="/x"')
    text = re.sub(r' href="../../([a-z]+/about/)index.html"', r' href="/\1"', text)
    text = re.sub(r' href="../([a-z]*/?)index.html"', r' href="/ar/\1"', text)
    text = text.replace(' href="index.html"', ' href="/ar/about/"')
    assert text.replace(f' href="{URL}/', ' href="/') == copy.about


@pytest.mark.parametrize("name", ["index.html", "en/index.html", "ar/read/what/index.html"])
def test_what_headers_say_stands_first_in_the_page(copy: Made, name: str) -> None:
    text = (copy.folder / name).read_text("utf-8")
    meta, referrer = [tag for tag in Page(text).tags if tag.name not in {"html", "head"}][:2]
    assert meta.value("http-equiv") == "Content-Security-Policy"
    assert (referrer.value("name"), referrer.value("content")) == ("referrer", "no-referrer")
    assert text.encode().find(b"<meta charset") < 900, "browsers look in the first 1,024 bytes"
    policy = meta.value("content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors" not in policy, "browsers refuse it there"
    assert f"form-action {URL};" in policy
    script = text.partition("<script>")[2].partition("</script>")[0]
    assert f"script-src {inline.source_of(script)};" in policy


def test_the_way_out_needs_no_server(copy: Made) -> None:
    text = (copy.folder / "x.html").read_text("utf-8")
    assert text.count("</script>") == 1, "the address cannot end the script"
    assert r'location.replace("https://weather.example/?a=1&b=\u003c/script>")' in text
    assert "0; url=https://weather.example/?a=1&b=</script>" in unescape(text)
    leaving = exit_script("../../x.html")
    assert '"/x"' not in leaving
    assert leaving.count('"../../x.html"') == 2
    assert 'link.pathname.endsWith("/x.html")' in leaving
    assert leaving in (copy.folder / "en/safe/index.html").read_text("utf-8")
    assert "Clear-Site-Data" in (copy.folder / "_headers").read_text("utf-8")


def test_each_page_says_from_when_it_is(copy: Made) -> None:
    assert "copy from" in copy.main("en/index.html")
    for name in copy.pages():
        # In the organisation's own time zone; the clock of the test is past midnight elsewhere.
        assert f'<time datetime="{DAY}">' in copy.main(name), name


def test_each_page_says_until_when_its_own_numbers_hold(copy: Made) -> None:
    canada = Page(copy.main("en/lines/ca/index.html"))
    banner = [tag.value("datetime") for tag in canada.tags if tag.name == "time"][:2]
    assert banner == [DAY, str(copy.canada_until)]
    every = re.compile(r"lines of help hold until <time datetime=\"([0-9-]+)\"")
    ends = [found[1] for text in copy.pages().values() if (found := every.search(text))]
    assert min(ends) == str(copy.copied.until)
    assert str(copy.copied.until) in (copy.folder / "README.txt").read_text("utf-8")


def test_a_certificate_can_be_filled_in_from_a_stick(copy: Made) -> None:
    found = copy.page("ar/lessons/public/certificate/index.html")
    inputs = [tag for tag in found.tags if tag.name == "input"]
    # The day of the copy is not the day of the lesson: it is left to the learner.
    assert [tag.value("id") for tag in inputs] == ["name", "day"]
    assert not [tag for tag in inputs if "disabled" in tag.attributes]


def test_it_does_not_say_who_answers_now(copy: Made) -> None:
    for name, text in copy.pages().items():
        assert "Open now" not in text, name
        assert "Closed now" not in text, name


def test_everything_else_is_found_on_the_site(copy: Made) -> None:
    links = {link for _name, link in links_of(copy)}
    assert {f"{URL}/en/write/", f"{URL}/ar/find/", f"{URL}/es/"} <= links
    form = copy.page("en/options/index.html").first("form")
    assert form is not None
    assert form.value("action") == f"{URL}/en/options/", "without one it would send to the file"


def test_anybody_can_serve_it(copy: Made) -> None:
    for path in (copy.folder, *copy.folder.rglob("*")):
        assert path.stat().st_mode & 0o044 == 0o044, path
