"""Cases and people for the tests, written as the slices write them, without their pages."""

from collections.abc import Mapping
from typing import Any

from tests.cast import CASE_MANAGEMENT, Cast
from waymark.accounts.models import Worker
from waymark.cases.answers import Answer, answers_as_json
from waymark.cases.models import Case, CaseState, Participant, Person
from waymark.cases.records import seal_new, write_new
from waymark.reports.models import Situation

NAMES = {"prs_FirstName": "Rosa", "prs_SecondName": "Quintero", "prs_Birthdate": "1998-03-09"}


def answered(values: Mapping[str, Any]) -> dict[str, Any]:
    """Content in which every one of these fields is answered."""
    return answers_as_json({name: Answer(value) for name, value in values.items()})


def make_case(
    cast: Cast,
    by: Worker | None = None,
    *,
    state: CaseState = CaseState.ACTIVE,
    situation: Situation | None = None,
    **values: Any,
) -> Case:
    """A case in Case management of the worker's organisation (Carl's, unless said otherwise)."""
    worker = by or cast.carl_cases
    compartment = cast.compartment(worker.organisation, CASE_MANAGEMENT)
    case = Case(
        organisation=worker.organisation,
        compartment=compartment,
        responsible=worker,
        state=state,
        situation=situation,
    )
    seal_new(case, answered(values), [compartment])
    case.save(force_insert=True)
    return case


def make_person(case: Case, **values: Any) -> Person:
    """Somebody whom the case's circle opens; Rosa Quintero unless said otherwise."""
    person = Person(organisation=case.organisation)
    seal_new(person, answered(values or NAMES), [case.compartment])
    person.save(force_insert=True)
    return person


def make_participant(
    case: Case, person: Person | None = None, *, role: str = "victim", **values: Any
) -> Participant:
    """A person in a case. Roles: victim, family_member, suspected_perpetrator, other."""
    participant = Participant(case=case, person=person or make_person(case))
    write_new(participant, answered({"role": role, **values}))
    return participant
