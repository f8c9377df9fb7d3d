"""What the coalition did with its directory since, by the actions of the staff site."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.demo.coalition import Coalition, Member
from waymark.demo.directory.fill import rounds
from waymark.demo.directory.places import CLOSED_FROM, address
from waymark.demo.directory.sheet import SOURCE, Sheet, identity
from waymark.demo.directory.tables import Pencil
from waymark.demo.script import read_ago, read_table
from waymark.directory.actions import (
    capacity,
    partners,
    pending,
    places,
    suggesting,
    suggestions,
)
from waymark.directory.actions.suggesting import Said
from waymark.directory.criteria import Answer
from waymark.directory.models import (
    CapacityStatus,
    ImportRun,
    Location,
    Organization,
    PendingChange,
    PendingKind,
    Phone,
    Service,
    Suggestion,
    Use,
)
from waymark.directory.models.organization import Stewarded
from waymark.directory.taxonomies import term_id
from waymark.directory.tiers import Tier

Row = Mapping[str, Any]


class Happening(NamedTuple):
    """Something that happens at a moment of the past."""

    at: datetime
    do: Callable[[], object]


@dataclass
class Deeds:
    """Who did what, by the data file; `changes` are those that were proposed so far."""

    sheet: Sheet
    coalition: Coalition
    changes: dict[int, PendingChange] = field(default_factory=dict)
    suggestions: dict[int, Suggestion] = field(default_factory=dict)

    def happenings(self) -> Iterator[Happening]:
        """Everything that is to be done, in no order."""
        table = read_table("directory_moderation")
        for (at, editor), services in rounds(self.sheet).items():
            said = partial(audit.record_each, Event.SERVICE_VERIFIED, by=editor, targets=services)
            yield Happening(at, said)
        yield from self._each(table["room"], self._room)
        yield from self._each(table["reveal"], self._reveal)
        yield from self._each(table["import"], self._import)
        yield from self._each_decided(table["change"], self._propose, self._decide)
        yield from self._each_decided(table["suggestion"], self._suggest, self._answer)

    def _each(self, rows: list[Row], do: Callable[[Row], None]) -> Iterator[Happening]:
        for row in rows:
            yield Happening(self._at(row), partial(do, row))

    def _each_decided(
        self, rows: list[Row], do: Callable[[int, Row], None], then: Callable[[int, Row], None]
    ) -> Iterator[Happening]:
        """Each is known by its place in the table; what became of it stands in `then`."""
        for number, row in enumerate(rows):
            yield Happening(self._at(row), partial(do, number, row))
            if "then" in row:
                yield Happening(self._at(row["then"]), partial(then, number, row["then"]))

    def _at(self, row: Row) -> datetime:
        return self.sheet.now - read_ago(row["ago"])

    def _member(self, row: Row) -> Member:
        return self.coalition.members[row["by"]]

    def _room(self, row: Row) -> None:
        capacity.state_capacity(
            service_of(row),
            CapacityStatus(row["status"]),
            by=self._member(row).worker,
            population=row["population"],
            available=row.get("available"),
            hours=48,
        )

    def _reveal(self, row: Row) -> None:
        """Somebody opens the closed place of a service."""
        member = self._member(row)
        found = Location.objects.filter(service_at_locations__service=service_of(row))
        closed = found.exclude(tier=Tier.PUBLIC).get()
        reason = places.Reason(row["reason"])
        places.reveal(closed, reason, by=member.worker, keyring=member.keyring)

    def _propose(self, number: int, row: Row) -> None:
        kind = PendingKind(row["kind"])
        bodies = {
            PendingKind.NUMBER: self._number,
            PendingKind.PLACE: self._place,
            PendingKind.NEW_SERVICE: self._new,
        }
        service = service_of(row) if "service" in row else None
        body = {**bodies[kind](row), "means": row["means"]}
        self.changes[number] = pending.propose(service, kind, body, by=self._member(row).worker)

    def _number(self, row: Row) -> dict[str, Any]:
        phone = identity(Phone, str(service_of(row).pk))
        return {"phone_id": str(phone), "number": self.sheet.number(), "type": "voice"}

    def _place(self, row: Row) -> dict[str, Any]:
        found = Location.objects.filter(service_at_locations__service=service_of(row))
        closed = found.exclude(tier=Tier.PUBLIC).get()
        return {"location_id": str(closed.pk), "use": Use.SERVICE, **self._house(row, closed.tier)}

    def _house(self, row: Row, tier: int) -> dict[str, Any]:
        town, pencil = self.sheet.tables.town(row["town"]), Pencil("moving", row["town"])
        latitude, longitude = pencil.near(town)
        place = {
            "latitude": latitude,
            "longitude": longitude,
            "addresses": [address(self.sheet, pencil, town, CLOSED_FROM)],
        }
        return {"tier": tier, "area": self.sheet.tables.county["county"], "place": place}

    def _new(self, row: Row) -> dict[str, Any]:
        """A whole new service."""
        new = row["new"]
        house = self._house(new, Tier[new["tier"].upper()])
        accepts = [{"criterion": each, "answer": Answer.ACCEPTS} for each in new["accepts"]]
        return {
            "service": {"name": new["name"], "description": new["description"]},
            "organization": {"name": new["organization"], "description": new["about"]},
            "phones": [{"number": self.sheet.number(), "type": "voice"}],
            "languages": [{"code": code} for code in new["languages"]],
            "eligibility": accepts,
            "terms": [str(term_id(code)) for code in new["terms"]],
            "places": [{"name": new["name"], "use": Use.SERVICE, **house}],
        }

    def _decide(self, number: int, row: Row) -> None:
        """Somebody confirms, refuses or takes back what was proposed."""
        change, member = self.changes[number], self._member(row)
        if row["do"] == "withdraw":
            pending.withdraw(change, by=member.worker)
        elif row["do"] == "confirm":
            pending.confirm(change, by=member.worker, keyring=member.keyring)
        else:
            reason = pending.Refusal(row["reason"])
            pending.refuse(change, reason, by=member.worker, keyring=member.keyring)

    def _suggest(self, number: int, row: Row) -> None:
        """A visitor says what is wrong."""
        service = service_of(row) if row["service"] else None
        key = identity(Suggestion, row["ago"]).bytes
        self.suggestions[number] = suggesting.suggest(service, Said(**row["said"]), key)

    def _answer(self, number: int, row: Row) -> None:
        """An editor reads what a visitor said, and uses it or not."""
        found, member = self.suggestions[number], self._member(row)
        suggestions.read(found, by=member.worker, keyring=member.keyring)
        if row["do"] == "use":
            suggestions.use(found, by=member.worker)
        else:
            reason = suggestions.Decline(row["reason"])
            suggestions.decline(found, reason, by=member.worker, keyring=member.keyring)

    def _import(self, row: Row) -> None:
        """An import as the list of imports shows it; of one that was made the log tells too."""
        worker, at = self._member(row).worker, self._at(row)
        state = ImportRun.State(row["state"])
        run = ImportRun.objects.create(
            id=identity(ImportRun, row["ago"]),
            organisation=worker.organisation,
            by=worker,
            source=row.get("source", SOURCE),
            format=row["format"],
            digest=identity(ImportRun, row["format"]).hex * 2,
            state=state,
            started_at=at,
            ended_at=at + timedelta(minutes=row["minutes"]) if row["minutes"] else None,
            counts=row["counts"] if "counts" in row else self._counted(),
            problem=row.get("problem", ""),
        )
        if state == ImportRun.State.DONE:
            audit.record(Event.DIRECTORY_IMPORTED, by=worker, target=run)

    def _counted(self) -> dict[str, dict[str, int]]:
        """How many rows carry the name of the import."""
        tables: dict[str, Sequence[Stewarded]] = {
            "organization": self.sheet.of(Organization),
            "service": self.sheet.of(Service),
            "location": self.sheet.of(Location),
        }
        return {
            "add": {
                name: sum(row.source == SOURCE for row in rows) for name, rows in tables.items()
            }
        }


def add_partner(coalition: Coalition) -> tuple[str, str]:
    """A partner elsewhere that reads the partner tier: name and key."""
    row = read_table("directory_moderation")["partner"]
    member = coalition.members[row["by"]]
    added = partners.add_partner(row["name"], by=member.worker, keyring=member.keyring)
    return row["name"], added.key


def service_of(row: Row) -> Service:
    """The service that a row of the data file names."""
    return Service.objects.get(pk=identity(Service, row["service"]))
