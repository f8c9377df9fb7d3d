"""Find every page that links lead to, so that no page is forgotten by a list."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import Page

# One page of each kind is enough: a report, a worker, a page of a list.
_VARIABLE = re.compile(
    r"/[0-9a-f]{8}-[0-9a-f-]{27}(?=/)|(?<=/lines)/[a-z]{2}(?=/)|/[0-9]+(?=/)"
    r"|(?<=/lessons)/(?!later/)[a-z0-9-]+(?=/)"
    r"|(?<=/posters)/[a-z]+(/[a-z0-9-]+)?(?=/)|(?<=/instruments)/[a-z]+-[a-z-]+(?=/)"
    r"|(?<=/erase/record)/[a-z.]+(?=/)|(?<=/records)/[a-z-]+(?=/)"
    r"|(?<=/cases/list)/[a-z]+(?=/)|(?<=/cases/fields)/[a-z_]+(?=/)|(?<=/law)/[a-z0-9-]+(?=/)"
    r"|(?<=/cells)/[a-z_+]+(?=/)"
    r"|(?<=/figures)/(?!about/|series/|unused/)[a-z0-9-]+(?=/)|(?<=/figures/series)/[a-z-]+(?=/)"
)
# Pages of one template that differ in their text only.
_TEXTS = re.compile(r"(?<=/read)/[a-z0-9-]+(?=/)|(?<=/signs)/[a-z]+(?=/)|(?<=/about)/[a-z-]+(?=/)")
# What has states of its own, as the pages of a case list it: its address, then a pill that says so.
_STATED = re.compile(
    r'href="(/cases/[0-9a-f-]{36}/(releases|referrals|demands|rights)/[0-9a-f-]{36}/)".*?'
    r'class="pill[^"]*">([^<]+)<',
    re.DOTALL,
)
_CASE = re.compile(r'href="(/cases/[0-9a-f-]{36}/)"')
HREFS = "all => all.map(a => a.href)"
MOST_PAGES = 220  # a supervisor who also works on cases has some 140 kinds


def kind(address: str, *, texts: bool = True) -> str:
    """An address with what varies taken out; without `texts`, one text stands for all."""
    found = _VARIABLE.sub("/*", urlsplit(address).path)
    return found if texts else _TEXTS.sub("/*", found)


def one_of_each_state(page: Page, site: str) -> list[str]:
    """A release, referral, demand and request of each state that they have in any open case.

    Their pages are of one kind, and show other things in each state.
    """
    get = page.request.get
    found: dict[tuple[str, str], str] = {}
    for case in sorted(set(_CASE.findall(get(f"{site}/cases/list/all/open/").text()))):
        for tab in ("releases", "referrals", "demands", "rights"):
            for address, what, state in _STATED.findall(get(f"{site}{case}{tab}/").text()):
                found.setdefault((what, state), f"{site}{address}")
    return list(found.values())


def pages_from(
    page: Page,
    start: str,
    *,
    more: Iterable[str] = (),
    leave_out: tuple[str, ...] = (),
    texts: bool = True,
) -> Iterator[str]:
    """One address of every kind that can be reached over links from `start` on the same site.

    Those in `more` are opened as well, whatever their kind. When an address is yielded, its page
    is open.
    """
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(start))
    found: dict[str, str] = {kind(start, texts=texts): start}
    waiting = [start, *more]
    while waiting:
        address = waiting.pop(0)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        for link in page.locator("a[href]:not([download])").evaluate_all(HREFS):
            target = urldefrag(urljoin(address, link)).url
            path = urlsplit(target).path
            if not target.startswith(f"{origin}/") or path.startswith(leave_out):
                continue
            if (what := kind(target, texts=texts)) not in found:
                # Addresses without end need a pattern above; to stop would leave pages unseen.
                assert len(found) < MOST_PAGES, f"too many kinds of pages: {sorted(found)}"
                found[what] = target
                waiting.append(target)
        yield address
