"""Find every page that links lead to, so that no page is forgotten by a list."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import Page

# One page of each kind is enough: a report, a worker, a page of a list.
_VARIABLE = re.compile(
    r"/[0-9a-f]{8}-[0-9a-f-]{27}(?=/)|(?<=/lines)/[a-z]{2}(?=/)|/[0-9]+(?=/)"
    r"|(?<=/lessons)/(?!later/)[a-z0-9-]+(?=/)"
    r"|(?<=/posters)/[a-z]+(/[a-z0-9-]+)?(?=/)|(?<=/instruments)/[a-z]+-[a-z-]+(?=/)"
    r"|(?<=/figures)/(?!about/|series/|unused/)[a-z0-9-]+(?=/)|(?<=/figures/series)/[a-z-]+(?=/)"
)
HREFS = "all => all.map(a => a.href)"
MOST_PAGES = 160


def kind(address: str) -> str:
    """An address with what varies taken out."""
    parts = urlsplit(address)
    return _VARIABLE.sub("/*", parts.path)


def pages_from(page: Page, start: str, *, leave_out: tuple[str, ...] = ()) -> Iterator[str]:
    """One address of every kind that can be reached over links from `start` on the same site.

    When an address is yielded, its page is open.
    """
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(start))
    found: dict[str, str] = {kind(start): start}
    waiting = [start]
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
            if kind(target) not in found:
                # Addresses without end need a pattern above; to stop would leave pages unseen.
                assert len(found) < MOST_PAGES, f"too many kinds of pages: {sorted(found)}"
                found[kind(target)] = target
                waiting.append(target)
        yield address
