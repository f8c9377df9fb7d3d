"""Where `page:...` in a content file leads: to another page, or to a place that a room named.

A room names its own in AppConfig.ready():

    addresses.register("lines", "lines")      # [words](page:lines) leads to the URL name "lines"
"""

from django.urls import NoReverseMatch, reverse

from waymark.web.doors import url_or_empty

_named: dict[str, str] = {}


def register(slug: str, url_name: str) -> None:
    """Let content link to a URL name without arguments; the same slug again replaces it."""
    _named[slug] = url_name


def named() -> frozenset[str]:
    """The slugs that lead to places of the site rather than to content."""
    return frozenset(_named)


def address(slug: str) -> str:
    """The address in the language of the page, or an empty text where there is none."""
    if slug in _named:
        return url_or_empty(_named[slug])
    from waymark.learn.content.pages import page_called

    page = page_called(slug)
    return page_address(page.path) if page else ""


def page_address(path: str) -> str:
    """The address of the page at a neutral path."""
    try:
        return reverse("read_page", args=[path])
    except NoReverseMatch:
        return ""
