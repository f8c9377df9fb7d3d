"""Which rules are near a place: its own, those of the country around it, and regional ones."""

import re
from collections.abc import Mapping

from waymark.cases.reference.lists import head_of, only_list
from waymark.cases.reference.sources import cited, source_named
from waymark.learn.content.fields import Fields
from waymark.learn.content.folders import Shelf

ANYWHERE = "ANY"
REGIONS = ("EU", "COE")
COUNTRY = re.compile(r"[A-Z]{2}")
JURISDICTION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
# One law for both, so one entry serves both.
TOGETHER = {"GB-ENG": "GB-EAW", "GB-WLS": "GB-EAW"}


def read_regions() -> Mapping[str, frozenset[str]]:
    """The countries of each region. Raises ContentError for a file that cannot be used."""
    fields = only_list("regions", "regions")
    head_of(fields, "regions")
    sources = cited(fields)
    found: dict[str, frozenset[str]] = {}
    for row in fields.tables("regions"):
        row.only("id", "source", "countries")
        source_named(row, sources)
        found[row.one_of("id", REGIONS)] = frozenset(_countries(row))
    if missing := set(REGIONS) - set(found):
        raise fields.fault(f"it must say which countries are in {', '.join(sorted(missing))}.")
    return found


regions = Shelf(read_regions)


def _countries(row: Fields) -> tuple[str, ...]:
    countries = row.texts("countries")
    for code in countries:
        if not COUNTRY.fullmatch(code):
            raise row.fault(f"{code!r} is no country code of two capital letters.")
    return countries


def around(place: str) -> tuple[str, ...]:
    """The jurisdictions whose rules may apply at a place such as `US-CA`, the nearest first.

    A place that is empty or unknown has the rules of ANY place.
    """
    country = place.partition("-")[0]
    own = [place, TOGETHER.get(place, place), country] if place else []
    wider = [region for region in REGIONS if country in regions()[region]]
    return tuple(dict.fromkeys([*own, *wider, ANYWHERE]))


def jurisdiction_of(row: Fields) -> str:
    """The jurisdiction that a table names: a country, a part of one, a region, or ANY."""
    code = row.text("jurisdiction")
    if code not in {*REGIONS, ANYWHERE} and not JURISDICTION.fullmatch(code):
        raise row.fault("`jurisdiction` must be a code such as US, US-CA, EU, COE or ANY.")
    return code
