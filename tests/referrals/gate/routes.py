"""Every address of both sites, and what an answer may be without a mark that it leaves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver

ROOMS = ("waymark.cases", "waymark.referrals", "waymark.packs")
SITES = {"staff": "waymark.config.staff_urls", "public": "waymark.config.public_urls"}
REDIRECTS = range(300, 400)
SERVER_ERROR = 500


@dataclass(frozen=True)
class Route:
    """One address: which site, its pattern, its view."""

    site: str
    path: str
    name: str
    view: Callable[..., Any]
    converters: dict[str, str]

    @property
    def of_these_rooms(self) -> bool:
        """Whether its view belongs to a room that opens people's records."""
        return f"{self.view.__module__}.".startswith(tuple(f"{room}." for room in ROOMS))


def all_routes() -> list[Route]:
    """Both sites, included lists and all."""
    return [
        route
        for site, module in SITES.items()
        for route in _walk(site, import_module(module).urlpatterns, "", {})
    ]


def _walk(site: str, patterns: list[Any], before: str, outer: dict[str, str]) -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        found = {name: type(each).__name__ for name, each in pattern.pattern.converters.items()}
        if isinstance(pattern, URLResolver):
            yield from _walk(site, pattern.url_patterns, path, {**outer, **found})
        elif isinstance(pattern, URLPattern):
            yield Route(site, path, pattern.name or path, pattern.callback, {**outer, **found})


def goes_out(response: HttpResponseBase) -> str:
    """Why an answer is more than a page for the signed-in worker; empty where it is just that."""
    if response.status_code >= SERVER_ERROR:
        return "it fails"
    if response.status_code in REDIRECTS or response.status_code == 204:
        return ""
    if response.headers.get("Content-Disposition"):
        return "it is a download"
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return f"it is {response.headers.get('Content-Type')}"
    if response.headers.get("Cache-Control") != "no-store":
        return "a cache may keep it"
    return ""
