"""The people of a case, their relationships and events, by pseudonym."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from waymark.accounts.models import Organisation
from waymark.cases.answers import Answers, answers_from_json, value_of
from waymark.cases.fields.asking import fields_for
from waymark.cases.fields.catalogue import Part, spec_of
from waymark.cases.fields.showing import Shown, in_words, shown
from waymark.cases.models import Case, HistoricEvent, Participant, Relationship
from waymark.cases.names import person_name
from waymark.cases.records import read_many
from waymark.vault.keyring import Keyring

ROLE, KIND, SAFE, DETAILS = "role", "kind", "safe", "details"
EVENT_TYPE, FROM, UNTIL = "hte_Type", "hte_Date", "until"
PLACE = ("hte_City", "hte_State", "hte_Country", "country_as_written")


@dataclass(frozen=True)
class PersonLine:
    """Somebody in a case. `part` is empty where it is not known or does not open."""

    participant: Participant
    name: str
    part: str
    role: str
    restricted: bool


@dataclass(frozen=True)
class RelationLine:
    """How one person is related to another."""

    relationship: Relationship
    one: str
    other: str
    kind: str
    safe: str
    unsafe: bool
    details: str


@dataclass(frozen=True)
class EventLine:
    """A historic trafficking event. `about` is empty where it is about the whole case."""

    event: HistoricEvent
    kind: str
    when: str
    where: str
    about: str
    order: str


def participants_of(case: Case) -> QuerySet[Participant]:
    """Everybody in the case, in the order in which they were added."""
    rows = case.participants.filter(envelope__erased_at=None).order_by("written_at", "pk")
    return rows.select_related("case", "envelope", "person__merged_into", "person__envelope")


def people_lines(case: Case, keyring: Keyring) -> list[PersonLine]:
    """Everybody in the case, each with what they are in it."""
    rows = list(participants_of(case))
    opened = read_many(rows, keyring)
    return [_person_line(row, answers_of(opened, row.pk)) for row in rows]


def answers_of(opened: Mapping[UUID, dict[str, object]], pk: UUID) -> Answers:
    """The answers of one of several records that were opened together."""
    return answers_from_json(opened.get(pk, {}))


def part_of(answers: Answers) -> Part | None:
    """What somebody is in a case; None where it is not known."""
    role = value_of(answers, ROLE)
    return Part(role) if role in Part.values else None


def _person_line(row: Participant, answers: Answers) -> PersonLine:
    part = part_of(answers)
    return PersonLine(
        participant=row,
        name=person_name(row.person.standing),
        part=str(part.label) if part else "",
        role=part.value if part else "",
        restricted=is_restricted(row),
    )


def is_restricted(row: Participant) -> bool:
    """Whether the person asked that their data only be kept."""
    return bool(row.person.restricted_at or row.person.standing.restricted_at)


def relation_lines(case: Case, keyring: Keyring) -> list[RelationLine]:
    """How the people of the case are related."""
    people = ("one__person__merged_into", "other__person__merged_into")
    found = Relationship.objects.filter(case=case, envelope__erased_at=None)
    rows = list(found.select_related("envelope", *people).order_by("written_at", "pk"))
    opened = read_many(rows, keyring)
    return [_relation_line(row, answers_of(opened, row.pk)) for row in rows]


def _relation_line(row: Relationship, answers: Answers) -> RelationLine:
    return RelationLine(
        relationship=row,
        one=person_name(row.one.person.standing),
        other=person_name(row.other.person.standing),
        kind=_said("relationship", KIND, answers),
        safe=_said("relationship", SAFE, answers),
        unsafe=value_of(answers, SAFE) == "unsafe",
        details=_said("relationship", DETAILS, answers),
    )


def event_lines(case: Case, keyring: Keyring) -> list[EventLine]:
    """What happened, the earliest first; what has no date comes last."""
    found = case.historicevents.filter(envelope__erased_at=None)
    return lines_of_events(
        found.select_related("envelope", "participant__person__merged_into"), keyring
    )


def lines_of_events(events: Iterable[HistoricEvent], keyring: Keyring) -> list[EventLine]:
    """The same of events that are at hand, with their people."""
    rows = list(events)
    opened = read_many(rows, keyring)
    lines = [_event_line(row, answers_of(opened, row.pk)) for row in rows]
    return sorted(lines, key=lambda line: (not line.order, line.order, line.event.written_at))


def _event_line(row: HistoricEvent, answers: Answers) -> EventLine:
    days = [_said("event", name, answers) for name in (FROM, UNTIL)]
    about = row.participant
    return EventLine(
        event=row,
        kind=_said("event", EVENT_TYPE, answers),
        when=" – ".join(filter(None, days)),
        where=", ".join(filter(None, (_said("event", name, answers) for name in PLACE))),
        about=person_name(about.person.standing) if about else "",
        order=str(value_of(answers, FROM, "")),
    )


def _said(record: str, name: str, answers: Answers) -> str:
    answer = answers.get(name)
    return "" if answer is None else in_words(spec_of(f"{record}.{name}"), answer)


def shown_record(organisation: Organisation, record: str, answers: Answers) -> list[Shown]:
    """All that a record holds, as the organisation names it."""
    return shown(fields_for(organisation, record), answers)


def names_of(rows: Iterable[Participant]) -> list[tuple[str, str]]:
    """The people of a case to choose from: ids and pseudonyms."""
    return [(str(row.pk), person_name(row.person.standing)) for row in rows]
