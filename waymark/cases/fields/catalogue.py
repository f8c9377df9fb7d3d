"""Every field that a case can have: what it is, what it may hold, and why it is asked.

What a field is stands in `data/<record>.toml`, what it is called in `wording/<record>.py`. Forms,
releases, exports and an organisation's own settings all read this one list.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.wording import SECTIONS, WORDS
from waymark.cases.fields.wording.own_codes import CODES
from waymark.cases.models import FieldUse

DATA = Path(__file__).parent / "data"


class FieldType(StrEnum):
    """How an answer is typed and kept."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    TEXTS = "texts"  # several, one on each line
    DATE = "date"
    ROUGH_DATE = "rough_date"  # a year, a month or a day
    CHOICE = "choice"
    CHOICES = "choices"
    COUNTRY = "country"
    COUNTRIES = "countries"
    LANGUAGE = "language"
    PHONE = "phone"
    EMAIL = "email"
    NUMBER = "number"
    COORDINATE = "coordinate"
    YES_NO = "yes_no"
    QUANTITY = "quantity"  # not negative, two decimals
    RECORD = "record"  # what another tool found, kept as it is; never typed


class Kind(models.TextChoices):
    """The kinds of field that a release can name."""

    IDENTITY = "identity", _("Who the person is")
    CONTACT = "contact", _("How to reach the person")
    FAMILY = "family", _("Family and household")
    HEALTH = "health", _("Health and disability")
    LEGAL = "legal", _("Legal and immigration matters")
    EXPLOITATION = "exploitation", _("What was done to the person")
    SERVICES = "services", _("Help asked for and given")
    SAFETY = "safety", _("Safety")
    WORK = "work", _("Work and education")


class Identifying(StrEnum):
    """Whether an answer says who somebody is."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    NO = "no"


class Part(models.TextChoices):
    """What a person is in a case."""

    VICTIM = "victim", CODES["role"]["victim"]
    FAMILY_MEMBER = "family_member", CODES["role"]["family_member"]
    SUSPECTED_PERPETRATOR = "suspected_perpetrator", CODES["role"]["suspected_perpetrator"]
    OTHER = "other", CODES["role"]["other"]


@dataclass(frozen=True)
class FieldSpec:
    """One field.

    Attributes:
        key: `record.name`, as releases and settings name it.
        name: the name of HTCDS where the standard has the field, else our own.
        codes: the answers of a list of our own; empty where the standard or ISO has the list.
        use: what happens unless an organisation says otherwise.
        parts: whom of a case it is asked about.
        limit: the largest number or, for a coordinate, of degrees.
        past: a day that cannot lie in the future.
        fixed: the work cannot do without it: an organisation can rename it and no more.
    """

    record: str
    name: str
    type: FieldType
    kind: Kind
    identifying: Identifying
    section: str
    label: str | Promise
    purpose: str | Promise
    use: FieldUse = FieldUse.OPTIONAL
    codes: tuple[str, ...] = ()
    parts: frozenset[Part] = frozenset(Part)
    limit: int = 0
    past: bool = False
    fixed: bool = False

    @property
    def key(self) -> str:
        """`record.name`."""
        return f"{self.record}.{self.name}"


def specs_of(record: str) -> tuple[FieldSpec, ...]:
    """The fields of a record, in the order in which they are asked. Raises KeyError."""
    return catalogue()[record]


def spec_of(key: str) -> FieldSpec:
    """The field of that key (`record.name`). Raises KeyError."""
    return _by_key()[key]


def every_field() -> tuple[FieldSpec, ...]:
    """All fields of all records."""
    return tuple(_by_key().values())


def section_title(spec: FieldSpec) -> str | Promise:
    """The heading under which a field is asked."""
    return SECTIONS[spec.record][spec.section]


@cache
def catalogue() -> Mapping[str, tuple[FieldSpec, ...]]:
    """All records. A field without words, or words without a field, is an error of ours."""
    found = {record: _read(record) for record in WORDS}
    for record, specs in found.items():
        if {spec.name for spec in specs} != set(WORDS[record]):
            raise LookupError(f"the fields and the words of {record} differ")
    return found


@cache
def _by_key() -> Mapping[str, FieldSpec]:
    return {spec.key: spec for specs in catalogue().values() for spec in specs}


def _read(record: str) -> tuple[FieldSpec, ...]:
    rows = tomllib.loads((DATA / f"{record}.toml").read_text(encoding="utf-8"))["fields"]
    return tuple(_spec(record, row) for row in rows)


def _spec(record: str, row: Mapping[str, Any]) -> FieldSpec:
    words = WORDS[record][row["name"]]
    return FieldSpec(
        record=record,
        name=row["name"],
        type=FieldType(row["type"]),
        kind=Kind(row["kind"]),
        identifying=Identifying(row["identifying"]),
        section=row["section"],
        label=words.label,
        purpose=words.purpose,
        use=FieldUse(row.get("use", FieldUse.OPTIONAL)),
        codes=tuple(row.get("codes", ())),
        parts=frozenset(Part(part) for part in row.get("roles", Part)),
        limit=row.get("limit", 0),
        past=row.get("past", False),
        fixed=row.get("fixed", False),
    )
