"""What is counted and shown: the files in `data`, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from waymark.cases.fields.catalogue import spec_of
from waymark.cases.fields.codes import codes_for

DATA = Path(__file__).parent / "data"
ALL = "all"
NOT_KNOWN = "not_known"
POPULATIONS = ("people", "reports")


@dataclass(frozen=True)
class Question:
    """Something that is known of those who are counted.

    Attributes:
        id: names it.
        many: whether several answers are possible, each in a month of its own.
        fields: what is read for it, as the gate names it.
        fixed: its categories, where the file lists them.
        codes: the field whose codes are its categories, where it does not.
    """

    id: str
    many: bool
    fields: tuple[str, ...]
    fixed: tuple[str, ...]
    codes: str

    @property
    def categories(self) -> tuple[str, ...]:
        """What may be answered, in order."""
        return tuple(codes_for(spec_of(self.codes))) if self.codes else self.fixed


@dataclass(frozen=True)
class Population:
    """Who is counted, and by what."""

    id: str
    questions: Mapping[str, Question]
    pairs: tuple[tuple[str, str], ...]

    @property
    def single(self) -> tuple[tuple[str, ...], ...]:
        """The breakdowns in which everybody stands exactly once, the total among them."""
        ones = tuple((each.id,) for each in self.questions.values() if not each.many)
        return ((), *ones, *self.pairs)

    def asked_by(self, table: str) -> tuple[Question, ...]:
        """The questions that a table breaks down by. Raises KeyError."""
        return () if table == ALL else tuple(self.questions[name] for name in table.split("+"))


@dataclass(frozen=True)
class Pack:
    """Which tables of a population one funder asks for."""

    id: str
    population: Population
    tables: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        """All fields that its tables are broken down by."""
        asked = (each for table in self.tables for each in self.population.asked_by(table))
        return frozenset(name for question in asked for name in question.fields)


@cache
def population(name: str) -> Population:
    """A population by its name."""
    read = _toml(name)
    questions = {row["id"]: _question(row) for row in read["questions"]}
    pairs = tuple((row["of"][0], row["of"][1]) for row in read.get("pairs", ()))
    return Population(name, questions, pairs)


@cache
def packs() -> Mapping[str, Pack]:
    """All packs by id."""
    return {
        row["id"]: Pack(row["id"], population(row["population"]), tuple(row["tables"]))
        for row in _toml("packs")["packs"]
    }


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def _question(row: Mapping[str, Any]) -> Question:
    return Question(
        id=row["id"],
        many=row.get("many", False),
        fields=tuple(row["fields"]),
        fixed=tuple(row.get("categories", ())),
        codes=row.get("codes", ""),
    )
