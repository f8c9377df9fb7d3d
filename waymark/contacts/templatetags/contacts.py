from datetime import date
from urllib.parse import urlsplit

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from waymark.contacts import now, places, queries
from waymark.contacts.hours import hours_sentences
from waymark.contacts.models import Contact
from waymark.contacts.wording import Audience, labels

register = template.Library()
FEW = 2


@register.inclusion_tag("contacts/_lines.html")
def help_contacts() -> dict[str, object]:
    """The few lines to offer beside something else, for the organisation's own country."""
    lines = queries.lines_for(queries.own_country())
    unverified = [contact for contact in lines.unverified if not contact.is_enforcement]
    return {"contacts": lines.confirmed[:FEW], "lines": lines, "unverified": unverified[:FEW]}


@register.filter
def opening(contact: Contact) -> list[str]:
    """When a line answers, in sentences."""
    return hours_sentences(contact, get_language() or "en")


@register.filter
def open_now(contact: Contact) -> str:
    """Whether a line answers now and when it opens; empty where nobody knows."""
    return now.in_words(now.now(contact))


@register.filter
def audiences(contact: Contact) -> list[str]:
    """Whom a line says it is for."""
    return labels(Audience, contact.audience)


@register.filter
def host(url: str) -> str:
    """The name of the site that an address leads to."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@register.filter
def country_name(code: str) -> str:
    """A country's name in the language of the page."""
    return places.country_name(code, get_language() or "en")


@register.simple_tag
def day(moment: date) -> SafeString:
    """A day, as the language of the page writes it."""
    shown = date_format(moment, "DATE_FORMAT")
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), shown)


@register.filter
def language_name(code: str) -> str:
    """A language's name in that language."""
    return places.language_name(code)
