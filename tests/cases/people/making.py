"""What the tests of people start from: people added through the actions, so that all is indexed."""

from typing import Any

from tests.cast import HOTLINE, Cast
from waymark.accounts.models import Worker
from waymark.cases.answers import Answer, answers_from_json
from waymark.cases.caseload.actions.beginning import begin_case
from waymark.cases.models import Case, CaseRecord, Participant, Person
from waymark.cases.people.actions.adding import add_known_person, add_person
from waymark.cases.records import read
from waymark.vault.models import WrappedDataKey

ROSA = {"prs_FirstName": "Rosa", "prs_SecondName": "Quintero", "prs_Birthdate": "1998-03-09"}


def said(**values: Any) -> dict[str, Answer]:
    return {name: Answer(value) for name, value in values.items()}


def add(
    cast: Cast, case: Case, *, by: Worker | None = None, role: str = "victim", **values: Any
) -> Participant:
    """Somebody new in a case: Rosa Quintero unless said otherwise."""
    worker = by or cast.carl_cases
    return add_person(
        case, said(**(values or ROSA)), said(role=role), by=worker, keyring=cast.keyring(worker)
    )


def add_known(cast: Cast, case: Case, person: Person, by: Worker | None = None) -> Participant:
    worker = by or cast.sara_supervisor
    keyring = cast.keyring(worker)
    part = said(role="victim")
    return add_known_person(case, person, part, by=worker, keyring=keyring)


def hotline_case(cast: Cast) -> Case:
    """A case of Sara's in the other circle, which Carl cannot open."""
    circle = cast.compartment(cast.riverside, HOTLINE)
    return begin_case(circle, {}, by=cast.sara_supervisor)


def held(cast: Cast, record: CaseRecord | Person, by: Worker | None = None) -> dict[str, Any]:
    """The values of what a record holds now."""
    fresh = type(record)._default_manager.get(pk=record.pk)
    content = read(fresh, cast.keyring(by or cast.carl_cases))
    return {name: answer.value for name, answer in answers_from_json(content).items()}


def circles(person: Person) -> set[str]:
    """The circles that open who somebody is."""
    rows = WrappedDataKey.objects.filter(envelope=person.envelope_id)
    return set(rows.values_list("compartment_key__compartment__name", flat=True))
