"""Texts that would tell where a closed place is: such rows are refused, the words pointed at.

Every text column of every row that hangs on a service or place with something closed is looked at,
so that `closed_texts`, the last gate of all writes, finds nothing any more.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from waymark.accounts.models import Organisation
from waymark.directory import closed_texts
from waymark.directory.closed_texts import Judge, known_places
from waymark.directory.closed_texts.leaving import PUBLIC_PLACE, SHARED
from waymark.directory.hsds.shape import Kind as Holds
from waymark.directory.importing import sql
from waymark.directory.importing.closed import Closed
from waymark.directory.importing.columns import Table, tables
from waymark.directory.importing.linking import remove
from waymark.directory.importing.nearby import CHUNK, Nearby
from waymark.directory.importing.staging import Stage
from waymark.directory.importing.wording import Verdict
from waymark.directory.leaks import Kind, KnownPlace, Leak
from waymark.directory.models import Service
from waymark.web.queries import site

# Not of any one service, so every row of the source is looked at where anything is closed.
OF_ALL = {"meta_table_description"}


@dataclass
class Watched:
    """What the last gate has to look at when the import is written, and what it may let pass."""

    services: set[str] = field(default_factory=set)
    numbers: list[str] = field(default_factory=list)
    judge: Judge = field(default_factory=Judge)


def refuse_leaks(
    stage: Stage, closed: list[Closed], steward: Organisation | None
) -> tuple[list[Closed], Watched]:
    """Refuse rows whose texts tell a closed place; the closed places that are left come back."""
    near = Nearby.read(stage, (each.id for each in closed))
    if not near.closed:
        return closed, Watched()
    watched = Watched(near.services, _numbers(stage, near.places))
    house = steward.country if steward else site().country
    known = {each.id: known_places(each.place) for each in closed}
    look = _Look(near, watched, known, sorted({stage.country or house, house}))
    told = {table.entity: look.refuse(table) for table in stage.tables()}
    _refuse_answers(look)
    left = told.get("location", set()) | _refuse_joined(look) | _refuse_areas(look, closed)
    return [each for each in closed if each.id not in left], watched


@dataclass(frozen=True)
class _Look:
    """One look at a source. `countries` are those by whose rules numbers may be read later."""

    near: Nearby
    watched: Watched
    known: dict[str, list[KnownPlace]]
    countries: list[str]

    def refuse(self, table: Table) -> set[str]:
        """Refuse those rows of a table that tell a place; returns which."""
        refused: set[str] = set()
        for row_id, file, line, texts in self._rows(table):
            for name, text in texts.items():
                if leak := self.leak(table.entity, row_id, name, text):
                    refused.add(row_id)
                    _say(self.near.stage, table.entity, (row_id, file, line), name, leak)
        remove(self.near.stage, table, refused)
        return refused

    def leak(self, entity: str, row_id: str, name: str, text: str) -> Leak | None:
        ids = () if entity in SHARED else self.near.places.get(row_id, ())
        places = [one for each in sorted(ids) for one in self.known[each]]
        for country in self.countries:
            found = self.watched.judge.leaks(
                name, text, country=country, numbers=self.watched.numbers, places=places
            )
            if found:
                return found[0]
        return None

    def _rows(self, table: Table) -> Iterator[tuple[str, int, int, dict[str, str]]]:
        """The texts of rows that are new or would change."""
        if table.entity == "address":
            return
        names = [
            each.name for each in table.columns if each.kind is Holds.TEXT and not each.choices
        ]
        for ids in _chunks(_ids(table) if table.entity in OF_ALL else self.near.places):
            marks = ", ".join(["%s"] * len(ids))
            rows = sql.fetch(
                f"SELECT s.id, s.file, s.place, {', '.join(f's.{name}' for name in names)}"  # noqa: S608
                f" FROM {table.staged} s LEFT JOIN {table.name} t ON t.id = s.id"
                f" WHERE s.id IN ({marks}) AND (t.id IS NULL OR {sql.differs_at_all(table)})",
                [sql.stored(each) for each in ids],
            )
            for row_id, file, line, *texts in rows:
                public = table.entity == "location" and row_id not in self.near.closed
                left_out = PUBLIC_PLACE if public else set()
                said = zip(names, texts, strict=True)
                yield row_id, file, line, {n: t for n, t in said if t and n not in left_out}


def _say(stage: Stage, entity: str, row: tuple[str, int, int], name: str, leak: Leak) -> None:
    row_id = row[0]
    words = leak.words if leak.kind is not Kind.OWN else ""
    stage.report.say(
        Verdict.REFUSE, entity, row_id, (row[1], row[2]), code="leak", field=name, value=words
    )


def _refuse_answers(look: _Look) -> None:
    """Leave out answers whose note tells a place."""
    stage, kept = look.near.stage, []
    for each in stage.answers:
        near = each.service in look.near.places
        leak = look.leak("eligibility", each.service, "note", each.note or "") if near else None
        if leak:
            _say(stage, "eligibility", (each.service, each.file, each.line), "note", leak)
        else:
            kept.append(each)
    stage.answers = kept


def _refuse_areas(look: _Look, closed: Iterable[Closed]) -> set[str]:
    """Refuse to close a place that is here under an area that tells it; returns which."""
    refused: set[str] = set()
    for each in closed:
        leak = look.leak("location", each.id, "area", each.area)
        if leak and each.here:
            refused |= _refuse_rows(look.near.stage, "location", ("id", each.id), leak)
    return refused


def _numbers(stage: Stage, near: Collection[str]) -> list[str]:
    """Telephones of services and their organizations, which anybody may call."""
    table = tables()["phone"]
    found: set[str] = set()
    for ids in _chunks(near):
        marks = ", ".join(["%s"] * len(ids))
        some = [sql.stored(each) for each in ids]
        for name in [table.name, *([table.staged] if stage.has("phone") else [])]:
            rows = sql.fetch(
                f"SELECT number FROM {name} WHERE service_id IN ({marks})"  # noqa: S608
                f" OR organization_id IN ({marks})",
                [*some, *some],
            )
            found |= {row[0] for row in rows if row[0]}
    return sorted(found)


def _refuse_joined(look: _Look) -> set[str]:
    """Refuse what would put a closed place beside a text that stands here and tells one.

    Returns the locations that stay open for this reason: first the text has to go.
    """
    stage, refused = look.near.stage, set()
    for service, told in _standing(look).items():
        for entity, column in (("service", "id"), ("service_at_location", "service_id")):
            refused |= _refuse_rows(stage, entity, (column, service), told)
        here = sql.fetch(
            "SELECT location_id FROM directory_serviceatlocation WHERE service_id = %s",
            [sql.stored(service)],
        )
        for (location,) in here:
            if location in look.known:
                refused |= _refuse_rows(stage, "location", ("id", location), told)
    return refused


def _standing(look: _Look) -> dict[str, Leak]:
    """By service that gets a closed place or another organization: what tells of it already."""
    found: dict[str, Leak] = {}
    numbers, judge = look.watched.numbers, look.watched.judge
    for ids in _chunks(look.near.services):
        for told in closed_texts.leaking(_as_joined(look, ids), numbers=numbers, judge=judge):
            found.setdefault(told.service.pk.hex, told.leak)
    return found


def _as_joined(look: _Look, ids: list[str]) -> list[Service]:
    """The services as they are here, with the organization that the source gives them."""
    known = Service.objects.select_related("steward").in_bulk([UUID(each) for each in ids])
    services = {each: known.get(UUID(each)) or Service(pk=UUID(each)) for each in ids}
    if look.near.stage.has("service"):
        marks = ", ".join(["%s"] * len(ids))
        for row_id, owner in sql.fetch(
            f"SELECT id, organization_id FROM {tables()['service'].staged}"  # noqa: S608
            f" WHERE id IN ({marks}) AND organization_id IS NOT NULL",
            [sql.stored(each) for each in ids],
        ):
            services[row_id].organization_id = UUID(owner)
    return list(services.values())


def _refuse_rows(stage: Stage, entity: str, by: tuple[str, str], leak: Leak) -> set[str]:
    """Refuse the rows of the source that a column and its id name; returns which."""
    if not stage.has(entity):
        return set()
    table, (column, wanted) = tables()[entity], by
    rows = sql.fetch(
        f"SELECT id, file, place FROM {table.staged} WHERE {column} = %s",  # noqa: S608
        [sql.stored(wanted)],
    )
    for row_id, file, line in rows:
        _say(stage, entity, (row_id, file, line), "", leak)
    remove(stage, table, {row[0] for row in rows})
    return {row[0] for row in rows}


def _ids(table: Table) -> list[str]:
    return [row[0] for row in sql.fetch(f"SELECT id FROM {table.staged}")]  # noqa: S608


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    wanted = sorted(ids)
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]
