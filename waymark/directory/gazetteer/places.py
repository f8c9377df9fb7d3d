"""What the gazetteer knows of a place, and what it can answer."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of place it is. A region or country is no point, but can be searched by area."""

    CITY = "city"
    POSTCODE = "postcode"
    COUNTY = "county"
    REGION = "region"
    COUNTRY = "country"


@dataclass(frozen=True)
class Place:
    """A place on the map.

    `region` is the state's code where the data has readable ones ("CA"), else empty; then `near`
    may name the largest city of its region, to tell places of one name apart. `country` is the
    ISO code. `point` is in degrees, None for regions and countries. `areas` are codes of
    the areas it lies in, smallest first ("US-06037", "US-CA", "US"); of a region or country only
    its own, since it is searched by that alone.
    """

    name: str
    region: str
    country: str
    point: tuple[float, float] | None
    areas: tuple[str, ...]
    kind: Kind = Kind.CITY
    near: str = ""
    people: int = 0


@dataclass(frozen=True)
class FoundPlace:
    """One place is meant. `guessed` says that it is spelt a little differently: show its name."""

    place: Place
    guessed: bool = False


@dataclass(frozen=True)
class Several:
    """The name is of several places: those of the own country first, large ones before small."""

    places: tuple[Place, ...]


@dataclass(frozen=True)
class Unknown:
    """No such place; `near` are places whose names are spelt nearly so, possibly none."""

    near: tuple[Place, ...]
