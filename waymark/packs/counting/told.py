"""What happened to a person, each answer with its month and when it was recorded."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from waymark.cases.answers import Answers, value_of
from waymark.cases.models import (
    AboutParticipant,
    Milestone,
    Outcome,
    Participant,
    ServiceDelivered,
    day_of,
)
from waymark.cases.reference.support import support
from waymark.packs.definitions import population
from waymark.packs.tally import Happened, month_of
from waymark.referrals.models import Referral, TaskState

GIVEN = frozenset({"given", "partly"})
OUTCOMES = ("living", "education", "work", "safety", "own_now")
Told = tuple[AboutParticipant, Answers]


def case_answers(row: Participant, answers: Answers, case: Answers, month: str) -> list[Happened]:
    """What a person is in a case says, and how the case came, from the person's first month on."""
    kinds = value_of(answers, "vic_TypeOfExploitation", ())
    found = [Happened("exploitation", kind, month, row.written_at) for kind in kinds]
    came = value_of(case, "cas_ReasonForIncomingReferral")
    opened = max(month_of(row.case.opened_on), month)
    return [*found, Happened("came_from", came, opened, row.written_at)] if came else found


def referred(referrals: Iterable[Referral], year: int) -> Iterator[Happened]:
    """When somebody was referred, and what came of it, as far as it was in the year."""
    for row in referrals:
        moments = [(TaskState.REQUESTED.value, row.requested_at)]
        if row.state != TaskState.REQUESTED:
            moments.append((row.state, row.state_at))
        if row.answered_at and row.state in {TaskState.IN_PROGRESS, TaskState.COMPLETED}:
            moments.append((TaskState.ACCEPTED.value, row.answered_at))
        for state, at in moments:
            day = day_of(at)
            if day.year == year:
                yield Happened("referral", state, month_of(day), at)


def happened_in(told: Iterable[Told], year: int) -> Iterator[Happened]:
    """Services, barriers, milestones and outcomes of a year."""
    rows = [(day, row, answers) for row, answers in told if (day := _day(row)) and day.year == year]
    for day, row, answers in rows:
        for question, answer in _said(row, answers):
            yield Happened(question, answer, month_of(day), row.written_at)
    services = ((day, row, each) for day, row, each in rows if isinstance(row, ServiceDelivered))
    yield from _hours(sorted(services, key=lambda row: (row[0], row[1].written_at)))


def _day(row: AboutParticipant) -> date | None:
    if isinstance(row, ServiceDelivered):
        return row.given_on
    if isinstance(row, Outcome):
        return row.recorded_on
    return row.reached_on if isinstance(row, Milestone) else None


def _said(row: AboutParticipant, answers: Answers) -> Iterator[tuple[str, str]]:
    if isinstance(row, ServiceDelivered):
        category = value_of(answers, "category")
        if category and value_of(answers, "result", "given") in GIVEN:
            yield "service", category
        yield from (("barrier", each) for each in value_of(answers, "barriers", ()))
    elif isinstance(row, Milestone):
        if kind := value_of(answers, "kind"):
            yield "milestone", kind
    else:
        said = ((name, value_of(answers, name)) for name in OUTCOMES)
        yield from ((name, value) for name, value in said if value)


def _hours(rows: Iterable[tuple[date, ServiceDelivered, Answers]]) -> Iterator[Happened]:
    """The months in which a person's hours of the year reach each of the bands.

    Hours themselves are not shown: a number of hours can name one person by its size alone.
    """
    total, recorded = Decimal(0), datetime.min.replace(tzinfo=UTC)
    steps = [(Decimal(step), step) for step in population("people").questions["hours"].fixed]
    for day, row, answers in rows:
        service = support().services.get(value_of(answers, "category", ""))
        if service is None or service.unit != "hours":
            continue
        before, total = total, total + _quantity(answers)
        recorded = max(recorded, row.written_at)
        for least, step in steps:
            if before < least <= total:
                yield Happened("hours", step, month_of(day), recorded)


def _quantity(answers: Answers) -> Decimal:
    try:
        found = Decimal(str(value_of(answers, "quantity", 0)))
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() and found > 0 else Decimal(0)
