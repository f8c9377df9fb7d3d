"""The work list: what is due first, whose cases, in which condition, in how many queries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.cases.caseload.conftest import Office, events, in_days
from tests.cases.making import answered, make_participant
from waymark.audit.events import Event
from waymark.cases.caseload import counts, due
from waymark.cases.caseload.actions.notes import write_note
from waymark.cases.caseload.actions.tasks import add_task, tick_off
from waymark.cases.caseload.counts import Count
from waymark.cases.caseload.parts import Whose, all_parts
from waymark.cases.caseload.queries.work_list import last_contacts, page_of, rows_of, since
from waymark.cases.forgetting.actions.erasing import erase_record
from waymark.cases.models import (
    NOTHING_DUE,
    Case,
    CaseState,
    Milestone,
    Note,
    SafetyPlan,
    ServiceDelivered,
    SupportPlan,
    Task,
    today,
)
from waymark.cases.names import case_name
from waymark.cases.records import write_new
from waymark.vault.records import erase


def names(office: Office, whose: Whose = Whose.MINE, part: str = "open") -> list[str]:
    """The cases of a page of Carl's, in order."""
    page = page_of(office.cast.carl_cases, whose, all_parts()[part], 1)
    return [case_name(case) for case in page]


def test_what_is_due_comes_first_and_then_the_oldest(office: Office) -> None:
    carl = office.cast.carl_cases
    old, new, later, soon = (office.case() for _ in range(4))
    Case.objects.filter(pk=old.pk).update(opened_on=in_days(-9))
    add_task(later, "Later", by=carl, due_on=in_days(5))
    add_task(soon, "Soon", by=carl, due_on=in_days(1))
    assert names(office) == [case_name(case) for case in (soon, later, old, new)]


def test_a_row_says_what_comes_next(office: Office) -> None:
    carl = office.cast.carl_cases
    case = office.case("A farm")
    add_task(case, "Someday", by=carl)
    add_task(case, "Call", by=carl, due_on=in_days(-1))
    add_task(case, "Write", by=carl, due_on=in_days(2))
    write_new(Milestone(case=case, due_on=in_days(9)), answered({}))
    write_new(Milestone(case=case, due_on=in_days(7)), answered({}))
    write_new(Milestone(case=case, due_on=in_days(3), reached_on=today()), answered({}))
    write_note(case, "Met", by=carl, contact_on=in_days(-4))
    (row,) = rows_of([office.fresh(case)], office.cast.keyring(carl))
    assert (row.title, row.due_on, row.overdue) == ("A farm", in_days(-1), True)
    assert row.task is not None
    assert (row.task.what, row.task.overdue) == ("Call", True)
    assert (row.milestone_on, row.contact) == (in_days(7), "4 days ago")
    page = office.get("carl_cases", "cases")
    for text in ("A farm", "Call", "overdue", "4 days ago"):
        assert text in page
    assert events(Event.CASE_LISTED) == 1


def test_whose_and_which(office: Office) -> None:
    cast = office.cast
    mine, saras, nobodys = (
        office.case(),
        office.case(by=cast.sara_supervisor),
        office.case(responsible=None),
    )
    saras.team.create(worker=cast.carl_cases)
    assert names(office, Whose.MINE) == [case_name(mine)]
    assert names(office, Whose.TEAM) == [case_name(saras)]
    assert names(office, Whose.NOBODY) == [case_name(nobodys)]
    assert len(names(office, Whose.ALL)) == 3
    Case.objects.filter(pk=mine.pk).update(state=CaseState.CLOSED)
    assert names(office) == []
    assert names(office, part="closed") == [case_name(mine)]
    for state, part in (("intake", "intake"), ("active", "active"), ("follow_up", "follow-up")):
        Case.objects.filter(pk=mine.pk).update(state=state)
        assert names(office, part=part) == [case_name(mine)]


def test_overdue_and_review_due(office: Office) -> None:
    carl = office.cast.carl_cases
    late, planned, safe, own, fine = (office.case() for _ in range(5))
    add_task(late, "Call", by=carl, due_on=in_days(-1))
    write_new(SupportPlan(case=planned, review_due_on=today()), answered({}))
    write_new(SafetyPlan(case=safe, review_due_on=in_days(-2)), answered({}))
    own.review_due_on = today()
    own.save()
    write_new(SupportPlan(case=fine, review_due_on=today(), ended_on=today()), answered({}))
    assert set(names(office, part="overdue")) == {case_name(late), case_name(safe)}
    assert set(names(office, part="review")) == {case_name(each) for each in (planned, safe, own)}


@pytest.mark.parametrize("model", [SupportPlan, SafetyPlan])
def test_the_review_of_an_erased_plan_is_due_no_more(
    office: Office, model: type[SupportPlan] | type[SafetyPlan]
) -> None:
    plan = model(case=office.case(), review_due_on=today())
    write_new(plan, answered({}))
    assert names(office, part="review")
    erase_record(plan, by=office.cast.sara_supervisor)
    assert names(office, part="review") == []


def test_another_slice_adds_its_own_list(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, other = office.case(), office.case()
    rows = Case.objects.filter(pk=waiting.pk)
    count = Count("letters", "Letters that wait", lambda: rows, "pk", "responsible", in_list=True)
    monkeypatch.setitem(counts._counts, "letters", count)
    assert names(office, part="letters") == [case_name(waiting)]
    page = office.get("carl_cases", "cases_part", "mine", "letters")
    assert "Letters that wait" in page
    assert case_name(other) not in page


def test_a_page_holds_fifty(office: Office) -> None:
    for _ in range(52):
        office.case()
    assert len(names(office)) == 50
    carl = office.cast.carl_cases
    assert len(page_of(carl, Whose.MINE, all_parts()["open"], 2)) == 2
    assert len(page_of(carl, Whose.MINE, all_parts()["open"], "none")) == 50
    assert "Page 1 of 2" in office.get("carl_cases", "cases")


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return len(captured)


def test_more_cases_ask_no_more_queries(office: Office) -> None:
    client = office.sign_in(office.cast.carl_cases)
    add_task(office.case(), "Call", by=office.cast.carl_cases, due_on=today())
    few = queries(lambda: client.get("/cases/"))
    for _ in range(8):
        case = office.case("One more")
        add_task(case, "Call", by=office.cast.carl_cases, due_on=today())
        make_participant(case)
    assert queries(lambda: client.get("/cases/")) == few


def test_an_empty_list_says_what_to_do(office: Office) -> None:
    page = office.get("carl_cases", "cases")
    assert "You are responsible for no open case." in page
    assert "There is no such case." in office.get("carl_cases", "cases_part", "all", "overdue")


def test_the_day_of_a_case_follows_its_records(office: Office) -> None:
    carl, case = office.cast.carl_cases, office.case()
    assert office.fresh(case).due_on == NOTHING_DUE
    task = add_task(case, "Call", by=carl, due_on=in_days(5))
    assert office.fresh(case).due_on == in_days(5)
    milestone = Milestone(case=case, due_on=in_days(3))
    write_new(milestone, answered({}))
    assert office.fresh(case).due_on == in_days(3)
    milestone.reached_on = today()
    milestone.save()
    assert office.fresh(case).due_on == in_days(5)
    tick_off(task, done=True, by=carl)
    assert office.fresh(case).due_on == NOTHING_DUE
    tick_off(task, done=False, by=carl)
    Task.objects.get().delete()
    assert office.fresh(case).due_on == NOTHING_DUE


def test_an_erased_task_is_due_no_more_once_it_is_refreshed(office: Office) -> None:
    case = office.case()
    task = add_task(case, "Call", by=office.cast.carl_cases, due_on=in_days(5))
    erase(task.envelope_id)
    due.refresh(Case.objects.all())
    assert office.fresh(case).due_on == NOTHING_DUE


DAYS = st.one_of(st.none(), st.integers(-400, 400))


@pytest.mark.django_db
@limits(
    max_examples=30,
    # Each example has a case of its own, and looks at no other.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(DAYS, st.booleans()), max_size=6), DAYS, st.sampled_from(CaseState))
def test_refreshing_many_gives_what_each_save_gave(
    office: Office, tasks: list[tuple[int | None, bool]], review: int | None, state: CaseState
) -> None:
    case = office.case()
    for day, done in tasks:
        due_on = None if day is None else in_days(day)
        task = add_task(case, "x", by=office.cast.carl_cases, due_on=due_on)
        tick_off(task, done=done, by=office.cast.carl_cases)
    locked = Case.objects.get(pk=case.pk)
    locked.review_due_on, locked.state = (None if review is None else in_days(review)), state
    locked.save()
    waiting = [day for day, done in tasks if day is not None and not done]
    days = [in_days(day) for day in [*waiting, *([] if review is None else [review])]]
    is_open = state in {CaseState.INTAKE, CaseState.ACTIVE, CaseState.FOLLOW_UP}
    assert office.fresh(case).due_on == (min(days, default=NOTHING_DUE) if is_open else NOTHING_DUE)
    Case.objects.filter(pk=case.pk).update(due_on=in_days(999))
    due.refresh(Case.objects.filter(Q(pk=case.pk)))
    assert office.fresh(case).due_on == (min(days, default=NOTHING_DUE) if is_open else NOTHING_DUE)


def test_the_last_contact_is_the_later_of_note_and_service(office: Office) -> None:
    one, two, none = (office.case() for _ in range(3))
    carl = office.cast.carl_cases
    write_note(one, "Met", by=carl, contact_on=in_days(-9))
    write_note(one, "Thought about it", by=carl)
    write_new(ServiceDelivered(case=one, given_on=in_days(-2)), answered({}))
    write_note(two, "Met", by=carl, contact_on=in_days(-1))
    gone = write_note(two, "Met", by=carl, contact_on=today())
    erase(Note.objects.get(pk=gone.pk).envelope_id)
    found = last_contacts([one.pk, two.pk, none.pk])
    assert found == {one.pk: in_days(-2), two.pk: in_days(-1)}
    words = [since(day, today()) for day in (None, today(), in_days(-1), in_days(-40))]
    assert words == ["", "today", "1 day ago", "40 days ago"]
