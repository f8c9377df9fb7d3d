"""Pages that are the same for everybody but for a few words: rendered once in some seconds.

Rendering the receipt takes longer than storing the report. So the page is rendered with marks in
place of what differs, kept for a moment, and the marks are replaced. No word that anybody wrote
is ever kept, only what the templates, the settings and the contacts say.
"""

import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.html import escape


@dataclass
class _Kept:
    pages: dict[Hashable, tuple[float, str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept = _Kept()
MOST_PAGES = 200


def mark(name: str) -> str:
    """What stands in the kept page where the value of `name` belongs."""
    return f"%%{name}%%"


def page(key: Hashable, render: Callable[[], str], values: Mapping[str, str]) -> str:
    """The page with the values in place of their marks, at most SITE_CACHE_SECONDS old.

    `key` must tell apart whatever makes two pages differ: language, recipient and so on.
    """
    now = time.monotonic()
    until, text = _kept.pages.get(key, (0.0, ""))
    if now >= until:
        text = render()
        with _kept.lock:
            if len(_kept.pages) >= MOST_PAGES:
                _kept.pages.clear()
            _kept.pages[key] = (now + settings.SITE_CACHE_SECONDS, text)
    for name, value in values.items():
        text = text.replace(mark(name), escape(value))
    return text


def forget() -> None:
    """Render every page anew."""
    _kept.pages.clear()
