"""What a record says: an answer for each field, or why there is none; several parts for one case.

Every answer has one form only, so that what is written and read again is the same: text without
spaces around it, lines that end in a line feed, codes from the list, each once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from django.utils.translation import gettext as _

from waymark.cases.htcds.standard import FIELDS, Field, Group, Kind, codes_of

LONGEST = 32_767  # characters that one cell of a workbook holds
LONGEST_KEY = 100
MOST_NUMBER = 999
# What XML cannot carry, and what nobody can see or type: controls, halves of pairs, non-characters.
UNUSABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
EDGES = {"Latitude": Decimal(90), "Longitude": Decimal(180)}

Value = str | bool | int | Decimal | date | tuple[str, ...]


class Silence(StrEnum):
    """Why a field has no value: three different things, for every field."""

    NOT_ASKED = "not-asked"
    UNKNOWN = "unknown"
    DECLINED = "declined"


class BadAnswer(ValueError):
    """An answer that the field cannot have. Its text is a sentence that repeats no answer."""


@dataclass(frozen=True)
class Answer:
    """A value, or why there is none. Never both, never neither (ValueError)."""

    value: Value | None = None
    silence: Silence | None = None

    def __post_init__(self) -> None:
        if (self.value is None) is (self.silence is None):
            raise ValueError("an answer is either a value or a reason for none")


HtcdsRow = Mapping[str, Answer]


@dataclass(frozen=True)
class Further:
    """A second or later part of the same case: its fields all belong to `group`."""

    group: Group
    row: HtcdsRow


@dataclass(frozen=True)
class Record:
    """One person in one case.

    Attributes:
        key: names the record within its file, such as a pseudonym; printable.
        row: answers to fields. A field that is not in it says nothing at all.
        further: what the case has a second time; the first of each group stands in `row`. Groups
            stand together, in their own order.
    """

    key: str
    row: HtcdsRow
    further: tuple[Further, ...] = ()

    def __post_init__(self) -> None:
        groups = list(Group)
        ordered = sorted(self.further, key=lambda part: groups.index(part.group))
        object.__setattr__(self, "further", tuple(ordered))


def check_record(record: Record) -> None:
    """Raises BadAnswer where the record could not be written and read again unchanged."""
    key = record.key
    if not key or len(key) > LONGEST_KEY or not key.isprintable() or key != key.strip():
        raise BadAnswer(_("A record needs a short key that can be printed."))
    for name, answer in record.row.items():
        check(name, answer)
    for part in record.further:
        _check_further(part, record.row)


def _check_further(part: Further, row: HtcdsRow) -> None:
    if not part.row or not any(FIELDS[name].group is part.group for name in row):
        raise BadAnswer(_("What a case has a second time needs a first, and at least one answer."))
    for name, answer in part.row.items():
        check(name, answer)
        if FIELDS[name].group is not part.group:
            raise BadAnswer(_("%(field)s does not belong to this part.") % {"field": name})


def check(name: str, answer: Answer) -> None:
    """Raises BadAnswer where the field does not exist or cannot have this answer in this form."""
    if name not in FIELDS:
        raise BadAnswer(_("%(field)s is no field of the standard.") % {"field": name})
    if answer.value is not None:
        _CHECKS[FIELDS[name].kind](FIELDS[name], answer.value)


def _bad(field: Field, sentence: str) -> BadAnswer:
    return BadAnswer(f"{field.label}: {sentence}")


def _check_text(field: Field, value: Value) -> None:
    if not isinstance(value, str) or not value or value != value.strip():
        raise _bad(field, _("this needs text without spaces around it."))
    # A workbook counts in halves of UTF-16 and so does this.
    if len(value.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
        raise _bad(field, _("this is longer than one cell of a workbook. Shorten it."))
    if UNUSABLE.search(value):
        raise _bad(field, _("this has characters that nobody can see. Type it again."))


def _check_choice(field: Field, value: Value) -> None:
    if not isinstance(value, str) or value not in listed(field.name):
        raise _bad(field, _("this needs one code of its list."))


def _check_choices(field: Field, value: Value) -> None:
    if not isinstance(value, tuple) or not value or len(set(value)) != len(value):
        raise _bad(field, _("this needs codes of its list, each once."))
    for code in value:
        _check_choice(field, code)


def _check_date(field: Field, value: Value) -> None:
    if type(value) is not date:
        raise _bad(field, _("this needs a date."))


def _check_number(field: Field, value: Value) -> None:
    if type(value) is not int or not 0 <= value <= MOST_NUMBER:
        raise _bad(
            field, _("this needs a whole number from 0 to %(most)s.") % {"most": MOST_NUMBER}
        )


def _check_coordinate(field: Field, value: Value) -> None:
    edge = next(edge for ending, edge in EDGES.items() if field.name.endswith(ending))
    if not isinstance(value, Decimal) or not value.is_finite() or not -edge <= value <= edge:
        raise _bad(field, _("this needs degrees from -%(edge)s to %(edge)s.") % {"edge": edge})
    if -int(value.as_tuple().exponent) > 12:
        raise _bad(field, _("this has more than twelve decimals: nobody measures that."))


def _check_yes_no(field: Field, value: Value) -> None:
    if not isinstance(value, bool):
        raise _bad(field, _("this needs yes or no."))


_CHECKS = {
    Kind.TEXT: _check_text,
    Kind.CHOICE: _check_choice,
    Kind.CHOICES: _check_choices,
    Kind.DATE: _check_date,
    Kind.NUMBER: _check_number,
    Kind.COORDINATE: _check_coordinate,
    Kind.YES_NO: _check_yes_no,
}


@cache
def listed(name: str) -> frozenset[str]:
    """The codes that a field may have."""
    return frozenset(code.name for code in codes_of(name))
