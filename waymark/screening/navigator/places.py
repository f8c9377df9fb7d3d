"""The place where help is needed: the country that was chosen, and the town in it."""

from waymark.directory import gazetteer
from waymark.directory.finding.where import MOST_CHOICES, Where, named
from waymark.directory.gazetteer import FoundPlace, Unknown
from waymark.screening.navigator.answers import Answers
from waymark.web.queries import site


def country_of(answers: Answers) -> str:
    """The country that was chosen, else the organisation's own; empty when nobody said."""
    return answers.one("country") or site().country


def place_of(answers: Answers) -> Where:
    """Where to look. Without a town it is the country that was chosen, or anywhere."""
    town, country = answers.one("town"), country_of(answers)
    whole = Where(areas=(country,) if answers.one("country") else (), country=country)
    if not town:
        return whole
    found = gazetteer.find_place(town, country)
    if isinstance(found, FoundPlace):
        return _at(found.place, country, guessed=found.guessed)
    choices = (found.near if isinstance(found, Unknown) else found.places)[:MOST_CHOICES]
    pick = answers.pick if answers.picked_for == town else None
    if pick is not None and pick < len(choices):
        return _at(choices[pick], country)
    return Where(
        areas=whole.areas,
        country=country,
        choices=choices,
        unknown=isinstance(found, Unknown),
    )


def _at(place: gazetteer.Place, own: str, *, guessed: bool = False) -> Where:
    name = named(place, own)
    return Where(place.point, place.areas, place.country, name, guessed)
