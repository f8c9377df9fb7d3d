"""People come into cases: new ones, known ones, each once, opened by whom they should."""

import uuid

import pytest

from tests.cases.making import make_case
from tests.cases.people.making import (
    ROSA,
    add,
    add_known,
    circles,
    held,
    hotline_case,
    said,
)
from tests.cast import CASE_MANAGEMENT, HOTLINE, NAMES, Cast
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.cases.models import CaseState, Participant, Person
from waymark.cases.people.actions.adding import add_known_person, add_person
from waymark.cases.people.actions.changing import change_identity, change_part, note_reading
from waymark.cases.people.actions.merging import merge
from waymark.reports.states import CannotNow, ChangedMeanwhile
from waymark.vault.models import IndexedRecord
from waymark.vault.primitives import CannotOpen


def events() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("event", flat=True))


def test_somebody_new_is_sealed_for_the_cases_circle_and_indexed(cast: Cast) -> None:
    added = add(cast, make_case(cast))
    assert held(cast, added.person) == ROSA
    assert held(cast, added) == {"role": "victim"}
    assert circles(added.person) == {CASE_MANAGEMENT}
    assert IndexedRecord.objects.filter(envelope=added.person.envelope_id).count() == 1
    assert events()[-1] == "person:added"
    assert b"Rosa" not in bytes(added.person.identity)


def test_a_form_sent_twice_writes_once(cast: Cast) -> None:
    case, pk = make_case(cast), uuid.uuid4()
    for _time in range(2):
        add_person(
            case,
            said(**ROSA),
            said(role="victim"),
            by=cast.carl_cases,
            keyring=cast.keyring(cast.carl_cases),
            participant_id=pk,
        )
    assert Person.objects.count() == Participant.objects.count() == 1


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.CLOSED_REFERRED, CaseState.ERASED])
def test_nobody_comes_into_a_case_that_is_not_open(cast: Cast, state: CaseState) -> None:
    case = make_case(cast, state=state)
    with pytest.raises(CannotNow):
        add(cast, case)
    assert not Person.objects.exists()


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"carl_cases", "sara_supervisor"}))
def test_nobody_else_adds_reads_or_changes(cast: Cast, name: str) -> None:
    case, worker = make_case(cast), cast[name]
    added, before = add(cast, case), Entry.objects.count()
    keyring = cast.keyring(worker)
    with pytest.raises(NotAllowed):
        add_person(case, said(**ROSA), {}, by=worker, keyring=keyring)
    with pytest.raises(NotAllowed):
        note_reading(added.person, by=worker)
    with pytest.raises(NotAllowed):
        change_identity(added.person, {}, seen=1, by=worker, keyring=keyring)
    with pytest.raises(NotAllowed):
        change_part(added, {}, seen=1, by=worker, keyring=keyring)
    assert Entry.objects.count() == before
    assert held(cast, added.person) == ROSA


def test_somebody_known_is_opened_for_the_other_case_too(cast: Cast) -> None:
    """Carl opens no case of the hotline's until the person is in one of his."""
    there = hotline_case(cast)
    person = add(cast, there, by=cast.sara_supervisor).person
    with pytest.raises(CannotOpen):
        held(cast, person)
    added = add_known(cast, make_case(cast), person)
    assert added.person == person
    assert circles(person) == {CASE_MANAGEMENT, HOTLINE}
    assert held(cast, person) == ROSA


def test_whoever_may_not_open_somebody_cannot_add_them(cast: Cast) -> None:
    person = add(cast, hotline_case(cast), by=cast.sara_supervisor).person
    case = make_case(cast)
    with pytest.raises(NotAllowed):
        add_known(cast, case, person, by=cast.carl_cases)
    assert circles(person) == {HOTLINE}
    assert not case.participants.exists()


def test_nobody_is_in_a_case_twice(cast: Cast) -> None:
    case = make_case(cast)
    first, second = add(cast, case).person, add(cast, make_case(cast)).person
    with pytest.raises(CannotNow):
        add_known(cast, case, first, by=cast.carl_cases)
    keyring = cast.keyring(cast.carl_cases)
    merge(second, first, by=cast.carl_cases, keyring=keyring)
    with pytest.raises(CannotNow):
        add_known(cast, case, second, by=cast.carl_cases)
    assert case.participants.count() == 1


def test_a_merged_row_is_added_as_who_stands_for_it(cast: Cast) -> None:
    one, other = add(cast, make_case(cast)).person, add(cast, make_case(cast)).person
    merge(one, other, by=cast.carl_cases, keyring=cast.keyring(cast.carl_cases))
    other.refresh_from_db()
    assert add_known(cast, make_case(cast), other, by=cast.carl_cases).person == one


def test_an_id_of_another_cases_person_is_not_taken_for_this_one(cast: Cast) -> None:
    added = add(cast, make_case(cast))
    with pytest.raises(CannotNow):
        add_person(
            make_case(cast),
            said(**ROSA),
            {},
            by=cast.carl_cases,
            keyring=cast.keyring(cast.carl_cases),
            participant_id=added.pk,
        )


def test_of_two_who_change_somebody_the_second_is_told(cast: Cast) -> None:
    added = add(cast, make_case(cast))
    carl, sara = cast.carl_cases, cast.sara_supervisor
    change_identity(
        added.person, said(prs_FirstName="Rosita"), seen=1, by=carl, keyring=cast.keyring(carl)
    )
    with pytest.raises(ChangedMeanwhile):
        change_identity(added.person, {}, seen=1, by=sara, keyring=cast.keyring(sara))
    assert held(cast, added.person) == {"prs_FirstName": "Rosita"}
    change_part(added, said(role="other"), seen=1, by=sara, keyring=cast.keyring(sara))
    with pytest.raises(ChangedMeanwhile):
        change_part(added, {}, seen=1, by=carl, keyring=cast.keyring(carl))
    assert held(cast, added) == {"role": "other"}
    assert events()[-2:] == ["person:changed", "record:changed"]


def test_somebody_known_keeps_the_address_of_nothing_new(cast: Cast) -> None:
    """The same form sent twice for somebody known writes once, too."""
    person, case, pk = add(cast, make_case(cast)).person, make_case(cast), uuid.uuid4()
    for _time in range(2):
        add_known_person(
            case,
            person,
            said(role="other"),
            by=cast.carl_cases,
            keyring=cast.keyring(cast.carl_cases),
            participant_id=pk,
        )
    assert case.participants.count() == 1
