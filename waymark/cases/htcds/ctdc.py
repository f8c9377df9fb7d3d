"""Rows in the shape of the Counter Trafficking Data Collaborative, for the evidence rooms only.

    row = ctdc_row(record, intake_year=2024)
    row["gender"], LOSSY["gender"]

A row names nobody, and is still about one person: it stays in memory and is counted, never stored
or sent. A variable without a value is None, as CTDC has it: it then says nothing, and never no.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from waymark.cases.htcds.answers import HtcdsRow, Record, Value
from waymark.cases.htcds.standard import DATA, Group, countries
from waymark.cases.htcds.values.codes import country_code

CtdcRow = Mapping[str, str | None]
Band = tuple[int, int, str]
YES = "1"


@dataclass(frozen=True)
class Variable:
    """One column of CTDC.

    Attributes:
        name: CTDC's name.
        rule: how it follows from HTCDS.
        field: the field that it follows from; empty where it is another rule's.
        codes: any of these codes makes it 1.
        values: which code becomes which value.
        bands: first and last number of each value, both included.
        lossy: what is lost or had to be decided; empty where nothing is.
    """

    name: str
    rule: str
    field: str
    codes: frozenset[str]
    values: Mapping[str, str]
    bands: tuple[Band, ...]
    lossy: str


@dataclass(frozen=True)
class _Case:
    """What the rules look at."""

    record: Record
    intake_year: int
    event_years: tuple[int, ...]


def _read() -> tuple[Variable, ...]:
    found = tomllib.loads((DATA / "ctdc.toml").read_text(encoding="utf-8"))["variables"]
    return tuple(_variable(row) for row in found)


def _variable(row: dict[str, Any]) -> Variable:
    return Variable(
        name=row["name"],
        rule=row["rule"],
        field=row.get("field", ""),
        codes=frozenset(row.get("codes", ())),
        values=MappingProxyType(row.get("values", {})),
        bands=tuple((first, last, name) for first, last, name in row.get("bands", ())),
        lossy=row.get("lossy", ""),
    )


VARIABLES = _read()
LOSSY = MappingProxyType({each.name: each.lossy for each in VARIABLES if each.lossy})


def ctdc_row(record: Record, *, intake_year: int, event_years: Sequence[int] = ()) -> CtdcRow:
    """One person's row.

    Arguments: the record; the year in which the case began; the years of its historic trafficking
    events, where the record has fewer than two dates of them.
    """
    case = _Case(record, intake_year, tuple(event_years))
    return MappingProxyType({each.name: _RULES[each.rule](each, case) for each in VARIABLES})


def _year(_variable: Variable, case: _Case) -> str | None:
    return str(case.intake_year)


def _value(variable: Variable, case: _Case) -> str | None:
    said = case.record.row.get(variable.field)
    return variable.values.get(str(said.value)) if said else None


def _any(variable: Variable, case: _Case) -> str | None:
    return YES if variable.codes & set(_codes(case.record.row, variable.field)) else None


def _country(variable: Variable, case: _Case) -> str | None:
    codes = _codes(case.record.row, variable.field)
    return _three_letters(codes[0]) if codes else None


def _exploited(_variable: Variable, case: _Case) -> str | None:
    """The country of exploitation, where there is one."""
    found = {
        code
        for event in _events(case.record)
        if _of(event, "hte_Type") == "Exploitation"
        and (code := country_code(str(_of(event, "hte_Country") or "")))
    }
    return _three_letters(found.pop()) if len(found) == 1 else None


def _age(variable: Variable, case: _Case) -> str | None:
    """The age at intake: to the day where the day is known, else both that it could be."""
    born, came = (
        _date(case.record.row, name) for name in ("prs_Birthdate", "cas_IncomingReferralDate")
    )
    if born is None:
        return None
    most = case.intake_year - born.year
    if came and came.year == case.intake_year:
        age = most - ((came.month, came.day) < (born.month, born.day))
        return _band(variable.bands, [age])
    return _band(variable.bands, [max(most - 1, 0), most])


def _months(variable: Variable, case: _Case) -> str | None:
    """How long it lasted, from the first to the last event."""
    days = sorted(day for event in _events(case.record) if (day := _date(event, "hte_Date")))
    if len(days) > 1:
        first, last = days[0], days[-1]
        months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
        return _band(variable.bands, [months])
    if len(case.event_years) < 2:
        return None
    years = max(case.event_years) - min(case.event_years)
    return _band(variable.bands, [max(years * 12 - 11, 0), years * 12 + 11])


def _none(_variable: Variable, _case: _Case) -> str | None:
    return None


_RULES = {
    "year": _year,
    "value": _value,
    "any": _any,
    "country": _country,
    "exploited": _exploited,
    "age": _age,
    "months": _months,
    "none": _none,
}


def _band(bands: Iterable[Band], numbers: Sequence[int]) -> str | None:
    """The one band in which all numbers lie; None where there is no such one."""
    for first, last, name in bands:
        if all(first <= number <= last for number in numbers):
            return name
    return None


def _events(record: Record) -> Iterator[HtcdsRow]:
    yield record.row
    yield from (part.row for part in record.further if part.group is Group.EVENTS)


def _of(row: HtcdsRow, name: str) -> Value | None:
    return row[name].value if name in row else None


def _date(row: HtcdsRow, name: str) -> date | None:
    value = _of(row, name)
    return value if isinstance(value, date) else None


def _codes(row: HtcdsRow, name: str) -> tuple[str, ...]:
    value = _of(row, name)
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) else ()


def _three_letters(code: str) -> str:
    return next(each.other_names[0] for each in countries() if each.name == code)
