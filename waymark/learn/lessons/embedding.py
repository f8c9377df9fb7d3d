"""Lessons inside the pages of other sites: only of those that the operator names."""

import re
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from waymark.web.context import Frame, frame
from waymark.web.middleware import policy

# What can stand in a policy without changing what else it says.
ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")


def origins() -> tuple[str, ...]:
    """The sites that may show lessons; what is no origin such as https://school.example is none."""
    return tuple(each for each in settings.EMBED_ORIGINS if ORIGIN.fullmatch(each))


def let_in(response: HttpResponse) -> HttpResponse:
    """Let these sites show the answer inside their pages. It runs no script there."""
    ancestors = " ".join(origins())
    response.headers["Content-Security-Policy"] = policy("'none'", ancestors=ancestors)
    response.headers["X-Frame-Options"] = ""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def bare_frame(request: HttpRequest) -> Frame:
    """The frame without the script that leaves: inside another page it could not."""
    return replace(frame(request)["frame"], script=SafeString())
