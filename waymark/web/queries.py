"""Reads of the installation's own settings."""

import time
from dataclasses import dataclass

from django.conf import settings

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


def forget_site() -> None:
    """Read the row again at the next call of `site()`."""
    _kept.site = None
