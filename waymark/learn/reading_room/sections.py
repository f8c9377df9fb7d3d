"""The parts that the pages are shown in, and the country pages below "rights"."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waymark.contacts.places import country_name, sort_key
from waymark.learn.content.pages import SECTIONS, SOURCE_LANGUAGE, Page, pages_of

TITLES: dict[str, str | Promise] = {
    "what": _("What it is"),
    "who": _("Who it happens to"),
    "do": _("What you can do"),
    "rights": _("Rights and options"),
    "support": _("If you support somebody"),
    "change": _("Change the causes"),
}


@dataclass(frozen=True)
class Section:
    """A heading and its pages."""

    key: str
    title: str | Promise
    pages: list[Page]


def sections() -> list[Section]:
    """Every part that has pages, without the pages about one country."""
    found = [
        Section(key, TITLES[key], [page for page in pages_of(key) if not page.country])
        for key in SECTIONS
    ]
    return [section for section in found if section.pages]


def countries() -> list[tuple[str, Page]]:
    """The pages about one country with its name, in the order of the names."""
    language = get_language() or SOURCE_LANGUAGE
    pages = [page for page in pages_of("rights") if page.country]
    named = [(country_name(page.country, language), page) for page in pages]
    return sorted(named, key=lambda pair: sort_key(pair[0]))
