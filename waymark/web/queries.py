"""Reads of the installation's own settings."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.db import Error

from waymark.web.models import Site


@dataclass
class _Kept:
    site: Site | None = None
    until: float = 0.0


_kept = _Kept()


def site() -> Site:
    """The installation's settings, at most SITE_CACHE_SECONDS old; defaults before set-up."""
    now = time.monotonic()
    if _kept.site is None or now >= _kept.until:
        _kept.site = Site.objects.filter(pk=Site.ONLY).first() or Site()
        _kept.until = now + settings.SITE_CACHE_SECONDS
    return _kept.site


def site_or_last_known() -> Site:
    """The settings; where the database does not answer, those read last, else the defaults."""
    try:
        return site()
    except Error:
        return last_known()


def last_known() -> Site:
    """The settings that were read last, without the database; the defaults before that."""
    return _kept.site or Site()


def forget_site() -> None:
    """Read the row again at the next call of `site()`."""
    _kept.site = None
