"""Texts that would tell where a closed place is: such rows are refused, the words pointed at."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from waymark.directory import leaks
from waymark.directory.closing import Place
from waymark.directory.importing import sql
from waymark.directory.importing.closed import Closed
from waymark.directory.importing.columns import tables
from waymark.directory.importing.linking import remove
from waymark.directory.importing.staging import Stage
from waymark.directory.importing.wording import Verdict
from waymark.directory.leaks import KnownPlace, Leak

TEXTS = {
    "service": (
        "name", "alternate_name", "description", "application_process", "eligibility_description",
        "fees_description", "interpretation_services", "wait_time", "alert",
    ),
    "location": ("name", "alternate_name", "description"),
}  # fmt: skip
CHUNK = 500


def refuse_leaks(stage: Stage, closed: list[Closed]) -> list[Closed]:
    """Refuse services and locations whose texts tell a closed place; the others come back."""
    places = {each.id: each.place for each in closed}
    told = _check(stage, "location", {row_id: [place] for row_id, place in places.items()})
    for_service: dict[str, list[Place]] = defaultdict(list)
    for service, location in _links(stage):
        for_service[service] += [places[location]] if location in places else []
    _check(stage, "service", for_service)
    return [each for each in closed if each.id not in told]


def _links(stage: Stage) -> list[tuple[str, str]]:
    """Services of the source and the closed locations where they are, in the source or here."""
    if not stage.has("service"):
        return []
    services = tables()["service"].staged
    found = sql.fetch(
        "SELECT l.service_id, l.location_id FROM directory_serviceatlocation l"  # noqa: S608
        f" JOIN {services} s ON s.id = l.service_id"
        " JOIN directory_location p ON p.id = l.location_id WHERE p.tier <> 0"
    )
    if stage.has("service_at_location"):
        links = tables()["service_at_location"].staged
        staged = tables()["location"].staged if stage.has("location") else "directory_location"
        for table in {staged, "directory_location"}:
            found += sql.fetch(
                f"SELECT l.service_id, l.location_id FROM {links} l"  # noqa: S608
                f" JOIN {table} p ON p.id = l.location_id WHERE p.tier > 0"
            )
    return [(service, location) for service, location in found]


def _check(stage: Stage, entity: str, places: Mapping[str, list[Place]]) -> set[str]:
    """Refuse those of these rows that tell a place; returns which."""
    refused: set[str] = set()
    if not stage.has(entity):
        return refused
    ids = sorted(places)
    for start in range(0, len(ids), CHUNK):
        for row_id, file, line, texts in _texts(stage, entity, ids[start : start + CHUNK]):
            numbers = _numbers(stage, row_id) if entity == "service" else []
            for name, found in _told(texts, places[row_id], numbers, stage.country).items():
                refused.add(row_id)
                stage.report.say(
                    Verdict.REFUSE, entity, row_id, (file, line), code="leak", field=name,
                    value=found.words if found.kind is not leaks.Kind.OWN else "",
                )  # fmt: skip
    remove(stage, tables()[entity], refused)
    return refused


def _texts(
    stage: Stage, entity: str, ids: list[str]
) -> Iterable[tuple[str, int, int, dict[str, str]]]:
    """The texts of rows that are new or would change."""
    table, names = tables()[entity], TEXTS[entity]
    marks = ", ".join(["%s"] * len(ids))
    rows = sql.fetch(
        f"SELECT s.id, s.file, s.place, {', '.join(f's.{name}' for name in names)}"  # noqa: S608
        f" FROM {table.staged} s LEFT JOIN {table.name} t ON t.id = s.id"
        f" WHERE s.id IN ({marks}) AND (t.id IS NULL OR {sql.differs_at_all(table)})",
        [sql.stored(each) for each in ids],
    )
    for row_id, file, line, *texts in rows:
        yield row_id, file, line, {n: t for n, t in zip(names, texts, strict=True) if t}


def _told(
    texts: Mapping[str, str], places: list[Place], numbers: list[str], country: str
) -> dict[str, Leak]:
    """The first leak of each text that is more than a doubt."""
    found: dict[str, Leak] = {}
    known: list[KnownPlace | None] = [known_place(each) for each in places]
    for place in known or [None]:
        told = leaks.check_fields(texts, country=country, allowed_numbers=numbers, place=place)
        for name, each in told.items():
            sure = [leak for leak in each if not leak.only_warns]
            if sure:
                found.setdefault(name, sure[0])
    return found


def _numbers(stage: Stage, service: str) -> list[str]:
    """Telephones of the service itself, which anybody may call."""
    if not stage.has("phone"):
        return []
    stage.index("phone", "service_id")
    staged = tables()["phone"].staged
    rows = sql.fetch(f"SELECT number FROM {staged} WHERE service_id = %s", [sql.stored(service)])  # noqa: S608
    return [row[0] for row in rows if row[0]]


def known_place(place: Place) -> KnownPlace:
    """What a place says of itself, in the form that its words are looked for."""
    first: Mapping[str, Any] = place.addresses[0] if place.addresses else {}
    street = str(first.get("address_1") or "")
    number = re.match(r"\s*(\d+\w?)\b", street)
    return KnownPlace(
        street=street,
        house_number=number[1] if number else "",
        city=str(first.get("city") or ""),
        postcode=str(first.get("postal_code") or ""),
        phones=tuple(str(row["number"]) for row in place.phones if row.get("number")),
        latitude=place.latitude,
        longitude=place.longitude,
    )
