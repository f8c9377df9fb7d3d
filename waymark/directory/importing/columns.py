"""The columns that an import writes, of each entity, as the database keeps them."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db import models

from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.shape import Kind

# Who looks after a row is no matter of the source.
OURS = {"steward_id", "source", "cell_latitude", "cell_longitude"}
# Nor is what of a taxonomy may go out: a package publishes what it carries.
NEVER = {"may_be_published"}
KINDS: tuple[tuple[type[Any], Kind], ...] = (
    (models.UUIDField, Kind.UUID),
    (models.FloatField, Kind.NUMBER),
    (models.PositiveSmallIntegerField, Kind.NUMBER),
    (models.DateTimeField, Kind.DATETIME),
    (models.DateField, Kind.DATE),
    (models.TimeField, Kind.TIME),
)
SQL_TYPES = {
    Kind.UUID: "uuid",
    Kind.NUMBER: "double precision",
    Kind.DATETIME: "timestamp with time zone",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.TEXT: "text",
}


@dataclass(frozen=True)
class Column:
    """One column. `bit` marks it in a staged row's `given`.

    `links_to` is the table that it points to; `firm` says that the database insists on the row.
    """

    name: str
    kind: Kind
    default: Any
    bit: int
    choices: frozenset[str]
    links_to: str
    firm: bool
    longest: int | None = None

    @property
    def words(self) -> bool:
        """Whether not every text fits."""
        return bool(self.choices or self.longest)

    @property
    def as_text(self) -> bool:
        """Whether nothing said is an empty text, and not NULL."""
        return self.kind is Kind.TEXT


@dataclass(frozen=True)
class Table:
    """An entity's table: `columns` apart from the id."""

    entity: str
    model: type[models.Model]
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """The table in the database."""
        return self.model._meta.db_table

    @property
    def staged(self) -> str:
        """The temporary table where a source waits for its import."""
        return f"staged_{self.entity}"

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by HSDS's names and by our own."""
        found = {column.name: column for column in self.columns}
        for field in ENTITIES[self.entity].fields:
            if field.name != "id":
                found[field.name] = found[field.column]
        return found

    @property
    def stewarded(self) -> bool:
        """Whether its rows say who looks after them and which import brought them."""
        return is_stewarded(self.model)


@cache
def tables() -> dict[str, Table]:
    """Every table, in an order in which what is pointed to comes first."""
    return {entity: _table(entity) for entity in ENTITIES}


def is_stewarded(model: type[models.Model]) -> bool:
    """Whether rows of a model name their steward; funding has a source of another kind."""
    return any(field.name == "steward" for field in model._meta.fields)


def _table(entity: str) -> Table:
    model = ENTITIES[entity].model
    fields = [f for f in model._meta.concrete_fields if not f.primary_key]
    ours = NEVER | OURS if is_stewarded(model) else NEVER
    kept = [field for field in fields if field.column not in ours]
    columns = tuple(_column(entity, field, place) for place, field in enumerate(kept))
    return Table(entity, model, columns)


def _column(entity: str, field: Any, place: int) -> Column:
    named = {each.column: each for each in ENTITIES[entity].fields}
    choices = tuple(value for value, _ in field.choices or ())
    if field.column in named and not choices:
        choices = named[field.column].choices
    linked = field.related_model._meta.db_table if field.is_relation else ""
    return Column(
        name=field.column,
        kind=Kind.UUID if field.is_relation else _kind(field),
        default=_default(field),
        bit=1 << place,
        choices=frozenset(str(choice) for choice in choices),
        links_to=linked,
        firm=bool(linked) and field.db_constraint,
        longest=getattr(field, "max_length", None),
    )


def _kind(field: Any) -> Kind:
    return next((kind for type_, kind in KINDS if isinstance(field, type_)), Kind.TEXT)


def _default(field: Any) -> Any:
    if not field.has_default() or callable(field.default):  # such as now: the writer says when
        return None
    return field.get_default()
