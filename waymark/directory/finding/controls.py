"""Boxes to tick and options as HTML. A page has a hundred, and they differ only in what is chosen.

So each list is written once for a language and kept; a page marks in it what was chosen.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from waymark.directory.finding import form as fields
from waymark.directory.finding import languages, needs, wording
from waymark.directory.finding.form import FindForm

Choices = Iterable[tuple[str, str | Promise]]
TICK = '<label class="choice"><input type="checkbox" name="{}" value="{}"><span>{}</span></label>'
OPTION = '<option value="{}">{}</option>'
LANGUAGE = '<option value="{}" lang="{}">{}</option>'


@dataclass(frozen=True)
class Controls:
    """The lists of the form, as HTML."""

    common: SafeString
    others: SafeString
    wishes: SafeString
    languages: SafeString
    ages: SafeString
    genders: SafeString
    companies: SafeString
    distances: SafeString


def of(form: FindForm, country: str) -> Controls:
    """The lists of the form in the language of the page, with what the form says chosen."""
    plain = _plain(get_language() or "", country if country in wording.IN_MILES else "")
    return Controls(
        common=_with(plain.common, form.chosen, "checked"),
        others=_with(plain.others, form.chosen, "checked"),
        wishes=_with(plain.wishes, form.wishes, "checked"),
        languages=_languages(plain.languages, form.language),
        ages=_with(plain.ages, [form.age], "selected"),
        genders=_with(plain.genders, [form.gender], "selected"),
        companies=_with(plain.companies, [form.company], "selected"),
        distances=_with(plain.distances, [form.far], "selected"),
    )


@cache
def _plain(language: str, country: str) -> Controls:
    """The lists with nothing chosen. `language` is that of the page, for which they are kept."""
    wishes = [(name, fields.WISH_LABELS[name]) for name in fields.WISHES if name != "free"]
    spoken = ((code, code, name) for code, name in languages.choices(""))
    return Controls(
        common=_ticks("need", _needs(common=True)),
        others=_ticks("need", _needs(common=False)),
        wishes=_ticks("wish", wishes),
        languages=format_html_join("", LANGUAGE, spoken),
        ages=_options(fields.AGE_LABELS.items()),
        genders=_options(fields.GENDER_LABELS.items()),
        companies=_options(fields.COMPANY_LABELS.items()),
        distances=_options(wording.distances(country)),
    )


def _needs(*, common: bool) -> Choices:
    return [(need.key, need.name) for need in needs.needs() if need.common is common]


def _ticks(name: str, choices: Choices) -> SafeString:
    return format_html_join("\n", TICK, ((name, value, label) for value, label in choices))


def _options(choices: Choices) -> SafeString:
    return format_html_join("", OPTION, choices)


def _languages(plain: SafeString, chosen: str) -> SafeString:
    """Languages, each written in itself; one that is not offered and was asked for, at the end."""
    if not chosen or _value(chosen) in plain:
        return _with(plain, [chosen] if chosen else (), "selected")
    [*_offered, (code, name)] = languages.choices(chosen)
    more = format_html_join("", LANGUAGE, [(code, code, name)])
    return _with(SafeString(plain + more), [chosen], "selected")


def _with(plain: SafeString, chosen: Collection[str], mark: str) -> SafeString:
    """A list with what was chosen marked in it."""
    text = str(plain)
    for each in chosen:
        text = text.replace(_value(each), f"{_value(each)} {mark}", 1)
    return mark_safe(text)  # noqa: S308  our own HTML, and a word of ours in it


def _value(value: str) -> str:
    return f'value="{escape(value)}"'
