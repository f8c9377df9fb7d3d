"""The one line to a person that the frame of every public page shows. A room says which:

    lifeline.register(find)

in AppConfig.ready(), where `find(country)` returns a Lifeline in the language of the page, or None.
It is asked at most once in SITE_CACHE_SECONDS for each country and language.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from django.conf import settings
from django.db import Error
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from waymark.web import queries

MOST_KEPT = 200


@dataclass(frozen=True)
class Lifeline:
    """Who answers, under which number, until when that holds, and whether they answer now."""

    name: str
    language: str
    number: str
    link: str
    expires: date
    answers: str = ""


Find = Callable[[str], Lifeline | None]


@dataclass
class _Kept:
    find: Find | None = None
    lines: dict[tuple[str, str], tuple[float, Lifeline | None]] = field(default_factory=dict)


_kept = _Kept()


def register(find: Find | None) -> None:
    """Ask this function from now on; None asks nobody."""
    _kept.find = find
    forget()


def forget() -> None:
    """Ask anew at the next page."""
    _kept.lines.clear()


def lifeline(country: str) -> Lifeline | None:
    """The line for a country; where the database does not answer, the one that was known last."""
    if _kept.find is None or not country:
        return None
    now, key = time.monotonic(), (country, get_language() or "")
    until, known = _kept.lines.get(key, (0.0, None))
    if now < until:
        return known
    try:
        found = _kept.find(country)
    except Error:
        return last_known(country)
    if len(_kept.lines) >= MOST_KEPT:
        _kept.lines.clear()
    _kept.lines[key] = (now + settings.SITE_CACHE_SECONDS, found)
    return found


def last_known(country: str) -> Lifeline | None:
    """The line that was found last, without the database; whether it answers now is not known."""
    _until, known = _kept.lines.get((country, get_language() or ""), (0.0, None))
    if known is None or known.expires < timezone.localdate():
        return None
    return replace(known, answers="")


def country_of(request: HttpRequest) -> str:
    """The country that the reader chose in the path, else the organisation's own."""
    chosen = request.resolver_match.kwargs.get("country") if request.resolver_match else ""
    return str(chosen or queries.site().country)
