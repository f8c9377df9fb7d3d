"""Locations that must not be found: known by their tier, or by an address that is kept back.

Everything that says where such a place is goes from the temporary tables into memory, to be sealed
before the transaction opens; nothing of it is left in the report.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from waymark.directory import cells
from waymark.directory.closing import PLAIN, Place
from waymark.directory.importing import sql
from waymark.directory.importing.columns import Table, tables
from waymark.directory.importing.linking import remove
from waymark.directory.importing.staging import Stage
from waymark.directory.importing.wording import Verdict
from waymark.directory.tiers import Tier

# What stands in an address whose street is kept back, or where nobody lives.
NO_STREET = re.compile(
    r"\s*(p\.?\s*o\.?\s*box|post\s?office box|postbox|postfach|apartado|confidential|undisclosed"
    r"|unlisted|withheld|n/?a\b|none\b|call for)",
    re.IGNORECASE,
)
CHUNK = 500
Values = dict[str, Any]


@dataclass(frozen=True)
class Closed:
    """A location that is closed by this import. `here` says that it is public here until now.

    `unplaced` says that the source publishes only its area, and `middle` the middle of its cell.
    """

    id: str
    tier: Tier
    area: str
    place: Place
    here: bool
    unplaced: bool = False
    middle: tuple[float, float] | None = None

    @property
    def seals(self) -> bool:
        """Whether something of it has to be sealed."""
        return self.here or not self.unplaced

    @property
    def cell(self) -> tuple[float, float] | None:
        """The point that everybody may see."""
        point = self.middle if self.unplaced else self.place.point
        if point is None or self.tier is Tier.SEALED:
            return None
        try:
            return cells.snap(*point)
        except ValueError:
            return None


def take_closed(
    stage: Stage, *, can_seal: bool, unplaced: frozenset[str] = frozenset()
) -> list[Closed]:
    """Take every closed place out of the temporary tables.

    Of `unplaced` locations the source itself knows, or tells, only the area.
    """
    if not stage.has("location"):
        return []
    for entity in ("address", "phone", "contact"):
        stage.index(entity, "location_id")
    stage.index("phone", "contact_id")
    stage.index("language", "phone_id")
    _leave_sealed_ones(stage)
    wanted = {row_id: (tier, "closed", here) for row_id, tier, here in _told(stage)}
    wanted |= dict.fromkeys(_disguised(stage, wanted), (Tier.CASEWORKER, "disguised", False))
    made: list[Closed] = []
    ids = list(wanted)
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        for row in _locations(some):
            tier, code, here = wanted[row["id"]]
            closed = _closed(row, tier, here=here)
            if row["id"] in unplaced:
                closed, code = _unplaced(closed), "only_area"
            refused = closed.seals and not can_seal
            verdict, said = (Verdict.REFUSE, "no_circle") if refused else (Verdict.WARN, code)
            where = (row["file"], row["place"])
            stage.report.say(
                verdict, "location", row["id"], where, code=said, name=row["name"] or ""
            )
            made.append(closed)
        places = _take_rows(stage, some)
        made[-len(some) :] = [_filled(each, places) for each in made[-len(some) :]]
    if not can_seal:
        remove(stage, tables()["location"], {each.id for each in made if each.seals})
        made = [each for each in made if not each.seals]
    _blank(made)
    return made


def _unplaced(closed: Closed) -> Closed:
    """Its point is the middle of a cell and no place; nor is anything else that came with it."""
    return replace(closed, place=Place(), unplaced=True, middle=closed.place.point)


def _told(stage: Stage) -> list[tuple[str, Tier, bool]]:
    """Locations whose source says that they are not public, and whether they are here already."""
    rows = sql.fetch(
        f"SELECT s.id, s.tier, {sql.exists('directory_location', 't.id = s.id')}"  # noqa: S608
        f" FROM {tables()['location'].staged} s WHERE s.tier > 0"
    )
    return [(row_id, Tier(int(tier)), bool(here)) for row_id, tier, here in rows]


def _disguised(stage: Stage, told: Mapping[str, object]) -> list[str]:
    """New locations with a point and no street, in a source that gives addresses at all."""
    if not stage.has("address"):
        return []
    staged = tables()["address"].staged
    with_point = sql.fetch(
        f"SELECT s.id FROM {tables()['location'].staged} s"  # noqa: S608
        " WHERE s.latitude IS NOT NULL AND s.longitude IS NOT NULL"
        " AND COALESCE(s.location_type, '') <> 'virtual'"
        f" AND NOT EXISTS (SELECT 1 FROM {staged} a WHERE a.location_id = s.id"
        f"   AND {_looks_like_street()})"
        f" AND NOT {sql.exists('directory_location', 't.id = s.id')}"
    )
    candidates = {row[0] for row in with_point} - set(told)
    if not candidates:
        return []
    streets = sql.fetch(
        f"SELECT a.location_id, a.address_1 FROM {staged} a WHERE a.address_1 <> ''"  # noqa: S608
        f" AND NOT {_looks_like_street()}"
    )
    return sorted(candidates - {row_id for row_id, text in streets if has_street(text)})


def _looks_like_street() -> str:
    """What most addresses begin with, so that the database sorts out all but a few."""
    return "substr(a.address_1, 1, 1) BETWEEN '0' AND '9'"


def has_street(text: str) -> bool:
    """Whether a line of an address tells where a place is."""
    return bool(text.strip()) and not NO_STREET.match(text)


def _locations(ids: Sequence[str]) -> list[Values]:
    return _rows(tables()["location"], "id", ids)


def _rows(table: Table, column: str, ids: Sequence[str]) -> list[Values]:
    names = ["id", "file", "place", *(each.name for each in table.columns)]
    marks = ", ".join(["%s"] * len(ids))
    found = sql.fetch(
        f"SELECT {', '.join(names)} FROM {table.staged} WHERE {column} IN ({marks})",  # noqa: S608
        [sql.stored(each) for each in ids],
    )
    return [dict(zip(names, row, strict=True)) for row in found]


def _closed(row: Values, tier: Tier, *, here: bool) -> Closed:
    plain = {name: row[name] for name in PLAIN if row[name] is not None}
    return Closed(row["id"], tier, row["area"] or "", Place(**plain), here)


def _bring_home(stage: Stage, ids: Sequence[str]) -> None:
    """What hangs on a service at these locations hangs on the locations themselves."""
    marks = ", ".join(["%s"] * len(ids))
    links = tables()["service_at_location"]
    known = [links.name, *([links.staged] if stage.has(links.entity) else [])]
    for table in (tables()[entity] for entity in ("contact", "phone") if stage.has(entity)):
        bit = table.by_name["service_at_location_id"].bit
        for source in known:
            home = (
                f"SELECT l.location_id FROM {source} l"  # noqa: S608
                f" WHERE l.id = {table.staged}.service_at_location_id"
            )
            sql.run_many(
                f"UPDATE {table.staged} SET service_at_location_id = NULL,"  # noqa: S608
                f" given = given & ~{bit}, location_id = COALESCE(location_id, ({home}))"
                " WHERE service_at_location_id IN"
                f" (SELECT l.id FROM {source} l WHERE l.location_id IN ({marks}))",
                [[sql.stored(each) for each in ids]],
            )


def _take_rows(stage: Stage, ids: Sequence[str]) -> dict[str, dict[str, list[Values]]]:
    """Addresses, telephones and people of these locations, out of the temporary tables.

    A telephone or person who belongs to something else as well stays there.
    """
    _bring_home(stage, ids)
    found: dict[str, dict[str, list[Values]]] = defaultdict(lambda: defaultdict(list))
    contacts: dict[str, Values] = {}
    for entity in ("address", "contact", "phone"):
        if not stage.has(entity):
            continue
        table = tables()[entity]
        rows = _rows(table, "location_id", ids)
        alone = {row["id"] for row in rows if not _elsewhere(table, row)}
        for row in rows:
            if row["id"] in alone:
                own = _own(table, row)
                found[row["location_id"]][entity].append(own)
                contacts |= {row["id"]: own} if entity == "contact" else {}
        _forget(stage, table, rows, alone)
    if contacts and stage.has("phone"):
        table = tables()["phone"]
        rows = _rows(table, "contact_id", list(contacts))
        for row in rows:
            contacts[row["contact_id"]].setdefault("phones", []).append(_own(table, row))
        _forget(stage, table, rows, {row["id"] for row in rows})
    return found


def _forget(stage: Stage, table: Table, rows: Iterable[Values], alone: set[str]) -> None:
    column = table.by_name["location_id"]
    stage.report.hush(row["id"] for row in rows)
    others = [[row["id"]] for row in rows if row["id"] not in alone]
    sql.run_many(
        f"UPDATE {table.staged} SET location_id = NULL, given = given & ~{column.bit}"  # noqa: S608
        " WHERE id = %s",
        others,
    )
    remove(stage, table, alone)
    if table.entity == "phone" and stage.has("language"):
        languages = tables()["language"]
        for row in rows:
            spoken = _rows(languages, "phone_id", [row["id"]]) if row["id"] in alone else []
            remove(stage, languages, {each["id"] for each in spoken})


def _elsewhere(table: Table, row: Values) -> bool:
    return any(
        row[each.name] for each in table.columns if each.links_to and each.name != "location_id"
    )


def _own(table: Table, row: Values) -> Values:
    """A row's own values under HSDS's names, as `closing.Place` holds them."""
    own: Values = {"id": row["id"]}
    for column in table.columns:
        if not column.links_to:
            value = row[column.name]
            own[column.name] = "" if value is None and column.as_text else value
    return own


def _filled(closed: Closed, rows: Mapping[str, Mapping[str, list[Values]]]) -> Closed:
    if closed.unplaced:
        return closed
    mine = rows.get(closed.id, {})
    place = replace(
        closed.place,
        addresses=mine.get("address", []),
        phones=[{**row, "languages": []} for row in mine.get("phone", [])],
        contacts=[{"phones": [], **row} for row in mine.get("contact", [])],
    )
    return replace(closed, place=place, area=closed.area or _area(place))


def _area(place: Place) -> str:
    """The town that the source itself publishes."""
    for row in place.addresses:
        if words := [row[name] for name in ("city", "state_province") if row.get(name)]:
            return ", ".join(words)
    return ""


def _blank(made: Iterable[Closed]) -> None:
    """Leave of closed locations what everybody may read."""
    table = tables()["location"]
    plain = [table.by_name[name] for name in PLAIN]
    bits = sum(column.bit for column in (*plain, table.by_name["tier"], table.by_name["area"]))
    sets = ", ".join(
        f"{column.name} = {chr(39) * 2 if column.as_text else 'NULL'}" for column in plain
    )
    new = [(each.tier, each.area, each.id) for each in made if not each.here]
    old = [(each.id,) for each in made if each.here]
    sql.run_many(
        f"UPDATE {table.staged} SET {sets}, tier = %s, area = %s WHERE id = %s",  # noqa: S608
        new,
    )
    sql.run_many(
        f"UPDATE {table.staged} SET {sets}, tier = NULL, given = given & ~{bits} WHERE id = %s",  # noqa: S608
        old,
    )


def _leave_sealed_ones(stage: Stage) -> None:
    """What a source says of a place that is sealed here is not compared: nobody opened it."""
    staged = tables()["location"].staged
    found = sql.fetch(
        f"SELECT s.id, s.file, s.place FROM {staged} s JOIN directory_location t"  # noqa: S608
        " ON t.id = s.id WHERE t.tier <> 0"
    )
    ids = [row[0] for row in found]
    for start in range(0, len(ids), CHUNK):
        _take_rows(stage, ids[start : start + CHUNK])
    _blank([Closed(each, Tier.CASEWORKER, "", Place(), here=True) for each in ids])
    stage.report.hush(ids)
    for row_id, file, line in found:
        stage.report.say(Verdict.KEEP, "location", row_id, (file, line), code="closed_here")
