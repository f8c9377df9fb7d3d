"""Draws how a service is reached: numbers, people, languages, the area that it serves."""

from collections.abc import Sequence

from waymark.demo.directory.sheet import Sheet
from waymark.demo.directory.tables import House, Offer, Pencil
from waymark.directory.models import (
    Contact,
    Language,
    Organization,
    Phone,
    Service,
    ServiceArea,
    ServiceAtLocation,
)

OWN_NUMBER = 38  # of a hundred services; the others share the organisation's
PERSON = 45
LIMITED = 18
NATION = "United States"


def main_phone(sheet: Sheet, house: House, organization: Organization) -> None:
    """The number of an organisation."""
    number = sheet.number()
    sheet.hsds(Phone, house.key, organization=organization, number=number, type="voice")


def draw(
    sheet: Sheet, house: House, offer: Offer, service: Service, links: Sequence[ServiceAtLocation]
) -> None:
    """Numbers, a person or desk, languages and areas of one service."""
    pencil = Pencil("reach", service.pk)
    _phones(sheet, pencil, offer, service)
    _contact(sheet, pencil, service)
    _languages(sheet, house, offer, service)
    _area(sheet, house, service, links)


def _phones(sheet: Sheet, pencil: Pencil, offer: Offer, service: Service) -> None:
    main = _main(sheet, service)
    own = bool(offer.sure) or offer.kind.where == "closed" or pencil.percent(OWN_NUMBER)
    phone = sheet.hsds(
        Phone,
        str(service.pk),
        service=service,
        number=sheet.number() if own else main.number,
        extension=None if own or pencil.percent(70) else pencil.number(1, 40),
        type="text" if offer.kind.key == "text-line" else "voice",
        description="First call" if offer.kind.where == "closed" else "",
    )
    if pencil.percent(12):
        sheet.hsds(Language, f"phone/{phone.pk}", phone=phone, name="Spanish", code="es")


def _main(sheet: Sheet, service: Service) -> Phone:
    """The organisation's number: one of those that were drawn last."""
    rows = reversed(sheet.of(Phone))
    return next(row for row in rows if row.organization_id == service.organization_id)


def _contact(sheet: Sheet, pencil: Pencil, service: Service) -> None:
    texts = sheet.tables.county["texts"]
    if pencil.percent(PERSON):
        name, title = pencil.one(texts["people"]), pencil.one(texts["desks"])
        sheet.hsds(
            Contact, str(service.pk), service=service, name=name, title=title, email=service.email
        )


def _languages(sheet: Sheet, house: House, offer: Offer, service: Service) -> None:
    """English, and what the people who work there speak; some only a little of it."""
    rows = sheet.tables.county["language"]
    pencil = Pencil("languages", house.key)
    spoken = [row["code"] for row in rows if pencil.percent(row["share"])]
    wanted = offer.sure.languages if offer.sure else spoken
    sheet.hsds(Language, f"{service.pk}/en", service=service, name="English", code="en")
    for row in rows:
        if row["code"] in wanted:
            limited = not offer.sure and pencil.percent(LIMITED)
            sheet.hsds(
                Language,
                f"{service.pk}/{row['code']}",
                service=service,
                name=row["name"],
                code=row["code"],
                note="On some days only" if limited else "",
            )


def _area(sheet: Sheet, house: House, service: Service, links: Sequence[ServiceAtLocation]) -> None:
    """Whom they serve: the nation, the state, or the county and the real ones that it lies over."""
    county = sheet.tables.county
    reach = house.turn_of("reach", ("county",))
    if reach == "nation":
        names, words = [NATION], "From anywhere in the country."
    elif reach == "state":
        names, words = [county["state_name"]], "From anywhere in the state."
    else:
        # What has no place is found by the area only.
        real = [] if any(link.location for link in links) else county["counties"]
        names, words = [county["county"], *real], "People in the county and around it."
    for name in names:
        key = f"{service.pk}/{name}"
        sheet.hsds(ServiceArea, key, service=service, name=name, description=words)
