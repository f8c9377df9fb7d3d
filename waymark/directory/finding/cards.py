"""The results of a search as HTML: what a template does in a millisecond for each of them.

Every text of theirs goes through `format_html`, which escapes it.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.template.defaultfilters import truncatewords
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waymark.directory.finding.results import Result, Room, Spoken

MOST_HOURS = 4
MOST_WORDS = 30
ANY = UUID(int=0)
BUTTON = (
    '<button class="quiet" form="find"{} formaction="{}">{}<span class="hidden"> {}</span></button>'
)


class Cards:
    """Writes results one after the other; the addresses of their buttons are looked up once."""

    def __init__(self) -> None:
        self.here = reverse("find")
        self.service = reverse("find_service", args=[ANY])
        self.change = reverse("find_change", args=[ANY])

    def of(self, results: Iterable[Result]) -> SafeString:
        """The cards of some results."""
        return format_html_join("", "{}", ((self._card(each),) for each in results))

    def _card(self, result: Result) -> SafeString:
        parts = (
            _head(result),
            _now(result),
            _telephones(result),
            _answers(result),
            _about(result),
            self._buttons(result),
        )
        return format_html(
            '<li class="card" id="r{}">\n{}</li>\n', result.key, SafeString("".join(parts))
        )

    def _buttons(self, result: Result) -> SafeString:
        name, key = result.entry.service.name, result.key
        kept = "drop" if result.kept else "keep"
        sent = format_html(' name="{}" value="{}"', kept, key)
        label = _("Take off my list") if result.kept else _("Keep")
        service = str(result.entry.service.pk)
        buttons = (
            (sent, f"{self.here}#r{key}", label, name),
            ("", self.service.replace(str(ANY), service), _("More"), name),
            ("", self.change.replace(str(ANY), service), _("Say what is wrong"), name),
        )
        return format_html('<p class="buttons">{}</p>\n', format_html_join("\n", BUTTON, buttons))


def _head(result: Result) -> SafeString:
    return format_html(
        "<h3><bdi>{}</bdi></h3>\n<p><bdi>{}</bdi>{}{}<bdi>{}</bdi>{}</p>\n",
        result.entry.service.name,
        result.organization,
        " · " if result.organization else "",
        f"{result.use}: " if result.use else "",
        result.where,
        _if(" · <strong>{}</strong>", result.way),
    )


def _now(result: Result) -> SafeString:
    closed = _("Closed for a time") if result.closed_for_a_time else ""
    return format_html(
        "{}{}{}",
        _if('<p class="notice warn">{}</p>\n', closed),
        _if('<p class="notice warn" dir="auto">{}</p>\n', result.entry.service.alert),
        _if("<p><strong>{}</strong></p>\n", result.answers_now),
    )


def _telephones(result: Result) -> SafeString:
    button = '<p><a class="button" href="{}"><span>{} <bdi dir="ltr">{}</bdi></span></a>{}</p>\n'
    note = '<br><span class="small" dir="auto">{}</span>'
    rows = (
        (each.link, each.label, each.printed, _if(note, each.note)) for each in result.telephones
    )
    return format_html_join("", button, rows)


def _answers(result: Result) -> SafeString:
    return format_html(
        "{}{}{}",
        _said(_("They say yes to:"), result.yes),
        _said(_("Not known, so ask:"), result.ask),
        format_html_join("", "<p><strong>{}</strong>{}{}</p>\n", map(_room, result.room)),
    )


def _said(before: str, answers: list[str]) -> SafeString:
    return _if("<p>{} {}</p>\n", before, " · ".join(answers))


def _room(room: Room) -> tuple[str, SafeString, SafeString]:
    said = _("said %(time)s") % {"time": room.said} if room.said else ""
    return room.text, _if(" (<bdi>{}</bdi>)", room.population), _if(" · {}", said)


def _about(result: Result) -> SafeString:
    return format_html(
        '<p dir="auto">{}</p>\n<p class="small">{}{}{}{}{}</p>\n',
        truncatewords(result.entry.service.description, MOST_WORDS),
        _if("{} <bdi>{}</bdi><br>\n", _("Hours:"), " ".join(result.hours[:MOST_HOURS])),
        _if("{} {}<br>\n", _("Languages:"), format_html_join(" · ", "{}", _spoken(result.spoken))),
        _if("{} <bdi>{}</bdi><br>\n", _("Cost:"), result.fees),
        "".join(f"{each} " for each in result.checked),
        result.unchecked,
    )


def _spoken(languages: Iterable[Spoken]) -> Iterator[tuple[SafeString]]:
    for each in languages:
        code = format_html(' lang="{}"', each.code) if each.code else ""
        yield (format_html("<bdi{}>{}</bdi>", code, each.name),)


def _if(pattern: str, *texts: str) -> SafeString:
    """The texts in their HTML where there is a last one, else nothing."""
    return format_html(pattern, *texts) if texts[-1] else SafeString()
