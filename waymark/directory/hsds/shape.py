"""The words in which `entities` describes HSDS: fields, what is nested, entities."""

from dataclasses import dataclass
from enum import Enum

from waymark.directory.models.hsds import HsdsModel


class Kind(Enum):
    """What a field holds; in a CSV file everything is written as text."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    UUID = "uuid"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One value of an entity, which is a column of its CSV file.

    `refers_to` names the entity whose id it is. `required` holds everywhere, `tabular_required`
    in CSV files only: nested JSON says the same by its nesting. `form` is a format of JSON schema.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    tabular_required: bool = False
    refers_to: str = ""
    choices: tuple[str, ...] = ()
    form: str = ""

    @property
    def column(self) -> str:
        """The attribute of the model. HSDS calls one link by two names; the model has one."""
        return "taxonomy_detail_id" if self.name == "taxonomy_id" else self.name


@dataclass(frozen=True, kw_only=True)
class Nested:
    """Rows of another entity that stand inside this one in JSON.

    `many`: a list of rows whose field `by` is this row's id. Otherwise one row, whose id is this
    row's own field `by`. The name is also the relation's name on the model, apart from
    `attributes` and `metadata`, which hang on any row by its id.
    """

    name: str
    entity: str
    by: str
    many: bool = True
    required: bool = False


@dataclass(frozen=True)
class Entity:
    """One table of HSDS. `members` are its fields and what it nests, in the order of the schema."""

    name: str
    model: type[HsdsModel]
    file: str
    members: tuple[Field | Nested, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns of the CSV file, in order."""
        return tuple(each for each in self.members if isinstance(each, Field))

    @property
    def nested(self) -> tuple[Nested, ...]:
        """What stands inside in JSON."""
        return tuple(each for each in self.members if isinstance(each, Nested))

    @property
    def links(self) -> tuple[Field, ...]:
        """The fields that are ids of other rows."""
        return tuple(each for each in self.fields if each.refers_to)


def text(*names: str) -> tuple[Field, ...]:
    """Texts that may be missing."""
    return tuple(Field(name=name) for name in names)


def needed(*names: str) -> tuple[Field, ...]:
    """Texts that must be there."""
    return tuple(Field(name=name, required=True) for name in names)


def numbers(*names: str) -> tuple[Field, ...]:
    """Numbers that may be missing."""
    return tuple(Field(name=name, kind=Kind.NUMBER) for name in names)


def dates(*names: str) -> tuple[Field, ...]:
    """Days that may be missing."""
    return tuple(Field(name=name, kind=Kind.DATE) for name in names)


def times(*names: str) -> tuple[Field, ...]:
    """Times of day that may be missing."""
    return tuple(Field(name=name, kind=Kind.TIME) for name in names)


def addresses(*names: str) -> tuple[Field, ...]:
    """Addresses on the web that may be missing."""
    return tuple(Field(name=name, form="uri") for name in names)


def email(name: str) -> tuple[Field, ...]:
    """An email address that may be missing."""
    return (Field(name=name, form="email"),)


def link(name: str, refers_to: str, *, tabular_required: bool = False) -> tuple[Field, ...]:
    """The id of another row."""
    return (
        Field(name=name, kind=Kind.UUID, refers_to=refers_to, tabular_required=tabular_required),
    )


def key() -> tuple[Field, ...]:
    """The row's own id."""
    return (Field(name="id", kind=Kind.UUID, required=True),)


def many(name: str, entity: str, by: str) -> tuple[Nested, ...]:
    """A list of rows that name this one."""
    return (Nested(name=name, entity=entity, by=by),)


def one(name: str, entity: str, by: str, *, required: bool = False) -> tuple[Nested, ...]:
    """The row that this one names."""
    return (Nested(name=name, entity=entity, by=by, many=False, required=required),)


def attributes() -> tuple[Nested, ...]:
    """The taxonomy terms of a row."""
    return many("attributes", "attribute", "link_id")


def metadata() -> tuple[Nested, ...]:
    """The changes of a row."""
    return many("metadata", "metadata", "resource_id")
