"""Writes the invented directory, as somebody who looks after it for weeks would leave it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from waymark.accounts.models import Organisation, Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.demo.directory.services import draw_house
from waymark.demo.directory.sheet import Sheet
from waymark.demo.directory.tables import Tables
from waymark.directory import publishing
from waymark.directory.actions.places import store_place
from waymark.directory.models import Location, Service, Verification
from waymark.directory.taxonomies import load_taxonomies


def draw(
    organisations: Mapping[str, Organisation], editors: Sequence[Worker], now: datetime
) -> Sheet:
    """Draw the whole directory, the same for the same moment.

    `organisations` by key of the data file; `editors` are those who verify for them.
    """
    sheet = Sheet(Tables(), now, organisations, editors)
    for house in sheet.tables.houses:
        draw_house(sheet, house)
    return sheet


def fill(sheet: Sheet) -> None:
    """Write what was drawn and seal what is closed; nothing is found before `index`."""
    load_taxonomies()
    sheet.write()
    closed_by: dict[Worker, list[Location]] = defaultdict(list)
    for each in sheet.closed:
        county = sheet.tables.county["county"]
        location = store_place(each.location, each.place, each.tier, county)
        editor = sheet.editor(location)
        if editor:
            closed_by[editor].append(location)
    for editor, locations in closed_by.items():
        audit.record_each(Event.PLACE_CLOSED, by=editor, targets=locations)


def rounds(sheet: Sheet) -> dict[tuple[datetime, Worker], list[Service]]:
    """What each editor verified when: the log has to say it too."""
    found: dict[tuple[datetime, Worker], dict[Service, None]] = defaultdict(dict)
    for row in sheet.of(Verification):
        if row.by:
            found[row.verified_at, row.by][row.service] = None
    return {key: list(services) for key, services in found.items()}


def index(sheet: Sheet) -> None:
    """Let everything be found, as it is now."""
    publishing.publish(row.pk for row in sheet.of(Service))
