"""Whose lines a poster carries: those of a country, one line alone, or none.

In addresses: `us`, `us-12` (the contact with that number), `none`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from waymark.contacts.models import Contact
from waymark.contacts.places import sort_key
from waymark.contacts.queries import named, own_country
from waymark.learn.posters.lines import printable_lines
from waymark.learn.posters.texts import Poster

NONE = "none"


@dataclass(frozen=True)
class Choice:
    """One set of contacts."""

    key: str
    contacts: tuple[Contact, ...] = ()
    country: str = ""


WITHOUT = Choice(NONE)


@dataclass(frozen=True)
class Choices:
    """Every set that a text can be printed with at this moment."""

    by_country: dict[str, list[Contact]]

    def find(self, key: str) -> Choice | None:
        """The set of that name, if there is one."""
        if key == NONE:
            return WITHOUT
        if key != key.lower():
            return None
        country, dash, number = key.partition("-")
        contacts = self.by_country.get(country.upper(), [])
        if dash:
            contacts = [contact for contact in contacts if str(contact.pk) == number]
        return Choice(key, tuple(contacts), country.upper()) if contacts else None

    def usual(self) -> Choice:
        """The organisation's own country, where it has a line to print; else none."""
        return self.find(own_country().lower()) or WITHOUT

    def countries(self) -> list[tuple[str, str]]:
        """The key and name of every country that has a line to print, by name."""
        places = sorted(map(named, self.by_country), key=lambda place: sort_key(place.name))
        return [(place.code.lower(), place.name) for place in places]

    def single_lines(self, choice: Choice) -> Sequence[tuple[str, Contact]]:
        """The lines of the chosen country, each for a poster of its own; none if it is one."""
        contacts = self.by_country.get(choice.country, [])
        if len(contacts) < 2:
            return []
        return [(f"{choice.country.lower()}-{contact.pk}", contact) for contact in contacts]


def choices(poster: Poster) -> Choices:
    """Every set for a text."""
    return Choices(printable_lines(poster))
