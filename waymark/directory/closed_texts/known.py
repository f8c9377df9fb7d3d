"""What a closed place says of itself, in the form in which its words are looked for."""

import re
from collections.abc import Mapping
from typing import Any

from waymark.directory.closing import Place
from waymark.directory.leaks import KnownPlace

HOUSE_NUMBER = re.compile(r"\s*(\d+\w?)\b")
# What the second line of an address, or its attention, calls a building; else it may be a person.
BUILDING = re.compile(
    r"\b(?:buildings?|bldg|house|towers?|hall|cent(?:er|re)|block|apartments?|apt|plaza|residence"
    r"|suite|manor|court|edificio|torre|casa|residencia|toà nhà|tòa nhà|chung cư)\b|مبنى|برج|عمارة",
    re.IGNORECASE,
)


def known_places(place: Place) -> list[KnownPlace]:
    """One for each address of a place, or one without any.

    The name of its location is not among the words: anybody may read that.
    """
    addresses: tuple[Mapping[str, Any], ...] = tuple(place.addresses) or ({},)
    phones = tuple(_phones(place))
    return [_known(place, address, phones) for address in addresses]


def _known(place: Place, address: Mapping[str, Any], phones: tuple[str, ...]) -> KnownPlace:
    street = str(address.get("address_1") or "")
    number = HOUSE_NUMBER.match(street)
    return KnownPlace(
        street=street,
        house_number=number[1] if number else "",
        building=_building(address),
        city=str(address.get("city") or ""),
        postcode=str(address.get("postal_code") or ""),
        phones=phones,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def _building(address: Mapping[str, Any]) -> str:
    """The name of a building: two words at least, since "House" alone stands in many texts."""
    for name in ("address_2", "attention"):
        said = str(address.get(name) or "").strip()
        if len(said.split()) > 1 and BUILDING.search(said):
            return said
    return ""


def _phones(place: Place) -> list[str]:
    """Telephones of the place and of the people there."""
    rows = [*place.phones, *(phone for row in place.contacts for phone in row.get("phones", ()))]
    return [str(row["number"]) for row in rows if row.get("number")]
