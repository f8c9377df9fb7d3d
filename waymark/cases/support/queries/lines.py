"""Records of a case in lines, by pseudonym, for its pages and its timeline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from waymark.cases.answers import Answers, answers_from_json
from waymark.cases.fields.catalogue import spec_of
from waymark.cases.fields.showing import BETWEEN, in_words
from waymark.cases.models import AboutParticipant, Case, today
from waymark.cases.names import person_name
from waymark.cases.records import read_many
from waymark.cases.support.kinds import Kind, day_of, is_earliest
from waymark.vault.keyring import Keyring


@dataclass(frozen=True)
class Line:
    """A record. `about` is empty where it is about everybody in the case."""

    kind: Kind
    record: AboutParticipant
    about: str
    headline: str = field(repr=False)
    day: date | None
    answers: Answers = field(repr=False)


def rows_of(kind: Kind, case: Case) -> QuerySet[AboutParticipant]:
    """The records of a kind that are not erased, in the order in which they were written."""
    rows = kind.model._default_manager.filter(case=case, envelope__erased_at=None)
    people = ("participant__person__merged_into", "author", "envelope")
    return rows.select_related("case", *people).order_by("written_at", "pk")


def lines_of(kind: Kind, case: Case, keyring: Keyring) -> list[Line]:
    """The records of a kind, the newest day first; what has no day goes by when it was written."""
    lines = lines_for(kind, rows_of(kind, case), keyring)
    return sorted(lines, key=_age, reverse=True)


def lines_for(kind: Kind, rows: Iterable[AboutParticipant], keyring: Keyring) -> list[Line]:
    """These records in their order; those that do not open are left out."""
    found = list(rows)
    opened = read_many(found, keyring)
    return [
        _line(kind, row, answers_from_json(opened[row.pk])) for row in found if row.pk in opened
    ]


def about_whom(record: AboutParticipant) -> str:
    """The pseudonym of whom a record is about; empty for everybody."""
    return person_name(record.participant.person.standing) if record.participant else ""


def said(kind: Kind, answers: Answers, names: Sequence[str]) -> str:
    """Some fields in words, in one line."""
    given = ((name, answers[name]) for name in names if name in answers)
    found = (in_words(spec_of(f"{kind.record}.{name}"), answer) for name, answer in given)
    return BETWEEN.join(" ".join(text.split("\n")) for text in found if text)


def by_person(lines: Sequence[Line]) -> dict[tuple[UUID | None, str], list[Line]]:
    """Lines under whom they are about, in their order."""
    found: dict[tuple[UUID | None, str], list[Line]] = {}
    for line in lines:
        found.setdefault((line.record.participant_id, line.about), []).append(line)
    return found


def overdue(line: Line) -> bool:
    """Whether a milestone's day is over and it is not reached. A least is never overdue."""
    if is_earliest(line.answers):
        return False
    due, reached = day_of(line.answers, "due"), day_of(line.answers, "reached")
    return due is not None and reached is None and due < today()


def _line(kind: Kind, row: AboutParticipant, answers: Answers) -> Line:
    headline = said(kind, answers, kind.headline)
    return Line(kind, row, about_whom(row), headline, day_of(answers, kind.day), answers)


def _age(line: Line) -> tuple[str, str]:
    written = line.record.written_at
    return (line.day or written.date()).isoformat(), written.isoformat()
