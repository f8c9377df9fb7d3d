"""Where is that? A place name or postcode becomes a point, from data that comes with the install."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A place on the map. `areas` are the codes of the areas it lies in, smallest first.

    `region` is the state's or province's code where one is known ("CA"), `country` the ISO code.
    """

    name: str
    region: str
    country: str
    point: tuple[float, float]
    areas: tuple[str, ...]


@dataclass(frozen=True)
class FoundPlace:
    """One place is meant."""

    place: Place


@dataclass(frozen=True)
class Several:
    """The name is of several places: the likeliest first, those of the own country before others."""

    places: tuple[Place, ...]


@dataclass(frozen=True)
class Unknown:
    """No such place; `near` are places whose names are spelt nearly so, possibly none."""

    near: tuple[Place, ...]


def find_place(text: str, country: str = "") -> FoundPlace | Several | Unknown:
    """The place that somebody typed; `country` is the own one (ISO code), which comes first."""
    raise NotImplementedError
