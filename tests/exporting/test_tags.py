"""Tags are found at their exact places, whatever stands around them."""

from html import escape
from pathlib import PurePosixPath
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.exporting.places import file_of, own_path, relative
from waymark.exporting.tags import Page, changed
from waymark.web.hosts import reachable

TEXTS = st.text(alphabet="ab<>&\"'= \n/é؟href", max_size=12)
NAMES = st.sampled_from(["href", "title", "class", "data-href", "rel"])


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A page with links among noise, and the values of its href attributes in order."""
    parts, hrefs = ["<!doctype html>\n<p>"], []
    for _ in range(draw(st.integers(0, 5))):
        noise, value, title = draw(TEXTS), draw(TEXTS), draw(TEXTS)
        quote = draw(st.sampled_from("\"'"))
        space = draw(st.sampled_from([" ", "\n", "  "]))
        parts.append(escape(noise))
        parts.append(f"<a{space}title={quote}{escape(title)} href=x{quote}")
        parts.append(f"{space}href={quote}{escape(value)}{quote}>{escape(noise)}</a>")
        parts.append("<script>if (a < b) c = '<a href=no>';</script>")
        hrefs.append(value)
    return "".join(parts), hrefs


@given(pages())
def test_every_link_is_found_where_it_stands(made: tuple[str, list[str]]) -> None:
    source, hrefs = made
    page = Page(source)
    assert page.links() == hrefs
    assert changed(source, []) == source
    edits = []
    for tag in page.tags:
        assert source[tag.start] == "<"
        assert source[tag.end - 1] == ">"
        for link in tag.links:
            edits.append((link.start, link.end, " href=new"))
        if tag.closed is not None:
            assert source[tag.closed :].startswith("</a>")
    turned = changed(source, edits)
    assert Page(turned).links() == ["new"] * len(hrefs)
    assert len(turned) == len(source) + sum(len(t) - (b - a) for a, b, t in edits)


@pytest.mark.parametrize(
    ("raw", "links"),
    [
        ("<a href=/en/ class=x>", ["/en/"]),
        ('<a HREF="/en/">', ["/en/"]),
        ("<a href>", [""]),
        ('<a data-href="/no/" title="a href=/no/">', []),
        ('<a href="/one/" href="/two/">', ["/one/"]),
        ('<br/><img src="a.png"/>', ["a.png"]),
        ('<a href="?a=1&amp;b=2">', ["?a=1&b=2"]),
    ],
)
def test_attributes_as_browsers_read_them(raw: str, links: list[str]) -> None:
    assert Page(f"<p>\n {raw}").links() == links


SEGMENTS = st.lists(st.sampled_from(["en", "ar", "read", "what", "a-b", "signs"]), max_size=4)


@given(SEGMENTS, SEGMENTS)
def test_the_way_between_two_files_is_found_by_any_browser(one: list[str], two: list[str]) -> None:
    here = "/".join([*one, "index.html"])
    there = "/".join([*two, "package.zip"])
    base = "file:///media/a stick/copy/"
    assert urljoin(f"{base}{here}", relative(there, seen_from=here)) == f"{base}{there}"


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/en/read/what/", "en/read/what/index.html"),
        ("/en/figures.csv", "en/figures.csv"),
        ("/x", "x.html"),
        ("/en/read", ""),
        ("/en/read/what/?page=2", ""),
        ("/healthz", ""),
        ("/en/page.html", ""),
    ],
)
def test_which_file_holds_an_address(path: str, file: str) -> None:
    assert file_of(path) == file


@given(st.text(max_size=20))
def test_no_address_leads_out_of_the_folder(path: str) -> None:
    for tried in (path, f"/{path}", f"/{path}/", f"/../{path}.csv", f"/en/..{path}/"):
        file = PurePosixPath(file_of(tried) or "none")
        assert not file.is_absolute()
        assert ".." not in file.parts
        assert "\\" not in str(file)


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("/en/", "/en/"),
        ("../who/#top", "/en/read/who/"),
        ("https://help.example/en/?a=1", "/en/?a=1"),
        ("https://help.example", "/"),
        ("https://help.example.evil/en/", None),
        ("https://other.example/en/", None),
        ("//other.example/en/", None),
        ("tel:+15550100", None),
        ("data:,", None),
        ("mailto:a@help.example", None),
    ],
)
def test_which_links_are_our_own(link: str, path: str | None) -> None:
    assert own_path(link, on="/en/read/what/", url="https://help.example") == path


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://help.example/", "https://help.example"),
        ("http://192.0.2.7:8000", "http://192.0.2.7:8000"),
        ("http://127.0.0.1:8000", ""),
        ("http://127.9.9.9", ""),
        ("http://[::1]:8000", ""),
        ("http://0.0.0.0:8000", ""),
        ("http://localhost:8000", ""),
        ("http://help.localhost", ""),
        ("", ""),
    ],
)
def test_an_address_that_only_this_machine_reaches_is_none(url: str, address: str) -> None:
    assert reachable(url) == address
