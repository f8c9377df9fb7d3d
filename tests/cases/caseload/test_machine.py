"""Whatever the order of steps on a case: only allowed ones are taken, a wall keeps out, all is
audited, and the day on which something is due is right."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.cases.caseload.conftest import in_days
from tests.cast import CASE_MANAGEMENT, Cast
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.cases.answers import Answer
from waymark.cases.caseload.actions import assigning, moving, notes, tasks, walls
from waymark.cases.caseload.actions.beginning import begin_case
from waymark.cases.caseload.content import CLOSURE
from waymark.cases.caseload.parts import Whose, all_parts
from waymark.cases.caseload.queries.records import tasks_for
from waymark.cases.caseload.queries.work_list import page_of
from waymark.cases.caseload.queries.workload import workload_of
from waymark.cases.forgetting.actions import erasing, holds
from waymark.cases.models import NOTHING_DUE, Case, CaseState, LegalHold, Task, Wall
from waymark.cases.queries.visible import cases_visible_to, colleagues_for
from waymark.cases.records import read
from waymark.cases.states import CaseStep
from waymark.reports.states import CannotNow
from waymark.vault.primitives import CannotOpen

CARL, SARA = "carl_cases", "sara_supervisor"
WHY = {CLOSURE: Answer("All is well.")}
OPEN = {"intake", "active", "follow_up"}
# Which step leads where, said once more and by hand.
MOVES = {
    CaseStep.ACTIVATE: ({"intake", "follow_up"}, "active"),
    CaseStep.FOLLOW_UP: ({"active"}, "follow_up"),
    CaseStep.REOPEN: ({"closed", "closed_referred"}, "active"),
}
WHO = st.sampled_from((CARL, CARL, SARA))
SOON = st.none() | st.integers(-3, 20)


class Steps(RuleBasedStateMachine):
    """Carl and Sara work on one case; Sara builds walls around Carl, and may erase it."""

    cast: Cast
    all_tasks = Bundle("all_tasks")

    def __init__(self) -> None:
        super().__init__()
        self.save = transaction.savepoint()
        carl = self.cast.carl_cases
        circle = self.cast.compartment(self.cast.riverside, CASE_MANAGEMENT)
        self.case = begin_case(circle, {}, by=carl, responsible=carl)
        self.state, self.responsible, self.team = "intake", CARL, set[str]()
        self.walled = self.held = False
        self.review: date | None = None
        self.tasks: dict[Any, dict[str, Any]] = {}
        self.before = Entry.objects.count()
        self.lines: list[str] = []

    def teardown(self) -> None:
        """Nothing of one run is there in the next."""
        transaction.savepoint_rollback(self.save)

    def row(self) -> Case:
        """The case as it is stored."""
        return Case.objects.get(pk=self.case.pk)

    def attempt(self, who: str, act: Callable[[Worker], object], *events: str) -> bool:
        """Take a step; whether it was taken. Who stands behind the wall is turned away."""
        try:
            with transaction.atomic():
                act(self.cast[who])
        except NotAllowed:
            assert self.walled, "only a wall turns these two away"
            assert who == CARL
            return False
        except CannotNow:
            assert not (self.walled and who == CARL), "a wall says nothing about the case"
            return False
        assert not (self.walled and who == CARL)
        self.lines += events
        return True

    @rule(who=WHO, step=st.sampled_from(sorted(MOVES, key=lambda each: each.value)))
    def move(self, who: str, step: CaseStep) -> None:
        """A step from state to state."""
        seen = self.row().version
        done = self.attempt(
            who, lambda by: moving.move(self.case, step, by=by, seen=seen), "case:moved"
        )
        allowed, after = MOVES[step]
        assert done is (self.state in allowed and not (self.walled and who == CARL))
        self.state = after if done else self.state

    @rule(who=WHO, referred=st.booleans())
    def close(self, who: str, *, referred: bool) -> None:
        """Close it."""
        seen, keyring = self.row().version, self.cast.keyring(self.cast[who])
        said: dict[str, Any] = {"referred": referred, "seen": seen, "keyring": keyring}
        done = self.attempt(
            who, lambda by: moving.close(self.case, WHY, by=by, **said), "case:moved"
        )
        assert done is (self.state in OPEN and not (self.walled and who == CARL))
        if done:
            self.state, self.review = "closed_referred" if referred else "closed", None

    @rule(who=WHO, to=st.sampled_from((CARL, SARA)))
    def assign(self, who: str, to: str) -> None:
        """Hand it over."""
        seen = self.row().version
        to_whom = self.cast[to]
        done = self.attempt(
            who, lambda by: assigning.assign(self.case, to_whom, by=by, seen=seen), "case:assigned"
        )
        if done:
            assert not (to == CARL and self.walled)
            self.responsible = to
            self.team.discard(to)

    @rule(who=WHO, whom=st.sampled_from((CARL, SARA)), into=st.booleans())
    def team_up(self, who: str, whom: str, *, into: bool) -> None:
        """Take somebody into the team, or out of it."""
        step = assigning.add_to_team if into else assigning.remove_from_team
        changes = (whom in self.team) is not into
        events = ("case:assigned",) if changes else ()
        if self.attempt(who, lambda by: step(self.case, self.cast[whom], by=by), *events):
            (self.team.add if into else self.team.discard)(whom)

    @rule(who=WHO, days=SOON)
    def plan_review(self, who: str, days: int | None) -> None:
        """Say when to look at it again."""
        day, seen = None if days is None else in_days(days), self.row().version
        done = self.attempt(
            who, lambda by: moving.plan_review(self.case, day, by=by, seen=seen), "case:changed"
        )
        assert not done or days is None or days >= 0
        self.review = day if done else self.review

    @rule(target=all_tasks, who=WHO, days=SOON, whose=st.sampled_from((None, CARL, SARA)))
    def add_task(self, who: str, days: int | None, whose: str | None) -> Any:
        """Write down something to do."""
        day, made = None if days is None else in_days(days), []
        assignee = self.cast[whose] if whose else None

        def act(by: Worker) -> None:
            made.append(tasks.add_task(self.case, "Call", by=by, due_on=day, assignee=assignee))

        if not self.attempt(who, act, "record:added"):
            return multiple()
        self.tasks[made[0].pk] = {"day": day, "whose": whose, "done": False}
        return made[0].pk

    @rule(who=WHO, pk=all_tasks, done=st.booleans())
    def tick_off(self, who: str, pk: Any, *, done: bool) -> None:
        """Say that it is done, or not after all."""
        known, row = self.tasks[pk], Task.objects.select_related("case").get(pk=pk)
        events = ("record:changed",) if known["done"] is not done else ()
        if self.attempt(who, lambda by: tasks.tick_off(row, done=done, by=by), *events):
            known["done"] = done
            if not done and self.walled and known["whose"] == CARL:
                known["whose"] = None

    @rule(who=WHO)
    def write_note(self, who: str) -> None:
        """Write a note."""
        done = self.attempt(
            who, lambda by: notes.write_note(self.case, "She called", by=by), "record:added"
        )
        assert done is (self.state in OPEN and not (self.walled and who == CARL))

    @rule()
    def build_wall(self) -> None:
        """Keep Carl out; what he held is nobody's."""
        events = () if self.walled else ("wall:built",)
        carl = self.cast.carl_cases
        if self.attempt(SARA, lambda by: walls.build_wall(self.case, carl, "Kin", by=by), *events):
            if not self.walled:
                self.team.discard(CARL)
                self.responsible = "" if self.responsible == CARL else self.responsible
                for known in self.tasks.values():
                    if known["whose"] == CARL and not known["done"]:
                        known["whose"] = None
            self.walled = True

    @precondition(lambda self: self.walled)
    @rule()
    def lift_wall(self) -> None:
        """Let Carl in again, with nothing in his hands."""
        wall = Wall.objects.select_related("case").get(case=self.case, lifted_at=None)
        if self.attempt(SARA, lambda by: walls.lift_wall(wall, by=by), "wall:lifted"):
            self.walled = False

    @rule(place=st.booleans())
    def hold(self, *, place: bool) -> None:
        """A court wants everything kept, or no longer."""
        standing = LegalHold.objects.filter(case=self.case, lifted_at=None).first()
        if place is (standing is not None):
            return

        def act(by: Worker) -> None:
            if standing:
                holds.lift_hold(standing, by=by)
            else:
                holds.place_hold(self.case, "Trial", "Court", by=by)

        if self.attempt(SARA, act, "hold:placed" if place else "hold:lifted"):
            self.held = place

    @rule(sure=st.sampled_from((False,) * 9 + (True,)))
    def erase(self, *, sure: bool) -> None:
        """Destroy its keys, once in a while."""
        if not sure:
            return
        done = self.attempt(SARA, lambda by: erasing.erase_case(self.case, by=by), "case:erased")
        assert done is (self.state != "erased" and not self.held)
        if done:
            self.state, self.review = "erased", None  # a wall stands around a tombstone, too
            self.tasks.clear()

    @invariant()
    def it_is_as_it_should_be(self) -> None:
        """State, and whose it is; a tombstone is nobody's."""
        row = self.row()
        assert row.state == self.state
        if self.state != CaseState.ERASED:
            assert (row.responsible.login if row.responsible else "") == self.responsible
            assert {each.worker.login for each in row.team.all()} == self.team
            turn = row.turns.order_by("at", "pk").last()
            assert turn is not None
            assert (turn.state, turn.responsible_id) == (row.state, row.responsible_id)
        assert (row.closed_on is not None) is (self.state in {"closed", "closed_referred"})

    @invariant()
    def the_day_is_the_first_of_all_that_waits(self) -> None:
        """By which the work list sorts."""
        days = [each["day"] for each in self.tasks.values() if not each["done"] and each["day"]]
        days += [self.review] if self.review else []
        wanted = min(days, default=NOTHING_DUE) if self.state in OPEN else NOTHING_DUE
        assert self.row().due_on == wanted

    @invariant()
    def behind_a_wall_there_is_no_case(self) -> None:
        """In no list, no task, no count, among no colleagues."""
        carl, sara = self.cast.carl_cases, self.cast.sara_supervisor
        listed = page_of(carl, Whose.ALL, all_parts()["open"], 1).object_list
        assert cases_visible_to(sara).filter(pk=self.case.pk).exists()
        assert cases_visible_to(carl).filter(pk=self.case.pk).exists() is not self.walled
        assert carl in colleagues_for(self.case) or self.walled
        if self.walled:
            assert self.case not in listed
            assert not tasks_for(carl).exists()
            assert carl not in colleagues_for(self.case)

    @invariant()
    def tasks_are_whose_they_should_be(self) -> None:
        """In the lists of those who can open the case."""
        for name in (CARL, SARA):
            mine = [pk for pk, each in self.tasks.items() if each["whose"] == name]
            waits = [pk for pk in mine if not self.tasks[pk]["done"] and self.state in OPEN]
            found = {task.pk for task in tasks_for(self.cast[name])}
            assert found == set(waits)

    @invariant()
    def a_supervisor_counts_each_open_case_once(self) -> None:
        """Whosever it is."""
        load = workload_of(self.cast.sara_supervisor)
        assert sum(row.open for row in load.rows) == (self.state in OPEN)
        assert load.without == (self.state in OPEN and not self.responsible)

    @invariant()
    def nothing_is_missing_in_the_log(self) -> None:
        """Each step stands in it once, in order, and no step that was refused."""
        rows = Entry.objects.filter(seq__gt=self.before).order_by("seq")
        assert list(rows.values_list("event", flat=True)) == self.lines

    @invariant()
    def what_is_erased_does_not_open(self) -> None:
        """Not even with the keys of who erased it."""
        keyring = self.cast.keyring(self.cast.sara_supervisor)
        if self.state == CaseState.ERASED:
            with pytest.raises(CannotOpen):
                read(self.row(), keyring)
        else:
            read(self.row(), keyring)


def test_no_order_of_steps_breaks_a_case(cast: Cast) -> None:
    machine = type("OfThisCast", (Steps,), {"cast": cast})
    run_state_machine_as_test(machine, settings=settings(max_examples=8, stateful_step_count=18))
