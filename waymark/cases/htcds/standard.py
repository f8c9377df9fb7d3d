"""The standard itself: its fields, its code lists, and the lists of others that it refers to."""

import csv
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).parent / "data"
VERSION = "2.0"
ATTRIBUTION = "UNMigration/HTCDS, CC BY 4.0"
OWN, COUNTRIES, LANGUAGES = "codes", "countries", "languages"


class Kind(StrEnum):
    """How an answer is kept in memory."""

    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    NUMBER = "number"
    COORDINATE = "coordinate"
    YES_NO = "yes_no"


class Group(StrEnum):
    """Parts of which one case may have several."""

    EVENTS = "events"
    PLANS = "plans"
    COMMENTS = "comments"
    REFERRALS = "referrals"


@dataclass(frozen=True)
class Field:
    """One field.

    Attributes:
        name: the standard's name, such as prs_Birthdate.
        label: the standard's English label.
        type: the standard's own word for its type.
        section: the part of the standard it stands in.
        kind: how its answers are kept.
        list: `codes`, `countries`, `languages`, or empty where anything may be said.
        group: the part of a case that may be there several times; None for what is there once.
        core: one of the standard's core fields.
        deprecated: withdrawn by the standard; still read, and written where there is an answer.
        several: several codes are kept although the standard takes one, because its own
            published form lets a worker tick several.
    """

    name: str
    label: str
    type: str
    section: str
    kind: Kind
    list: str = ""
    group: Group | None = None
    core: bool = False
    deprecated: bool = False
    several: bool = False


@dataclass(frozen=True)
class Code:
    """One listed answer.

    Attributes:
        name: what stands in files.
        label: the English label.
        other_names: other codes and names under which it is known.
    """

    name: str
    label: str
    other_names: tuple[str, ...] = ()


def _read_fields() -> dict[str, Field]:
    found = tomllib.loads((DATA / "fields.toml").read_text(encoding="utf-8"))["fields"]
    return {row["name"]: _field(row) for row in found}


def _field(row: dict[str, str | bool]) -> Field:
    said = {name: str(row[name]) for name in ("name", "label", "type", "section")}
    group = row.get("group")
    return Field(
        **said,
        kind=Kind(str(row["kind"])),
        list=str(row.get("list", "")),
        group=Group(str(group)) if group else None,
        core=bool(row.get("core")),
        deprecated=bool(row.get("deprecated")),
        several=bool(row.get("several")),
    )


FIELDS = MappingProxyType(_read_fields())


def core_fields() -> tuple[Field, ...]:
    """The core fields that the standard has not withdrawn, in its order: 38."""
    return tuple(field for field in FIELDS.values() if field.core and not field.deprecated)


def fields_of(group: Group) -> tuple[Field, ...]:
    """The fields of a part that may be there several times, in the standard's order."""
    return tuple(field for field in FIELDS.values() if field.group is group)


def codes_of(name: str) -> tuple[Code, ...]:
    """The answers that a field may have, in their order; empty for a field without a list.

    Raises KeyError for a name that is no field.
    """
    field = FIELDS[name]
    if field.list == COUNTRIES:
        return countries()
    if field.list == LANGUAGES:
        return languages()
    return _codes().get(name, ())


@cache
def countries() -> tuple[Code, ...]:
    """ISO 3166-1: two letters; the three letters are the first of the other names."""
    return tuple(
        Code(row["alpha_2"], row["name"], (row["alpha_3"], *_names(row["other_names"])))
        for row in _rows("countries.csv")
    )


@cache
def languages() -> tuple[Code, ...]:
    """ISO 639-2: the three letters of the terminological list."""
    return tuple(
        Code(
            row["code"],
            row["name"],
            tuple(
                filter(None, (row["bibliographic"], row["alpha_2"], *_names(row["name"], short=1)))
            ),
        )
        for row in _rows("languages.csv")
    )


@cache
def _codes() -> dict[str, tuple[Code, ...]]:
    found = tomllib.loads((DATA / "codes.toml").read_text(encoding="utf-8"))
    return {
        name: tuple(Code(code, label) for code, label in listed.items())
        for name, listed in found.items()
        if name in FIELDS
    }


def _rows(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / file).read_text(encoding="utf-8").splitlines()))


def _names(joined: str, *, short: int = 0) -> tuple[str, ...]:
    """The names in `Adyghe; Adygei`; none where there are not more than `short`."""
    names = tuple(filter(None, (name.strip() for name in joined.split(";"))))
    return names if len(names) > short else ()
