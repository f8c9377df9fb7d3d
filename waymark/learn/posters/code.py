"""The square code that opens the site's first page, as a picture without any colour or name."""

import io
from functools import lru_cache

import segno
from django.conf import settings

from waymark.web.hosts import reachable

# A quarter of the squares may be dirty or torn; four empty squares around it, as the standard asks.
CORRECTION, QUIET = "q", 4
SCALE = 4


def address_in(language: str) -> str:
    """The neutral address of the first page in a language; empty where nobody else reaches it."""
    url = reachable(settings.PUBLIC_URL)
    return f"{url}/{language}/" if url else ""


def shown(address: str) -> str:
    """An address as people type it."""
    return address.removeprefix("https://")


@lru_cache(maxsize=16)
def picture(address: str) -> str:
    """The code of an address, as SVG; empty where there is none."""
    if not address:
        return ""
    written = io.BytesIO()
    segno.make(address, error=CORRECTION, micro=False).save(
        written,
        kind="svg",
        scale=SCALE,
        border=QUIET,
        light="#fff",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        nl=False,
    )
    return written.getvalue().decode()
