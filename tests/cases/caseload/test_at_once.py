"""Two workers in the same moment, on an engine that lets them."""

import uuid

import pytest
from django.db import connection

from tests.cases.caseload.conftest import in_days
from tests.cast import CASE_MANAGEMENT, Cast, make_cast
from tests.reports.staff.test_at_once import at_once
from waymark.cases.caseload.actions import assigning, moving
from waymark.cases.caseload.actions.beginning import begin_case
from waymark.cases.caseload.actions.notes import write_note
from waymark.cases.caseload.actions.tasks import add_task
from waymark.cases.models import Case, Note
from waymark.cases.states import CaseStep
from waymark.reports.states import ChangedMeanwhile

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite's transactions are immediate: of two writers one waits before it reads",
    ),
]


@pytest.fixture
def town() -> Cast:
    """Everybody, where other connections see them, too."""
    return make_cast()


def begin(town: Cast) -> Case:
    circle = town.compartment(town.riverside, CASE_MANAGEMENT)
    return begin_case(circle, {}, by=town.carl_cases)


def test_of_two_who_take_or_move_one_wins(town: Cast) -> None:
    carl, sara = town.carl_cases, town.sara_supervisor
    taken, moved = begin(town), begin(town)
    results = at_once(
        lambda: assigning.assign(taken, carl, by=carl, seen=1),
        lambda: assigning.assign(taken, sara, by=sara, seen=1),
    )
    assert sorted(isinstance(each, ChangedMeanwhile) for each in results) == [False, True]
    results = at_once(
        lambda: moving.move(moved, CaseStep.ACTIVATE, by=carl, seen=1),
        lambda: moving.move(moved, CaseStep.ACTIVATE, by=sara, seen=1),
    )
    assert sorted(isinstance(each, ChangedMeanwhile) for each in results) == [False, True]
    assert moved.turns.count() == 2


def test_the_same_form_at_once_writes_one_note(town: Cast) -> None:
    case, note_id = begin(town), uuid.uuid4()
    at_once(
        *[lambda: write_note(case, "Hello", by=town.carl_cases, note_id=note_id) for _ in range(3)]
    )
    assert Note.objects.count() == 1


def test_two_tasks_at_once_give_the_earlier_day(town: Cast) -> None:
    case = begin(town)
    at_once(
        lambda: add_task(case, "One", by=town.carl_cases, due_on=in_days(2)),
        lambda: add_task(case, "Two", by=town.sara_supervisor, due_on=in_days(1)),
    )
    assert Case.objects.get().due_on == in_days(1)
