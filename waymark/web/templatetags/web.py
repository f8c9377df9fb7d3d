"""The components of both sites. `{% load web %}`, then:

{% error_summary form %}          mistakes, linked to their fields; comes first in <main>
{% form_field form.name %}        label, hint (help_text), error, widget; says what is optional
{% form_field form.name mark_optional=False %}
{% notice %}..{% endnotice %}     something to know; {% notice "warn" %} for what needs care
{% card title text url %}         a door: a card that is one link
{% table caption %}<thead>..{% endtable %}  a table that scrolls inside itself on a phone
{% table caption stack=True %}    one whose rows become blocks there: cells need a `data-label`
{% table caption titled=True %}   one under a heading that says the same: the caption is not shown
{% pill text %}                   a tag; tones: {% pill text "strong" %}, {% pill text "accent" %}
{% empty_state title text %}      where a list has nothing
{% facts pairs %}                 definition list of (term, value)
{% pagination page %}             links of a Paginator's Page (order the query by a unique key)
{% when moment %}                 <time datetime>, in the organisation's time zone, named
{% script "queue" %}              a registered script (staff site only)

Plain classes of the stylesheet: `buttons` (a row of them), `button`, `quiet`, `danger`, `card`,
`lead`, `soft`, `small`, `hint`, `code` (a receipt), `said` (what a person wrote: keeps its lines
and its direction), `hidden` (for screen readers).
Forms: `<form method="post" novalidate>`: a browser's own messages are not in the page's language.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from waymark.web import inline

register = template.Library()


@register.inclusion_tag("web/parts/field.html")
def form_field(field: BoundField, *, mark_optional: bool = True) -> dict[str, Any]:
    """A field with everything that a reader, seeing or not, needs to fill it."""
    group = isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)
    described = [
        f"{field.auto_id}_{part}"
        for part, shown in (("hint", field.help_text), ("error", field.errors))
        if shown
    ]
    attributes: dict[str, str | bool] = {}
    if described and not group:
        attributes["aria-describedby"] = " ".join(described)
    if field.errors and not group:
        attributes["aria-invalid"] = "true"
    return {
        "field": field,
        "widget": field.as_widget(attrs=attributes),
        "group": group,
        "choice": isinstance(field.field.widget, CheckboxInput),
        "described": " ".join(described),
        "optional": mark_optional and not field.field.required,
    }


@register.inclusion_tag("web/parts/errors.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """The mistakes of a form, each linked to its field; nothing when there are none."""
    mistakes = [
        (_first_id(field), message)
        for field in form
        if not field.is_hidden
        for message in field.errors
    ]
    general = [*form.non_field_errors(), *(m for f in form.hidden_fields() for m in f.errors)]
    return {"mistakes": mistakes, "general": general}


def _first_id(field: BoundField) -> str:
    first = field.subwidgets[0].id_for_label if field.subwidgets else ""
    return first or field.id_for_label


@register.simple_block_tag
def notice(content: str, kind: str = "") -> SafeString:
    """A box with something to know (`warn`: something that needs care)."""
    return format_html('<div class="notice {}">{}</div>', kind, content)


@register.inclusion_tag("web/parts/card.html")
def card(title: str, text: str, url: str) -> dict[str, str]:
    """A door: a card that is one link."""
    return {"title": title, "text": text, "url": url}


@register.simple_block_tag
def table(content: str, caption: str, *, stack: bool = False, titled: bool = False) -> SafeString:
    """A table under its caption that scrolls inside itself, by keyboard too.

    With `stack` each row becomes a block of lines on a phone: give cells a `data-label`. With
    `titled` the heading above it says the same, and the caption is there for screen readers only.
    """
    return format_html(
        '{3}<div class="scroll" role="region" tabindex="0" aria-label="{0}">'
        '<table aria-label="{0}"{1}>{2}</table></div>',
        caption,
        format_html(' class="{}"', "stack") if stack else "",
        content,
        "" if titled else format_html('<p class="caption">{}</p>', caption),
    )


@register.simple_tag
def pill(text: str, tone: str = "") -> SafeString:
    """A tag; its text alone must say what it means."""
    return format_html('<span class="pill {}">{}</span>', tone, text)


@register.simple_tag
def empty_state(title: str, text: str = "") -> SafeString:
    """What stands where a list has nothing."""
    more = format_html("<p>{}</p>", text) if text else ""
    return format_html('<div class="empty"><p><strong>{}</strong></p>{}</div>', title, more)


@register.inclusion_tag("web/parts/facts.html")
def facts(pairs: Iterable[tuple[str, object]]) -> dict[str, Any]:
    """A definition list; pairs without a value are left out."""
    return {"pairs": [(term, value) for term, value in pairs if value not in (None, "")]}


@register.inclusion_tag("web/parts/pagination.html")
def pagination(page: "Page[Any]") -> dict[str, Any]:
    """Links to the page before and after; nothing when all fits on one."""
    return {"page": page}


@register.simple_tag
def when(moment: datetime | None) -> str:
    """A moment, in the time zone that is active: the worker's, or the organisation's in public."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    shown = f"{date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), shown)


@register.simple_tag
def script(name: str) -> SafeString:
    """A script that a room of the staff site registered with `inline.register_script`."""
    return format_html("<script>{}</script>", inline.room_script(name).text)
