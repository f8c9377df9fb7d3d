"""People to count: victims in cases that were open in the year, each once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from waymark.accounts.models import Worker
from waymark.cases.answers import Answers, answers_from_json, value_of
from waymark.cases.models import (
    AboutParticipant,
    Milestone,
    Outcome,
    Participant,
    Person,
    ServiceDelivered,
)
from waymark.cases.records import read_many
from waymark.packs.counting.known import age_band, citizenship, known_code
from waymark.packs.counting.told import case_answers, happened_in, referred
from waymark.packs.tally import Happened, Unit, month_of
from waymark.packs.visible import countable_cases
from waymark.referrals.models import Referral
from waymark.vault.keyring import Keyring

VICTIM = "victim"


@dataclass(frozen=True)
class Part:
    """A person in one case, opened, with what the case says and what happened."""

    row: Participant
    answers: Answers
    case: Answers
    told: list[tuple[AboutParticipant, Answers]] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)


def ids_after(worker: Worker, after: str, most: int) -> list[UUID]:
    """The next people of a worker's cases, one row for everybody who was merged."""
    everybody = Person.objects.exclude(merged_into__isnull=False).order_by("pk")
    everybody = everybody.filter(organisation=worker.organisation_id)
    found: list[UUID] = []
    last = UUID(after) if after else None
    while len(found) < most:
        people = everybody.filter(pk__gt=last) if last else everybody
        some = list(people.values_list("pk", flat=True)[:most])
        if not some:
            break
        found += _to_look_at(some, worker)
        last = some[-1]
    return found[:most]


def _to_look_at(ids: Sequence[UUID], worker: Worker) -> list[UUID]:
    """Those of some people whom `_people` has: asked for by ids, which every database does well."""
    stands = {pk: pk for pk in ids}
    merged = Person.objects.filter(merged_into__in=ids)
    stands |= dict(merged.values_list("pk", "merged_into_id"))
    restricted = Person.objects.filter(pk__in=list(stands), restricted_at__isnull=False)
    out = {stands[pk] for pk in restricted.values_list("pk", flat=True)}
    parts = _rows(worker).filter(person__in=list(stands))
    held = {stands[pk] for pk in parts.values_list("person_id", flat=True)}
    return [pk for pk in ids if pk in held and pk not in out]


def how_many(worker: Worker) -> int:
    """How many people there are to look at."""
    return _people(worker).count()


def units(ids: Sequence[UUID], year: int, worker: Worker, keyring: Keyring) -> Iterator[Unit]:
    """Those of some people who are counted in a year."""
    parts = _parts(ids, year, worker, keyring)
    people = Person.objects.filter(pk__in=list(parts), envelope__erased_at=None)
    opened = read_many(people, keyring)
    for who, content in opened.items():
        answers = answers_from_json(content)
        yield _unit(who, parts[who], answers, year, worker.organisation.country)


def _people(worker: Worker) -> QuerySet[Person]:
    """The standing rows of everybody to look at; whoever asked not to be used, in any row, is not.

    Asked for each person by the indexes, so that a batch costs the same in any caseload.
    """
    rows = _rows(worker)
    merged = Person.objects.filter(merged_into=OuterRef("pk"))
    counted = Exists(rows.filter(person=OuterRef("pk")))
    people = Person.objects.filter(
        counted | Exists(merged.filter(counted)),
        ~Exists(merged.filter(restricted_at__isnull=False)),
        restricted_at=None,
    )
    # As exclude, because SQLite would use the index for "none", and sort everybody for each batch.
    return people.exclude(merged_into__isnull=False)


def _rows(worker: Worker) -> QuerySet[Participant]:
    """Whoever is in a case that may be counted."""
    countable = countable_cases(worker).filter(pk=OuterRef("case"))
    return Participant.objects.filter(Exists(countable), envelope__erased_at=None)


def _parts(
    ids: Sequence[UUID], year: int, worker: Worker, keyring: Keyring
) -> Mapping[UUID, list[Part]]:
    """Victims in cases that were open in the year, by person; nothing of other cases is opened."""
    merged = Person.objects.filter(merged_into__in=ids).values_list("pk", flat=True)
    family = _rows(worker).filter(person__in=[*ids, *merged])
    rows = [row for row in family.select_related("case", "person") if _open_in(row, year)]
    opened = read_many(rows, keyring)
    victims = {
        row.pk: (row, answers)
        for row in rows
        if row.pk in opened
        and value_of(answers := answers_from_json(opened[row.pk]), "role") == VICTIM
    }
    cases = read_many([row.case for row, _ in victims.values()], keyring)
    told, sent = _told(victims, keyring), _referrals(victims)
    found: dict[UUID, list[Part]] = defaultdict(list)
    for pk, (row, answers) in victims.items():
        case = answers_from_json(cases.get(row.case_id, {}))
        part = Part(row, answers, case, told[pk], sent[pk])
        found[row.person.merged_into_id or row.person_id].append(part)
    return found


def _told(
    participants: Iterable[UUID], keyring: Keyring
) -> Mapping[UUID, list[tuple[AboutParticipant, Answers]]]:
    """What services, milestones and outcomes say, by participant."""
    found: dict[UUID, list[tuple[AboutParticipant, Answers]]] = defaultdict(list)
    kinds: tuple[type[AboutParticipant], ...] = (ServiceDelivered, Milestone, Outcome)
    for model in kinds:
        rows = list(
            model._default_manager.filter(
                participant__in=list(participants), envelope__erased_at=None
            )
        )
        opened = read_many(rows, keyring)
        for row in rows:
            if row.pk in opened and row.participant_id:
                found[row.participant_id].append((row, answers_from_json(opened[row.pk])))
    return found


def _referrals(participants: Iterable[UUID]) -> Mapping[UUID, list[Referral]]:
    found: dict[UUID, list[Referral]] = defaultdict(list)
    rows = Referral.objects.filter(participant__in=list(participants), envelope__erased_at=None)
    for row in rows:
        found[row.participant_id].append(row)
    return found


def _open_in(row: Participant, year: int) -> bool:
    closed = row.case.closed_on
    return row.case.opened_on.year <= year and (closed is None or closed.year >= year)


def _unit(who: UUID, parts: list[Part], identity: Answers, year: int, country: str) -> Unit:
    first = min(parts, key=lambda part: (part.row.case.opened_on, part.row.written_at))
    latest = max(parts, key=lambda part: (part.row.case.opened_on, part.row.written_at))
    began = first.row.case.opened_on
    month = month_of(max(began, date(year, 1, 1)))
    return Unit(
        who=str(who),
        month=month,
        recorded=min(part.row.written_at for part in parts),
        one={
            "age": age_band(identity, year),
            "sex": known_code(identity, "sex", ("female", "male", "other")),
            "gender": known_code(identity, "prs_Gender"),
            "citizenship": citizenship(identity, country),
            "began": "this_year" if began.year == year else "before",
            "status": latest.row.case.state,
        },
        many=tuple(_happened(parts, month, year)),
    )


def _happened(parts: list[Part], month: str, year: int) -> Iterator[Happened]:
    for part in parts:
        yield from case_answers(part.row, part.answers, part.case, month)
        yield from referred(part.referrals, year)
    yield from happened_in([each for part in parts for each in part.told], year)
