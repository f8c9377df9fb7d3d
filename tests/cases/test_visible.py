"""Who sees which cases and people: circles, walls, roles, the organisation next door."""

import pytest

from tests.cases.making import answered, make_case, make_participant
from tests.cast import NAMES, Cast
from waymark.cases.models import Wall
from waymark.cases.permissions import (
    is_supervisor,
    may_begin_case,
    may_open_case,
    may_open_person,
    may_supervise,
)
from waymark.cases.queries.visible import cases_visible_to, colleagues_for, people_visible_to
from waymark.cases.records import write_new

SEES = {"carl_cases", "sara_supervisor"}


@pytest.mark.parametrize("name", NAMES)
def test_each_role_sees_its_own(cast: Cast, name: str) -> None:
    case = make_case(cast)
    person = make_participant(case).person
    worker, sees = cast[name], name in SEES
    assert may_open_case(worker, case) is sees
    assert may_open_person(worker, person) is sees
    assert may_supervise(worker, case) is (name == "sara_supervisor")
    assert may_begin_case(worker, case.compartment) is sees
    assert is_supervisor(worker) is (name in {"sara_supervisor", "lena_lakeside"})


def test_a_wall_hides_case_and_person(cast: Cast) -> None:
    case, other = make_case(cast), make_case(cast)
    person = make_participant(case).person
    wall = Wall(case=case, worker=cast.carl_cases, author=cast.sara_supervisor)
    write_new(wall, answered({"reason": "his cousin"}))
    assert list(cases_visible_to(cast.carl_cases)) == [other]
    assert not may_open_person(cast.carl_cases, person)
    assert may_open_person(cast.sara_supervisor, person)
    assert cast.carl_cases not in colleagues_for(case)
    wall.delete()
    assert may_open_case(cast.carl_cases, case)


def test_somebody_deactivated_sees_nothing(cast: Cast) -> None:
    case = make_case(cast)
    cast.carl_cases.is_active = False
    assert not may_open_case(cast.carl_cases, case)
    assert not people_visible_to(cast.carl_cases).exists()


def test_colleagues_are_those_who_can_open_it(cast: Cast) -> None:
    assert set(colleagues_for(make_case(cast))) == {cast[name] for name in SEES}
