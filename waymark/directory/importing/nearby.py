"""What of a source and of the directory hangs on a closed place, over any number of links.

Ids are 32 hexadecimal digits, as in the temporary tables.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from waymark.directory.hsds.graph import CHILDREN
from waymark.directory.importing import sql
from waymark.directory.importing.columns import tables
from waymark.directory.importing.staging import Stage

CHUNK = 500
# These belong to a public location, and say where that is; a closed one has none any more.
LEFT_OUT = {"address", "program"}
Pair = tuple[str, str]


@dataclass
class Nearby:
    """Rows by id, with the places of this import that their texts must not tell.

    The places of this import can be named; what was sealed earlier is known to nobody here.
    """

    stage: Stage
    closed: set[str]
    places: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    services: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, stage: Stage, closed: Iterable[str]) -> "Nearby":
        """Follow the links from every closed location; at once done where there is none."""
        found = cls(stage, set(closed))
        here = sql.fetch("SELECT id FROM directory_location WHERE tier <> 0")
        shut = found.closed | {row[0] for row in here}
        for each in shut:
            found.places[each] |= {each} & found.closed
        found.closed = shut
        if shut:
            found._follow()
        return found

    def _follow(self) -> None:
        """Services and who offers them, where they are, and what hangs on any of it."""
        shut = set(self.closed)
        owners = self._up("location", "organization_id", shut)
        self.services |= self._up("service_at_location", "service_id", shut, "location_id")
        self.services |= self._down("service", "organization_id", owners)
        owners |= self._up("service", "organization_id", self.services)
        self._up("service", "program_id", self.services)
        self._down("program", "organization_id", owners)
        links = self._down("service_at_location", "service_id", self.services)
        self._up("service_at_location", "location_id", links)
        self._down("location", "organization_id", owners)
        for entity in CHILDREN:
            if entity not in LEFT_OUT:
                self._hang(entity)
        self._up("service_capacity", "unit_id", set(self.places))
        self._hang("attribute", "link_id")
        terms = self._up("attribute", "taxonomy_term_id", set(self.places))
        self._up("taxonomy_term", "taxonomy_detail_id", terms)
        self._hang("metadata", "resource_id")

    def _hang(self, entity: str, *columns: str) -> None:
        table = tables()[entity]
        for name in columns or [each.name for each in table.columns if each.links_to]:
            if name != "unit_id":
                self._down(entity, name, set(self.places))

    def _down(self, entity: str, column: str, parents: set[str]) -> set[str]:
        """The rows that name one of these; they are near what those are near."""
        found = self._pairs(entity, "id", column, column, parents)
        for child, parent in found:
            self.places[child] |= self.places[parent]
        return {child for child, _ in found}

    def _up(self, entity: str, column: str, rows: set[str], by: str = "id") -> set[str]:
        """What these rows name; it is near what they are near."""
        found = [pair for pair in self._pairs(entity, column, by, by, rows) if pair[0]]
        for parent, child in found:
            self.places[parent] |= self.places[child]
        return {parent for parent, _ in found}

    def _pairs(self, entity: str, one: str, other: str, by: str, ids: set[str]) -> list[Pair]:
        """Two columns of an entity's rows, in the source and here, where a third is among ids."""
        table = tables()[entity]
        names = [table.name]
        if self.stage.has(entity):
            if by != "id":  # they have that index already
                self.stage.index(entity, by)
            names.append(table.staged)
        wanted, found = sorted(ids), []
        for start in range(0, len(wanted), CHUNK):
            some = [sql.stored(each) for each in wanted[start : start + CHUNK]]
            marks = ", ".join(["%s"] * len(some))
            for name in names:
                found += sql.fetch(
                    f"SELECT {one}, {other} FROM {name} WHERE {by} IN ({marks})",  # noqa: S608
                    some,
                )
        return [(first, second) for first, second in found]
