"""Draws organisations and their services."""

from collections.abc import Sequence
from typing import Any

from waymark.demo.directory import answers, hours, places, reach, upkeep
from waymark.demo.directory.sheet import SOURCE, Sheet
from waymark.demo.directory.tables import House, Kind, Offer, Pencil
from waymark.directory.models import (
    Attribute,
    CostOption,
    Funding,
    Location,
    Organization,
    OrganizationIdentifier,
    Program,
    RequiredDocument,
    Service,
    ServiceAtLocation,
    Status,
    Url,
    Use,
)
from waymark.directory.taxonomies import term_id
from waymark.directory.tiers import Tier

PROGRAM_EACH = 5  # every so-manieth organisation runs its services as one programme
DESK_OF = 3  # of so many houses one has no office: people only call
WITHOUT_OFFICE = 2
# Every so-manieth service that has to be in no state is closed for a time, inactive, or gone.
STATES = (
    (37, 11, Status.TEMPORARILY_CLOSED),
    (67, 23, Status.INACTIVE),
    (101, 59, Status.DEFUNCT),
)
ALERT_EACH = 17


def draw_house(sheet: Sheet, house: House) -> None:
    """An organisation with everything that it has and does."""
    organization = _organization(sheet, house)
    program = _program(sheet, house, organization)
    reach.main_phone(sheet, house, organization)
    offices = places.offices(sheet, house)
    for offer in house.offers:
        service = _service(sheet, house, offer, organization, program)
        links = _links(sheet, house, offer, service, offices)
        _details(sheet, offer, service)
        reach.draw(sheet, house, offer, service, links)
        hours.draw(sheet, service, offer)
        answers.draw(sheet, service, offer)
        upkeep.draw(sheet, service, offer)


def _organization(sheet: Sheet, house: House) -> Organization:
    pencil = Pencil("organization", house.key)
    about = house.turn_of("about").replace("{town}", house.town.name)
    organization = sheet.hsds(
        Organization,
        house.key,
        name=house.name,
        alternate_name=house.name.replace("Fernhollow", "FH") if pencil.percent(40) else "",
        description=about,
        email=f"hello@{house.key}.example.org",
        website=f"https://{house.key}.example.org",
        legal_status=house.group["legal_status"],
        year_incorporated=pencil.number(1961, 2023),
        tax_status="Invented" if pencil.percent(30) else "",
        steward=sheet.stewards.get(house.turn_of("steward")),
        source=_source(house),
    )
    source = house.turn_of("funding").replace("{town}", house.town.name)
    sheet.hsds(Funding, house.key, organization=organization, source=source)
    if pencil.percent(30):
        sheet.hsds(
            OrganizationIdentifier,
            house.key,
            organization=organization,
            identifier_scheme="example",
            identifier_type="Number of the invented register",
            identifier=f"FH-{house.number:03d}",
        )
    return organization


def _program(sheet: Sheet, house: House, organization: Organization) -> Program | None:
    if house.number % PROGRAM_EACH:
        return None
    return sheet.hsds(
        Program,
        house.key,
        organization=organization,
        name=f"{house.name.split()[0]} together",
        description="Several services of one house, with one worker for all of them.",
    )


def _source(house: House) -> str:
    """What nobody of the coalition typed came with the import."""
    return "" if house.turn_of("steward") else SOURCE


def _service(
    sheet: Sheet,
    house: House,
    offer: Offer,
    organization: Organization,
    program: Program | None,
) -> Service:
    kind, number = offer.kind, len(sheet.of(Service))
    pencil = Pencil("service", house.key, kind.key)
    texts = sheet.tables.county["texts"]
    interpreters = "interpreters" in kind.accepts or pencil.percent(35)
    youngest, oldest = kind.ages
    waits = "always" not in kind.hours and pencil.percent(60)
    return sheet.hsds(
        Service,
        f"{house.key}/{kind.key}",
        organization=organization,
        program=program,
        name=kind.names[offer.number % len(kind.names)],
        description=_description(sheet, offer),
        url=f"https://{house.key}.example.org/{kind.key}",
        email=f"{kind.key}@{house.key}.example.org" if pencil.percent(50) else "",
        interpretation_services=pencil.one(texts["interpretation"]) if interpreters else "",
        application_process=pencil.one(texts["apply"]),
        fees_description=texts["fees"].get(kind.cost, ""),
        wait_time=pencil.one(texts["wait"]) if waits else "",
        minimum_age=youngest or (0 if oldest else None),
        maximum_age=oldest or None,
        last_modified=sheet.ago(pencil.number(1, 700)),
        tier=Tier.PUBLIC if offer.sure else _tier(kind.hidden, offer.number),
        steward=organization.steward,
        source=organization.source,
        **_state(texts, pencil, offer, number),
    )


def _tier(names: Sequence[str], number: int) -> Tier:
    return Tier[names[number % len(names)].upper()]


def _description(sheet: Sheet, offer: Offer) -> str:
    """What it does, and one sentence more, so that no two services of a kind say the same."""
    kind, more = offer.kind, sheet.tables.county["more"][offer.kind.family]
    rounds, place = divmod(offer.number, len(kind.does))
    return f"{kind.does[place]} {more[(rounds + place) % len(more)]}"


def _state(texts: Any, pencil: Pencil, offer: Offer, number: int) -> dict[str, Any]:
    """The status of a service, and what everybody should know before they go there."""
    if not offer.sure:
        for each, rest, status in STATES:
            if number % each == rest:
                closed = status == Status.TEMPORARILY_CLOSED
                alert = pencil.one(texts["closed_for_a_time"]) if closed else ""
                return {"status": status, "alert": alert}
    alert = pencil.one(texts["alerts"]) if number % ALERT_EACH == 3 else ""
    return {"status": Status.ACTIVE, "alert": alert}


def _links(
    sheet: Sheet, house: House, offer: Offer, service: Service, offices: Sequence[Location]
) -> list[ServiceAtLocation]:
    """Where a service is; where its house is closed, people go to the office first."""
    kind = offer.kind
    if kind.where == "phone":
        return []
    if kind.where == "online" and (offer.number % 2 or not offices):
        return [_link(sheet, service, places.online(sheet, house, kind), Use.BOTH)]
    if kind.where != "closed":
        return [_link(sheet, service, office, Use.BOTH) for office in offices]
    home = places.hidden(sheet, house, kind, _tier(kind.tiers, offer.number))
    found = [_link(sheet, service, home, Use.SERVICE)]
    if offer.sure.desk if offer.sure else offer.number % DESK_OF != WITHOUT_OFFICE:
        found += [_link(sheet, service, office, Use.ACCESS_POINT) for office in offices[:1]]
    return found


def _link(sheet: Sheet, service: Service, location: Location, use: Use) -> ServiceAtLocation:
    return sheet.hsds(
        ServiceAtLocation,
        f"{service.pk}/{location.pk}",
        service=service,
        location=location,
        use=use,
    )


def _details(sheet: Sheet, offer: Offer, service: Service) -> None:
    """Terms, fees, documents and a further address."""
    kind, pencil = offer.kind, Pencil("details", service.pk)
    for code in (*kind.terms, *kind.people):
        sheet.hsds(
            Attribute,
            f"{service.pk}/{code}",
            link_id=service.pk,
            link_entity="service",
            taxonomy_term_id=term_id(code),
        )
    _costs(sheet, kind, service, pencil)
    for document in kind.documents:
        sheet.hsds(RequiredDocument, f"{service.pk}/{document}", service=service, document=document)
    if pencil.percent(20):
        values = {"label": "In other languages", "url": f"{service.url}/languages"}
        sheet.hsds(Url, str(service.pk), service=service, **values)


def _costs(sheet: Sheet, kind: Kind, service: Service, pencil: Pencil) -> None:
    """Amounts, where something is paid."""
    options = {
        "fee": (("Each time", pencil.one([5, 10, 15, 25])),),
        "sliding": (("Without income", 0), ("With a full wage", pencil.one([20, 30, 40]))),
    }
    for option, amount in options.get(kind.cost, ()):
        sheet.hsds(
            CostOption,
            f"{service.pk}/{option}",
            service=service,
            option=option,
            currency="USD",
            amount=amount,
        )
