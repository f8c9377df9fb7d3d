"""Who somebody is goes with the last case that knows them, in whatever order that comes about."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cases.making import answered, make_case
from tests.cases.making_walls import build_wall
from tests.cases.people.making import add, add_known
from tests.cases.people.test_pages import TYPED
from tests.cast import Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.audit.models import Entry
from waymark.cases.caseload.actions.beginning import begin_case
from waymark.cases.forgetting.actions import erasing, fields
from waymark.cases.models import Case, Participant, Person, ServiceDelivered, today
from waymark.cases.people.actions import removing
from waymark.cases.records import write_new
from waymark.reports.states import CannotNow


def known_twice(cast: Cast) -> tuple[Case, Participant]:
    """The first case of somebody, and their part in a second one."""
    first, other = make_case(cast), make_case(cast)
    one = add(cast, first)
    return first, add_known(cast, other, one.person, by=cast.carl_cases)


def nobody_is_left() -> bool:
    return [bytes(person.identity) for person in Person.objects.all()] == [b""]


def test_a_part_is_erased_and_then_the_other_case(cast: Cast) -> None:
    first, second = known_twice(cast)
    erasing.erase_record(second, by=cast.sara_supervisor)
    assert not nobody_is_left()
    erasing.erase_case(first, by=cast.sara_supervisor)
    assert nobody_is_left()


def test_a_case_is_erased_and_then_they_are_taken_out_of_the_other(cast: Cast) -> None:
    first, second = known_twice(cast)
    erasing.erase_case(first, by=cast.sara_supervisor)
    assert not nobody_is_left()
    removing.remove_from_case(second, by=cast.carl_cases)
    assert nobody_is_left()


def test_the_only_part_is_erased(cast: Cast) -> None:
    only = add(cast, make_case(cast))
    erasing.erase_record(only, by=cast.sara_supervisor)
    assert nobody_is_left()


def test_a_day_that_is_erased_stands_in_no_plain_column(cast: Cast) -> None:
    one, sara = add(cast, make_case(cast)), cast.sara_supervisor
    day = today() - timedelta(days=200)
    row = ServiceDelivered(case=one.case, participant=one, given_on=day)
    write_new(row, answered({"given_on": day.isoformat(), "category": "case-management"}))
    fields.erase_field(row, "given_on", seen=1, by=sara, keyring=cast.keyring(sara))
    row.refresh_from_db()
    assert row.given_on != day


def test_comparing_with_known_people_is_in_the_log(
    cast: Cast, staff_client_for: Callable[[Worker], StaffClient]
) -> None:
    add(cast, make_case(cast))
    carl = staff_client_for(cast.carl_cases)
    shown = carl.post(reverse("case_person_add", args=[make_case(cast).pk]), TYPED)
    assert "Quintero" in shown.content.decode()
    assert Entry.objects.filter(event="people:searched").count() == 1


def test_the_number_of_a_case_behind_a_wall_tells_nothing(cast: Cast) -> None:
    case = make_case(cast)
    build_wall(case, cast.carl_cases)
    with pytest.raises(CannotNow):
        begin_case(case.compartment, {}, by=cast.carl_cases, case_id=case.pk)
