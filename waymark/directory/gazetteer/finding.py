"""What somebody typed, and the place or places that go by it."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from waymark.directory.gazetteer import store
from waymark.directory.gazetteer.places import FoundPlace, Kind, Place, Several, Unknown
from waymark.directory.gazetteer.spelling import spelt

US = "US"
POSTCODE = re.compile(r"(?:^|\s)(\d{5})(?:-\d{4})?$")
SEPARATORS = re.compile(r"[,;،()/]")
AREAS = (Kind.COUNTY, Kind.REGION, Kind.COUNTRY)
LONGEST = 100
MOST = 8
MOST_NEAR = 5
# A place with so many times the people of another is the one that is meant.
FAR_LARGER = 20
# Two slips in a name of this length, one in a shorter one, none in the shortest.
TWO_SLIPS, ONE_SLIP = 7, 4

Named = list[tuple[Place, bool]]
Reading = tuple[str, list[str], bool]


def find_place(text: str, country: str = "") -> FoundPlace | Several | Unknown:
    """The place that somebody typed; `country` is the own one (ISO code), which comes first.

    Case and accents do not matter. A slip of spelling is forgiven where only one place can be
    meant; otherwise the places that are spelt nearly so are told.
    """
    text = text.strip()[:LONGEST]
    if code := POSTCODE.search(text):
        places = tuple(place for place, _ in store.called([code[1]]))
        if places:
            return FoundPlace(places[0]) if country in {"", US} else Unknown(places)
    readings = list(_readings(text))
    for name, rest, sure in readings:
        if found := _within(store.called([name]), rest, sure):
            return _chosen(found, country)
    return _nearly(readings, country)


def _readings(text: str) -> Iterator[Reading]:
    """(name, areas it lies in, whether the text itself parts them), the likeliest first."""
    parts = [part for one in SEPARATORS.split(text) if (part := spelt(one))]
    if len(parts) > 1:
        yield parts[0], parts[1:], True
    words = spelt(text).split()
    if words:
        yield " ".join(words), [], True
    for last in range(1, min(4, len(words))):
        yield " ".join(words[:-last]), [" ".join(words[-last:])], False


def _within(found: Named, rest: Sequence[str], sure: bool) -> Named:
    """Those that lie in each area. An area that nobody knows is passed over if a comma names it."""
    for area in rest:
        named = (place for place, main in store.called([area]) if main and place.kind in AREAS)
        codes = {place.areas[0] for place in named}
        if codes:
            found = [each for each in found if codes & set(each[0].areas)]
            # "New York, NY" is the city: the state does not lie in itself.
            found = [each for each in found if not _is_one_of(each[0], codes)] or found
        elif not sure:
            return []
    return found


def _is_one_of(place: Place, codes: set[str]) -> bool:
    return place.kind in AREAS and place.areas[0] in codes


def _chosen(found: Named, country: str) -> FoundPlace | Several:
    """The one that is meant, or the choices."""
    places = _best_first(found, country)
    if meant := _meant(places, country):
        return FoundPlace(meant)
    return Several(tuple(places[:MOST]))


def _best_first(found: Named, country: str) -> list[Place]:
    """Own country first, then what has a point, then large before small.

    Where a place is called so, another that is so called only elsewhere must be larger to count.
    """
    largest: dict[str, int] = {}
    for place, main in found:
        if main:
            largest[place.country] = max(place.people, largest.get(place.country, 0))
    least = min(largest.values(), default=-1)
    places = [
        place for place, main in found if main or place.people > largest.get(place.country, least)
    ]
    return sorted(
        places,
        key=lambda place: (place.country != country, not place.point, -place.people, place.name),
    )


def _meant(places: Sequence[Place], country: str) -> Place | None:
    """The one that is far larger than the others; than those abroad, at least larger.

    "California" is the state, whichever towns are called so; "New York" may be state or city.
    """
    likeliest = max(places, key=lambda place: (place.country == country, place.people))
    at_home = likeliest.country == country
    larger = all(
        likeliest.people
        >= max(1, one.people) * (1 if at_home and one.country != country else FAR_LARGER)
        for one in places
        if one is not likeliest
    )
    return likeliest if larger else None


def _nearly(readings: Sequence[Reading], country: str) -> FoundPlace | Unknown:
    """A place that is spelt a little differently, if it can only be that one."""
    near: list[Place] = []
    for slips in (1, 2):
        for name, rest, sure in readings:
            if slips > _forgiven(name):
                continue
            found = _within(store.called(_spelt_nearly(name, slips)), rest, sure)
            places = _best_first(found, country)
            meant = _meant(places, country) if places and slips == 1 and not near else None
            if meant:
                return FoundPlace(meant, guessed=True)
            near += [place for place in places if place not in near]
        if near:
            break
    return Unknown(tuple(near[:MOST_NEAR]))


def _forgiven(name: str) -> int:
    """How many slips; a digit is never one."""
    if any(sign.isdigit() for sign in name):
        return 0
    return (len(name) >= ONE_SLIP) + (len(name) >= TWO_SLIPS)


def _spelt_nearly(name: str, slips: int) -> list[str]:
    """Names with the same first letter and exactly so many letters wrong, missing or swapped."""
    names = store.names_like(name[0], len(name) - slips, len(name) + slips)
    found = process.extract(
        name, names, scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=None
    )
    return [near for near, wrong, _ in found if wrong == slips][:500]
