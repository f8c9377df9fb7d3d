"""The place that somebody means, out of what they typed or what their device says."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.contacts.places import country_name
from waymark.directory import gazetteer
from waymark.directory.finding.form import FindForm
from waymark.directory.gazetteer import FoundPlace, Place, Several, Unknown
from waymark.web.queries import site

MOST_CHOICES = 8


@dataclass(frozen=True)
class Where:
    """A place, or the choices there are; `unknown` where no place is called what was typed.

    `point` is in degrees; a region has areas only. `guessed`: it is spelt a little differently.
    """

    point: tuple[float, float] | None = None
    areas: tuple[str, ...] = ()
    country: str = ""
    name: str = ""
    guessed: bool = False
    choices: tuple[Place, ...] = ()
    unknown: bool = False

    @property
    def to_choose(self) -> bool:
        """Whether the reader has to say first which place they mean."""
        return self.unknown or bool(self.choices)


def place_of(form: FindForm) -> Where:
    """Where to look. A place that was picked counts as long as the text is the same."""
    country = site().country
    if form.near:
        return Where(point=form.near, areas=(country,) if country else (), country=country)
    if not form.where:
        return Where(country=country)
    found = gazetteer.find_place(form.where, country)
    if isinstance(found, FoundPlace):
        return _at(found.place, country, guessed=found.guessed)
    choices = _choices(found)
    if form.pick is not None and form.picked_for == form.where and form.pick < len(choices):
        return _at(choices[form.pick], country)
    return Where(country=country, choices=choices, unknown=isinstance(found, Unknown))


def _choices(found: Several | Unknown) -> tuple[Place, ...]:
    return (found.places if isinstance(found, Several) else found.near)[:MOST_CHOICES]


def _at(place: Place, own: str, *, guessed: bool = False) -> Where:
    return Where(place.point, place.areas, place.country, named(place, own), guessed)


def named(place: Place, own: str) -> str:
    """A place with what tells it from others of its name; `own` is the country not to mention."""
    beside = place.region or (_("near %(city)s") % {"city": place.near} if place.near else "")
    language = get_language() or "en"
    country = "" if place.country == own else country_name(place.country, language)
    return ", ".join(part for part in (place.name, beside, country) if part)
