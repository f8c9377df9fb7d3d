"""Every page that may be kept, found over links, keeps the promises of the public site."""

import gzip
import re

from django.conf import settings
from django.urls import resolve
from django.utils import translation

from tests.exporting.conftest import DRAWN, URL
from waymark.exporting.asking import Answer, Asked
from waymark.exporting.crawling import crawl

MOST_BYTES = 14 * 1024
PADDING = 100  # random bytes that Django's compression adds at most
NOBODY_READS = 503  # the page for reports, where nobody takes them
# Whatever makes a browser ask for more; the one icon that is allowed is empty.
LOADS = re.compile(
    rb"<(?:img|image|iframe|object|embed|video|audio|source|base|frame)\b[^>]*>"
    rb'|<link(?! rel="icon" href="data:,">)[^>]*>|<script\s[^>]*>|@import|url\((?!"?data:)'
)
FIRST = "en"


def wire_bytes(answer: Answer) -> int:
    """What travels at most: status line, headers and the compressed body."""
    headers = sum(len(f"{name}: {value}\r\n".encode()) for name, value in answer.headers.items())
    compressed = len(gzip.compress(answer.body, 6))
    return len("HTTP/1.1 200 OK\r\n\r\n") + headers + compressed + PADDING


def problems(path: str, answer: Answer) -> list[str]:
    """What a page does that no public page may do."""
    found = []
    if not answer.is_page:
        found.append(f"{answer.status}, not the same for everybody in each language")
    if (size := wire_bytes(answer)) > MOST_BYTES:
        found.append(f"{size} bytes")
    if "set-cookie" in answer.headers:
        found.append("sets a cookie")
    found += [f"loads {tag.decode()}" for tag in LOADS.findall(answer.body)]
    return [f"{path}: {each}" for each in found]


def conditional_problems(site: Asked, path: str, page: Answer) -> list[str]:
    """Whether a cache that holds the page is told that nothing changed."""
    etag = page.headers.get("etag", "none")
    asked = [
        (304, site.ask(path, if_none_match=etag)),
        (304, site.ask(path, method="HEAD", if_none_match=etag)),
        (200, site.ask(path, method="HEAD")),
        (200, site.ask(path, if_none_match='W/"another"')),
    ]
    found = [(answer.status, answer.headers.get("etag")) for _status, answer in asked]
    expected = [(status, etag) for status, _answer in asked]
    return [] if found == expected else [f"{path}: asked again it answers {found}"]


def kind_of(path: str) -> str:
    """The view's name."""
    with translation.override(FIRST):
        return resolve(path).view_name


def test_every_page_is_small_whole_and_can_be_kept(site: None) -> None:
    asked = Asked(URL)
    others = [code for code, _name in settings.LANGUAGES if code != FIRST]
    wrong: list[str] = []
    kinds: set[str] = set()
    pages = 0
    for path, answer in crawl(asked, [FIRST], leave_out=(*DRAWN, ".zip", ".csv", ".json")):
        if answer.status not in {200, NOBODY_READS}:
            wrong.append(f"a link leads to {path}, which answers {answer.status}")
        if not answer.is_page:
            continue
        pages += 1
        wrong += problems(path, answer)
        for language in others if path != "/" else []:
            other = path.replace(f"/{FIRST}/", f"/{language}/", 1)
            wrong += problems(other, asked.ask(other))
        if kind_of(path) not in kinds:
            kinds.add(kind_of(path))
            wrong += conditional_problems(asked, path, answer)
    assert wrong == []
    assert {"home", "safety", "lines", "lines_in", "read_page", "signs_at"} <= kinds
    assert pages > 50
