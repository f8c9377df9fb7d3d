"""Watches each answer: what is no page for the signed-in worker leaves only through a marked view.

The tests find every address that answers with a file. This holds for what they did not think of,
such as a view that gives JSON to one header only: it fails instead of letting anything out.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from waymark.cases.downloads import WORKER_DOWNLOAD
from waymark.referrals.ways import mark_of

ROOMS = ("waymark.cases.", "waymark.referrals.", "waymark.packs.")
Answers = Callable[[HttpRequest], HttpResponseBase]


class LeftUnmarked(Exception):
    """A view answered with more than a page and says nowhere how that leaves."""


class OnlyMarkedLeaves:
    """The innermost middleware of both sites."""

    def __init__(self, get_response: Answers) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer. Raises LeftUnmarked."""
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or not f"{match.func.__module__}.".startswith(ROOMS):
            return response
        marked = mark_of(match.func) or getattr(match.func, WORKER_DOWNLOAD, False)
        if not marked and _goes_out(response):
            response.close()
            raise LeftUnmarked(match.view_name)
        return response


def _goes_out(response: HttpResponseBase) -> bool:
    """Whether an answer is more than a page."""
    if response.headers.get("Content-Disposition"):
        return True
    # Only an answer without a body has no type of its own.
    kind = response.headers.get("Content-Type", "text/html")
    return response.streaming or not kind.startswith("text/html")
