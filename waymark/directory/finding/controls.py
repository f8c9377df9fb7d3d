"""Boxes to tick and options as HTML: a page has a hundred, too many for loops of a template."""

from collections.abc import Collection, Iterable

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

Choices = Iterable[tuple[str, str | Promise]]
TICK = '<label class="choice"><input type="checkbox" name="{}" value="{}"{}><span>{}</span></label>'


def ticks(name: str, choices: Choices, chosen: Collection[str]) -> SafeString:
    """Boxes to tick; those in `chosen` are."""
    rows = ((name, value, _if(value in chosen, " checked"), label) for value, label in choices)
    return format_html_join("\n", TICK, rows)


def options(choices: Choices, chosen: str) -> SafeString:
    """What a select offers, one of it chosen."""
    rows = ((value, _if(value == chosen, " selected"), label) for value, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


def languages(choices: Choices, chosen: str) -> SafeString:
    """The same for languages, each written in itself."""
    rows = ((code, code, _if(code == chosen, " selected"), name) for code, name in choices)
    return format_html_join("", '<option value="{}" lang="{}"{}>{}</option>', rows)


def _if(yes: object, text: str) -> SafeString:
    return SafeString(text if yes else "")
