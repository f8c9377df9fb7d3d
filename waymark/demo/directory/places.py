"""Draws where things are: offices that anybody may find, houses that are sealed."""

from typing import Any

from waymark.demo.directory.sheet import SOURCE, Closed, Sheet, identity
from waymark.demo.directory.tables import House, Kind, Pencil, Town
from waymark.directory.closing import Place
from waymark.directory.models import (
    Accessibility,
    Address,
    Contact,
    Location,
    LocationType,
    Organization,
    Phone,
)
from waymark.directory.tiers import Tier

BRANCH_EACH = 6  # every so-manieth organisation has a second office
HOUSES = 980
CLOSED_FROM = 1001  # so that no closed house has the address of an office


def offices(sheet: Sheet, house: House) -> list[Location]:
    """The public places of an organisation; none for one that is only called."""
    if not any(offer.kind.where != "phone" for offer in house.offers):
        return []
    found = [_office(sheet, house, house.town, "Office")]
    if house.number % BRANCH_EACH == 0:
        others = [town for town in sheet.tables.towns if town != house.town]
        town = Pencil("branch", house.key).weighed(others)
        found.append(_office(sheet, house, town, f"Office in {town.name}"))
    return found


def _office(sheet: Sheet, house: House, town: Town, name: str) -> Location:
    key, pencil = f"{house.key}/{town.key}", Pencil("office", house.key, town.key)
    latitude, longitude = pencil.near(town)
    texts = sheet.tables.county["texts"]
    location = sheet.hsds(
        Location,
        key,
        name=f"{house.name}: {name}",
        organization_id=identity(Organization, house.key),
        latitude=latitude,
        longitude=longitude,
        transportation=pencil.one(texts["way"]),
        area=sheet.tables.county["county"],
        source=SOURCE,
        steward=sheet.stewards.get(house.turn_of("steward")),
    )
    sheet.hsds(Address, key, location=location, **address(sheet, pencil, town))
    if pencil.percent(60):
        text = pencil.one(texts["access"])
        sheet.hsds(Accessibility, key, location=location, description=text)
    return location


def online(sheet: Sheet, house: House, kind: Kind) -> Location:
    """A place that is on the phone or online, so that it has no point."""
    return sheet.hsds(
        Location,
        f"{house.key}/{kind.key}/online",
        name=f"{house.name}: online",
        location_type=LocationType.VIRTUAL,
        organization_id=identity(Organization, house.key),
        url=f"https://{house.key}.example.org/{kind.key}",
        source=SOURCE,
        steward=sheet.stewards.get(house.turn_of("steward")),
    )


def hidden(sheet: Sheet, house: House, kind: Kind, tier: Tier) -> Location:
    """A house whose place is sealed; its name says what everybody may read."""
    key, pencil = f"{house.key}/{kind.key}/closed", Pencil("closed", house.key, kind.key)
    location = sheet.hsds(
        Location,
        key,
        name=f"{house.name}: the house",
        organization_id=identity(Organization, house.key),
        steward=sheet.stewards[house.turn_of("steward")],
    )
    sheet.closed.append(Closed(location, _sealed(sheet, key, pencil, house.town), tier))
    return location


def _sealed(sheet: Sheet, key: str, pencil: Pencil, town: Town) -> Place:
    latitude, longitude = pencil.near(town)
    phone = {"id": str(identity(Phone, key)), "number": sheet.number(), "type": "voice"}
    person = {
        "id": str(identity(Contact, key)),
        "name": pencil.one(sheet.tables.county["texts"]["people"]),
        "title": "Looks after the house",
        "phones": [],
    }
    row = {"id": str(identity(Address, key)), **address(sheet, pencil, town, CLOSED_FROM)}
    return Place(
        latitude,
        longitude,
        transportation="They fetch people from the bus stop in front of the library.",
        addresses=[row],
        phones=[phone],
        contacts=[person],
    )


def address(sheet: Sheet, pencil: Pencil, town: Town, first: int = 1) -> dict[str, Any]:
    """An invented street in a town, as a row of HSDS address; house numbers from `first`."""
    county = sheet.tables.county
    return {
        "address_1": f"{pencil.number(first, first + HOUSES)} {pencil.one(county['streets'])}",
        "address_2": pencil.one(["", "", "", "Second floor", "Back door"]),
        "city": town.name,
        "region": county["county"],
        "state_province": county["state"],
        "postal_code": pencil.one(town.zips),
        "country": county["country"],
        "address_type": "physical",
    }
