"""People are found however they are spelt, and only by those who may open them."""

from typing import Any

import pytest

from tests.cases.making import make_case
from tests.cases.people.making import add, add_known, hotline_case, said
from tests.cast import NAMES, Cast
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.cases.answers import Answers
from waymark.cases.caseload.actions.walls import build_wall
from waymark.cases.matching.reasons import Reason
from waymark.cases.models import Person
from waymark.cases.names import case_name, person_name
from waymark.cases.people import indexing
from waymark.cases.people.actions.changing import change_identity
from waymark.cases.people.actions.merging import keep_apart, merge, undo
from waymark.cases.people.queries.duplicates import decisions, look, pairs_of
from waymark.cases.people.queries.finding import Found, by_short_name, find, identity_of
from waymark.vault import actions
from waymark.vault.keyring import Keyring
from waymark.vault.models import BlindTerm, IndexedRecord

NGUYEN: dict[str, Any] = {
    "prs_FirstName": "Thị Hương",
    "prs_SecondName": "Nguyễn",
    "prs_Birthdate": "2001-04-12",
    "prs_MobilePhone": "+84912345678",
    "aliases": ["Mai"],
}


def search(cast: Cast, by: Worker | None = None, **typed: str) -> list[Found]:
    worker = by or cast.carl_cases
    answers: Answers = said(**typed)
    return find(worker, cast.keyring(worker), identity_of(answers, worker))


def short(cast: Cast, name: str, by: Worker | None = None) -> list[str] | None:
    worker = by or cast.carl_cases
    found = by_short_name(worker, cast.keyring(worker), name)
    return None if found is None else [each.name for each in found]


@pytest.mark.parametrize(
    "typed",
    [
        {"prs_FirstName": "Thi Huong Nguyen"},
        {"prs_FirstName": "Nguyen Thi Huong"},
        {"prs_FirstName": "Nguien"},
        {"prs_FirstName": "Huong Nguyen"},
        {"prs_FirstName": "mai"},
        {"prs_MobilePhone": "0084 912 345 678"},
        {"prs_Birthdate": "2001-04-12"},
        {"prs_FirstName": "Huong", "prs_Birthdate": "2002"},
    ],
)
def test_any_spelling_finds_them(cast: Cast, typed: dict[str, Any]) -> None:
    person = add(cast, make_case(cast), **NGUYEN).person
    add(cast, make_case(cast), prs_FirstName="Oluwaseun", prs_SecondName="Adeyemi")
    assert [each.person for each in search(cast, **typed)] == [person]


@pytest.mark.parametrize(
    "typed", [{"prs_FirstName": "Oksana"}, {"prs_MobilePhone": "+14155550123"}]
)
def test_others_are_not_found(cast: Cast, typed: dict[str, Any]) -> None:
    add(cast, make_case(cast), **NGUYEN)
    assert search(cast, **typed) == []


@pytest.mark.parametrize("name", NAMES)
def test_only_who_may_open_them_finds_them(cast: Cast, name: str) -> None:
    add(cast, make_case(cast))
    found = search(cast, cast[name], prs_FirstName="Rosa Quintero")
    assert bool(found) is (name in {"carl_cases", "sara_supervisor"})


def test_a_wall_and_another_circle_hide_them(cast: Cast) -> None:
    there = add(cast, hotline_case(cast), by=cast.sara_supervisor)
    here = add(cast, make_case(cast, by=cast.sara_supervisor), by=cast.sara_supervisor)
    assert [each.person for each in search(cast, prs_FirstName="Rosa")] == [here.person]
    build_wall(here.case, cast.carl_cases, "Her brother", by=cast.sara_supervisor)
    assert search(cast, prs_FirstName="Rosa") == []
    assert short(cast, person_name(here.person)) == []
    assert short(cast, case_name(here.case)) == []
    both = search(cast, cast.sara_supervisor, prs_FirstName="Rosa")
    assert {each.person for each in both} == {here.person, there.person}


def test_short_names_of_people_and_cases(cast: Cast) -> None:
    added = add(cast, make_case(cast))
    name = person_name(added.person)
    assert short(cast, name.lower()) == [name]
    assert short(cast, case_name(added.case)) == [name]
    assert short(cast, "Rosa") is None
    assert short(cast, "P-000000") == []
    assert short(cast, name, cast.lena_lakeside) == []


def test_a_changed_name_is_found_and_the_old_one_is_not(cast: Cast) -> None:
    person = add(cast, make_case(cast)).person
    by = cast.carl_cases
    change_identity(person, said(prs_FirstName="Oksana"), seen=1, by=by, keyring=cast.keyring(by))
    assert search(cast, prs_FirstName="Rosa") == []
    assert len(search(cast, prs_FirstName="Oxana")) == 1


def test_a_circle_whose_key_is_not_here_is_indexed_when_it_searches(cast: Cast) -> None:
    """Carl changes somebody whom the hotline's circle opens too."""
    sara = cast.sara_supervisor
    person = add(cast, hotline_case(cast), by=sara).person
    add_known(cast, make_case(cast), person)
    carl = cast.keyring(cast.carl_cases)
    indexing.index_some(cast.carl_cases, carl)
    change_identity(person, said(prs_FirstName="Oksana"), seen=1, by=cast.carl_cases, keyring=carl)
    assert IndexedRecord.objects.filter(envelope=person.envelope_id).count() == 1
    assert indexing.index_some(sara, cast.keyring(sara)) == 0
    assert IndexedRecord.objects.filter(envelope=person.envelope_id).count() == 2
    assert search(cast, sara, prs_FirstName="Rosa") == []


def test_after_a_rotation_people_are_indexed_again_in_batches(cast: Cast) -> None:
    people = [add(cast, make_case(cast), prs_FirstName=f"Rosa{at}") for at in range(3)]
    circle = people[0].case.compartment
    actions.rotate(circle, by=cast.keyring(cast.carl_cases))
    keyring = cast.keyring(cast.carl_cases)
    assert not BlindTerm.objects.exists()
    assert indexing.index_some(cast.carl_cases, keyring, most=2) == 1
    assert indexing.index_some(cast.carl_cases, keyring, most=2) == 0
    assert len(search(cast, prs_FirstName="Rosa1")) >= 1


def test_whoever_works_on_no_cases_indexes_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        indexing.index_some(cast.ana_hotline, cast.keyring(cast.ana_hotline))


def test_a_person_who_does_not_open_stops_nobody(cast: Cast) -> None:
    broken = add(cast, make_case(cast)).person
    Person.objects.filter(pk=broken.pk).update(identity=b"damaged")
    IndexedRecord.objects.all().delete()
    whole = add(cast, make_case(cast)).person
    indexing.index_some(cast.carl_cases, cast.keyring(cast.carl_cases))
    assert [each.person for each in search(cast, prs_FirstName="Rosa")] == [whole]


def people(cast: Cast) -> tuple[Person, Person, Keyring]:
    one = add(cast, make_case(cast), **NGUYEN).person
    other = add(
        cast,
        make_case(cast),
        prs_FirstName="Huong",
        prs_SecondName="Nguyen Thi",
        prs_Birthdate="2001-12-04",
    ).person
    return one, other, cast.keyring(cast.carl_cases)


def test_a_pair_is_shown_once_with_its_reasons(cast: Cast) -> None:
    one, other, keyring = people(cast)
    found = look(cast.carl_cases, keyring, 0)
    (pair,) = found.pairs
    assert (pair.one.person, pair.other.person) == (one, other)
    assert Reason.BIRTH_SWAPPED in pair.reasons
    assert (found.first, found.last, found.all, found.next) == (1, 2, 2, 0)
    assert look(cast.carl_cases, keyring, 99).pairs == []
    assert look(cast.lena_lakeside, cast.keyring(cast.lena_lakeside), 0).all == 0


def test_a_pair_that_is_decided_is_not_shown_until_that_is_taken_back(cast: Cast) -> None:
    one, other, keyring = people(cast)
    by = cast.carl_cases
    apart = keep_apart(one, other, by=by)
    assert pairs_of(by, keyring, [one, other]) == []
    undo(apart, by=by)
    assert len(pairs_of(by, keyring, [one, other])) == 1
    joined = merge(one, other, by=by, keyring=keyring)
    assert look(by, keyring, 0).pairs == []
    assert [line.match for line in decisions(by)] == [joined]
    assert decisions(by, one) == decisions(by)
    assert decisions(cast.lena_lakeside) == []


def test_a_merged_row_is_found_by_its_own_spelling_as_who_stands(cast: Cast) -> None:
    one, other, keyring = people(cast)
    third = add(cast, make_case(cast), prs_FirstName="Oksana", prs_SecondName="Bondar").person
    merge(one, third, by=cast.carl_cases, keyring=keyring)
    found = search(cast, prs_FirstName="Oxana Bondar")
    assert [each.person for each in found] == [one]
    assert len(found[0].cases) == 2
    assert other not in {each.person for each in found}
