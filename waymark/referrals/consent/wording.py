"""The text that a person is given: who gets what, what for, until when, and that they may refuse.

It is made from the release's own terms in the person's language, and kept in the release as it was
when they agreed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from waymark.referrals.consent.choices import Choice
from waymark.referrals.consent.languages import text_language
from waymark.referrals.consent.terms import GivenText, Terms
from waymark.referrals.reference.releases import Releases, releases

OTHER = "other"


@dataclass(frozen=True)
class Asking:
    """What the text is made of. `covered` is what leaves, `asks` who asks for it."""

    terms: Terms
    covered: tuple[Choice, ...]
    expires_on: date
    asks: str


def text_for(asking: Asking) -> GivenText:
    """The text in the person's language, or in English where we have none in theirs."""
    language = text_language(asking.terms.language)
    with override(language):
        return GivenText(
            language=language,
            title=_("May we share this about you?"),
            parts=tuple((heading, tuple(lines)) for heading, lines in _parts(asking, language)),
        )


def lines_to_sign(language: str) -> list[str]:
    """What stands under the lines where people sign, in the language of the text."""
    with override(language):
        return [_("Your name or sign"), _("Date"), _("Who read it to you"), _("Witness")]


def purpose_in_words(terms: Terms, language: str = "") -> str:
    """What a release is for, in the reader's language or the one that is named."""
    if terms.purpose == OTHER:
        return terms.purpose_words
    known = {each.id: each.text for each in releases().purposes(language)}
    words = (known.get(terms.purpose, ""), terms.purpose_words)
    return " – ".join(each for each in words if each)


def _parts(asking: Asking, language: str) -> Iterator[tuple[str, Iterable[str]]]:
    until = date_format(asking.expires_on, "DATE_FORMAT")
    yield (
        _("You decide"),
        [
            _("%(who)s asks you. You can say yes or no.") % {"who": asking.asks},
            _("You get the same help whether you agree or not."),
        ],
    )
    yield _("Who gets it"), [asking.terms.receiver, _("Nobody else gets it from us.")]
    yield _("What they get"), _what(asking.covered, releases(), language)
    yield _("What it is for"), [purpose_in_words(asking.terms, language)]
    yield (
        _("Until when"),
        [
            _("Until %(day)s. After that day we share nothing more unless you agree again.")
            % {"day": until}
        ],
    )
    yield (
        _("You can change your mind"),
        [
            _("You can take this back at any time. Tell anybody who works here, in any way."),
            _("You need to give no reason, and you lose no help."),
        ],
    )
    yield (
        _("What cannot be taken back"),
        [_("What they have already read, they know. From then on they get nothing more.")],
    )


def _what(covered: Iterable[Choice], lists: Releases, language: str) -> Iterator[str]:
    """A line for each kind: its name, then the fields of it."""
    names = {kind.id: kind.label for kind in lists.kinds(language)}
    order = list(names)
    sorted_ = sorted(covered, key=lambda choice: _place(order, choice.kind))
    for kind, group in groupby(sorted_, key=lambda choice: choice.kind):
        listed = ", ".join(str(choice.label) for choice in group)
        yield f"{names.get(kind, kind)}: {listed}"


def _place(order: list[str], kind: str) -> int:
    return order.index(kind) if kind in order else len(order)
