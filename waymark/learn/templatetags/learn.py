"""Tags for pages of content."""

from django import template
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from waymark.web.doors import url_or_empty

register = template.Library()


@register.simple_tag
def foreign(language: str) -> str:
    """The direction of a text that is not in the reader's language; empty where it is."""
    if language == get_language():
        return ""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "auto"


@register.simple_tag
def places_to_turn() -> list[tuple[str, str]]:
    """The ways on from any page: help, options, services, telling us; those that this site has."""
    ways = (
        (_("What could help me"), "options"),
        (_("Somebody to talk to"), "lines"),
        (_("Services near you"), "find"),
        (_("Tell us about something"), "write"),
    )
    return [(text, url) for text, name in ways if (url := url_or_empty(name))]
