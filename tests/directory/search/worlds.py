"""Small random worlds and queries in them, with everything that makes searching hard."""

from random import Random
from typing import Any
from uuid import UUID

from waymark.directory.cells import snap
from waymark.directory.search import Indexable, Query

TERMS = ("shelter", "legal", "food", "health")
WORDS = ("Casa", "casas", "Casablanca", "Hope", "hopeful", "Aid", "aide", "al", "Ñandú", "مأوى")
LANGUAGES = ("en", "vi", "ar", "mixteco")
AREAS = ("US", "US-CA", "US-06037", "MX")
TEXTS = ("casa", "CASAB", "hope aid", "a", "ai", "nandu", "ماوى", "zzzz", "?", "casa casab")
RADII = (0, 1, 5, 11.2, 25, 400, 19000, 30000)

# Few places near each other, so that ties, borders and crowded cells come up; and the far ends.
CENTRES = ((0.0, 0.0), (34.05, -118.25), (10.0, 179.99), (-89.95, 20.0), (89.9, -50.0))
# Not 180: it is stored as -180, and their distances differ in the last bit (test_edges has it).
ENDS = ((90.0, 0.0), (-90.0, 12.0), (0.0, -180.0), (0.0, 179.999999))


def point(random: Random) -> tuple[float, float]:
    """Most lie in a square of 60 km around one of the centres, on multiples of 0.01 degrees."""
    if random.random() < 0.1:
        return random.choice(ENDS)
    latitude, longitude = random.choice(CENTRES)
    latitude += random.randint(-30, 30) / 100
    longitude = (longitude + random.randint(-30, 30) / 100 + 180) % 360 - 180
    return round(max(-90.0, min(90.0, latitude)), 6), round(longitude, 6)


def some(random: Random, choices: tuple[str, ...], most: int = 3) -> tuple[str, ...]:
    return tuple(random.sample(choices, random.randint(0, min(most, len(choices)))))


def indexable(random: Random, number: int, **facts: Any) -> Indexable:
    """A random row; its id says its number."""
    place_tier = random.choice((0, 0, 1, 2, 3))
    place = None if random.random() < 0.2 else point(random)
    accepts = random.randint(0, 7)
    values: dict[str, Any] = {
        "service_at_location_id": UUID(int=number),
        "service_id": UUID(int=number + 1000),
        "location_id": random.choice((None, UUID(int=number + 2000))),
        "point": snap(*place) if place and place_tier else place,
        "place_tier": place_tier,
        "tier": random.choice((0, 0, 1, 2, 3)),
        "terms": some(random, TERMS),
        "words": " ".join(some(random, WORDS)),
        "languages": some(random, LANGUAGES),
        "areas": some(random, AREAS, 2),
        "accepts": accepts,
        "refuses": random.choice((0, random.randint(0, 7) & ~accepts)),
        "flags": random.randint(0, 3),
        "rank": random.randint(-2, 2),
    }
    return Indexable(**values | facts)


def world(seed: int, most: int = 80) -> list[Indexable]:
    """Up to so many rows; the same seed makes the same ones."""
    random = Random(seed)
    return [indexable(random, number) for number in range(random.randint(0, most))]


def query(random: Random, **facts: Any) -> Query:
    """A query of a few conditions, so that it often finds something."""
    values: dict[str, Any] = {
        "point": random.choice((None, point(random), point(random))),
        "radius_km": random.choice((None, random.choice(RADII))),
        "tier": random.choice((0, 1, 2, 3, 3, 3)),
        "limit": random.choice((1, 3, 20)),
        "offset": random.choice((0, 0, 2)),
    }
    conditions = {
        "areas": some(random, (*AREAS, "FR")),
        "terms": some(random, (*TERMS, "none")),
        "all_terms": random.random() < 0.3,
        "text": random.choice(TEXTS),
        "language": random.choice((*LANGUAGES, "tlh")),
        "accepts": random.choice((1, 5)),
        "flags": 1,
    }
    chosen = random.sample(sorted(conditions), random.randint(0, 3))
    return Query(**values | {name: conditions[name] for name in chosen} | facts)
