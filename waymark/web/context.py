"""What the frame of every page needs, as `frame` in templates."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from waymark.web import inline, queries
from waymark.web.doors import url_or_empty
from waymark.web.lifeline import Lifeline, country_of, lifeline
from waymark.web.models import SOURCE_LANGUAGE, Site
from waymark.web.navigation import Link, LinkGroup, grouped, links_for


@dataclass(frozen=True)
class LanguageLink:
    """The page in another language, named in that language."""

    code: str
    name: str
    direction: str
    url: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """Everything around a page's own text."""

    kind: str
    language: str
    direction: str
    site: Site
    stylesheet: SafeString
    script: SafeString
    demonstration: bool
    unchecked: bool
    help_url: str = ""
    lifeline: Lifeline | None = None
    languages: list[LanguageLink] = field(default_factory=list)
    worker: Any = None
    navigation: list[Link] = field(default_factory=list)
    menu: list[LinkGroup] = field(default_factory=list)


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: the frame of the page that answers this request."""
    if settings.SITE == "public":
        line = lifeline(country_of(request))
        languages = _language_links(request)
        return {"frame": plain_frame(queries.site(), languages=languages, lifeline=line)}
    worker = getattr(request, "worker", None)
    links = links_for(worker, request.path) if worker else []
    menu = grouped(links)
    return {"frame": plain_frame(queries.site(), worker=worker, navigation=links, menu=menu)}


def plain_frame(site: Site, **more: Any) -> Frame:
    """The frame without a request, for the page that says something broke."""
    language = get_language() or SOURCE_LANGUAGE
    kind = "public" if settings.SITE == "public" else "staff"
    return Frame(
        kind=kind,
        language=language,
        direction=_direction(language),
        site=site,
        stylesheet=inline.stylesheet().text,
        script=inline.public_script().text if kind == "public" else SafeString(),
        demonstration=settings.DEMONSTRATION,
        unchecked=not site.is_checked(language),
        help_url=url_or_empty("lines"),
        **more,
    )


def _language_links(request: HttpRequest) -> list[LanguageLink]:
    """The same page in each language.

    A page that answers a form has none: following one would lose what was typed, or the code of
    a report that is shown only once.
    """
    if request.method == "POST":
        return []
    current = get_language()
    path = request.path if request.resolver_match else "/"
    home = path == "/"
    return [
        LanguageLink(
            code=code,
            name=get_language_info(code)["name_local"],
            direction=_direction(code),
            url=f"/{code}/" if home else translate_url(path, code),
            current=code == current,
        )
        for code, _name in settings.LANGUAGES
    ]


def _direction(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"
