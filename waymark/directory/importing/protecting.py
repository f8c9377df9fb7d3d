"""What an import must not change: what others look after, and what our people verified."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from waymark.directory.importing import sql
from waymark.directory.importing.columns import Table, tables
from waymark.directory.importing.staging import Stage
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import Aspect, Means, ServiceAtLocation, Verification

# What a change of a row's column would be about.
ASPECTS = {
    "phone": Aspect.PHONE,
    "address": Aspect.PLACE,
    "location": Aspect.PLACE,
    "service_at_location": Aspect.PLACE,
    "schedule": Aspect.HOURS,
    "language": Aspect.LANGUAGES,
    "cost_option": Aspect.FEES,
    "required_document": Aspect.ELIGIBILITY,
}
SERVICE_ASPECTS = {
    "interpretation_services": Aspect.LANGUAGES,
    "fees": Aspect.FEES,
    "fees_description": Aspect.FEES,
    "eligibility_description": Aspect.ELIGIBILITY,
    "application_process": Aspect.ELIGIBILITY,
    "minimum_age": Aspect.ELIGIBILITY,
    "maximum_age": Aspect.ELIGIBILITY,
}
# These change only when a second person agrees, however old the verification is.
NEED_TWO = {Aspect.PHONE, Aspect.PLACE}
STEWARDED = ("organization", "location", "service")
SHARED = ("taxonomy", "taxonomy_term", "unit", "meta_table_description")
# Over which link a row hangs on one that is looked after: its column, and the table between.
DIRECT = {"organization_id": "organization", "location_id": "location", "service_id": "service",
          "link_id": "service", "resource_id": "service"}  # fmt: skip
BETWEEN = {"service_at_location_id": ("service_at_location", ("service_id",)),
           "contact_id": ("contact", ("service_id", "location_id", "organization_id")),
           "phone_id": ("phone", ("service_id", "location_id", "organization_id"))}  # fmt: skip


def keep_foreign(stage: Stage, steward: UUID | None) -> None:
    """Leave alone what another member looks after, or what came from elsewhere, with all it has."""
    foreign = {entity: _foreign(stage, entity, steward) for entity in STEWARDED}
    if not any(_any_foreign(entity, stage.source, steward) for entity in STEWARDED):
        return
    for entity, found in foreign.items():
        _keep(stage, tables()[entity], found)
    for table in stage.tables():
        if table.entity not in (*STEWARDED, *SHARED):
            _keep(stage, table, _hanging(stage, table, steward))


def _strange(steward: UUID | None, alias: str = "t") -> tuple[str, list[Any]]:
    """The condition that a row is not this source's; its parameters begin with the source."""
    own = f"{alias}.steward_id IS NOT NULL"
    if steward is None:
        return f"({alias}.source <> %s OR {own})", []
    return f"({alias}.source <> %s OR ({own} AND {alias}.steward_id <> %s))", [
        sql.stored(steward.hex)
    ]


def _any_foreign(entity: str, source: str, steward: UUID | None) -> bool:
    condition, more = _strange(steward)
    query = f"SELECT 1 FROM {tables()[entity].name} t WHERE {condition} LIMIT 1"  # noqa: S608
    return bool(sql.fetch(query, [source, *more]))


def _foreign(stage: Stage, entity: str, steward: UUID | None) -> list[tuple[Any, ...]]:
    if not stage.has(entity):
        return []
    table = tables()[entity]
    condition, more = _strange(steward)
    return sql.fetch(
        f"SELECT s.id, s.file, s.place, t.source, t.source = %s FROM {table.staged} s"  # noqa: S608
        f" JOIN {table.name} t ON t.id = s.id WHERE {condition}"
        f" AND ({sql.differs_at_all(table)})",
        [stage.source, stage.source, *more],
    )


def _hanging(stage: Stage, table: Table, steward: UUID | None) -> list[tuple[Any, ...]]:
    """Rows, new or other than here, that hang on something that is not this source's."""
    condition, more = _strange(steward, "o")
    parts: list[str] = []
    parameters: list[Any] = []
    places = [("s", "s.verdict = ''"), ("t", "s.verdict = ''")]
    for alias, _ in places:
        for name, owner in _owners(table):
            if table.entity == "service_at_location" and owner == "location":
                continue
            parts.append(
                f"EXISTS (SELECT 1 FROM {tables()[owner].name} o"  # noqa: S608
                f" WHERE o.id = {alias}.{name} AND {condition})"
            )
            parameters += [stage.source, *more]
        for name, between, link in _betweens(table):
            owner = DIRECT[link]
            parts.append(
                f"EXISTS (SELECT 1 FROM {tables()[between].name} b JOIN {tables()[owner].name} o"  # noqa: S608
                f" ON o.id = b.{link} WHERE b.id = {alias}.{name} AND {condition})"
            )
            parameters += [stage.source, *more]
    if not parts:
        return []
    return sql.fetch(
        f"SELECT s.id, s.file, s.place, '', 0 = 1 FROM {table.staged} s"  # noqa: S608
        f" LEFT JOIN {table.name} t ON t.id = s.id"
        f" WHERE ({' OR '.join(parts)}) AND (t.id IS NULL OR {sql.differs_at_all(table)})",
        parameters,
    )


def _owners(table: Table) -> list[tuple[str, str]]:
    names = {column.name for column in table.columns}
    found = [(name, owner) for name, owner in DIRECT.items() if name in names]
    extra = [(name, owner) for name in ("link_id", "resource_id") if name in names
             for owner in ("organization", "location")]  # fmt: skip
    return found + extra


def _betweens(table: Table) -> list[tuple[str, str, str]]:
    names = {column.name for column in table.columns}
    return [
        (name, between, link)
        for name, (between, links) in BETWEEN.items()
        if name in names
        for link in links
    ]


def _keep(stage: Stage, table: Table, found: Iterable[tuple[Any, ...]]) -> None:
    rows = list(found)
    for row_id, file, place, source, same in rows:
        code, value = ("others", "") if same or not source else ("typed_here", source)
        stage.report.say(Verdict.KEEP, table.entity, row_id, (file, place), code=code, value=value)
    sql.run_many(
        f"UPDATE {table.staged} SET verdict = 'keep', given = 0 WHERE id = %s",  # noqa: S608
        [[row[0]] for row in rows],
    )


@dataclass
class Verified:
    """When our people last verified which aspect of which service, and the places of these."""

    when: dict[tuple[str, Aspect], datetime] = field(default_factory=dict)
    services_at: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    assured: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, stage: Stage) -> "Verified":
        """What is verified here, apart from what sources say of themselves."""
        found = cls()
        rows = Verification.objects.exclude(means=Means.SOURCE).values_list("service_id", "aspect")
        for service, aspect, at in rows.annotate(at=Max("verified_at")):
            found.when[service.hex, Aspect(aspect)] = at
        links = ServiceAtLocation.objects.filter(service__in={UUID(s) for s, _ in found.when})
        for service, location in links.values_list("service_id", "location_id"):
            if service and location:
                found.services_at[location.hex].add(service.hex)
        if found.when and stage.has("service"):
            staged = tables()["service"].staged
            for row_id, day in sql.fetch(
                f"SELECT id, assured_date FROM {staged} WHERE assured_date IS NOT NULL"  # noqa: S608
            ):
                found.assured[row_id] = str(day)
        return found

    def services_of(self, entity: str, row_id: str, links: dict[str, Any]) -> set[str]:
        """The verified services that a row is about."""
        if entity == "service":
            return {row_id}
        found = {links["service_id"]} if links.get("service_id") else set()
        location = row_id if entity == "location" else links.get("location_id")
        return found | self.services_at.get(location or "", set())

    def refuses(self, services: Iterable[str], aspect: Aspect | None) -> str:
        """Why a change of this aspect is not taken over; empty where it is."""
        for service in services:
            at = self.when.get((service, aspect)) if aspect else None
            if at is None:
                continue
            if aspect in NEED_TWO:
                return "needs_two"
            said = self.assured.get(service, "")
            if said <= at.astimezone(UTC).date().isoformat():
                return "verified_here"
        return ""
