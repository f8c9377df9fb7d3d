"""Two rows are one person, or two: every decision can be taken back, and then all is as before."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.cases.making import make_case, make_participant
from tests.cases.people.making import add, circles, hotline_case
from tests.cast import CASE_MANAGEMENT, HOTLINE, NAMES, Cast
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.cases.caseload.actions.walls import build_wall
from waymark.cases.models import MatchDecision, Person, PersonMatch
from waymark.cases.people.actions.merging import keep_apart, merge, undo
from waymark.cases.queries.values import values_of
from waymark.cases.queries.visible import people_visible_to
from waymark.reports.states import CannotNow, ChangedMeanwhile

PEOPLE = 4


def state(only: Sequence[UUID] = ()) -> list[tuple[Any, ...]]:
    """All that a merge could touch, of these people or of everybody."""
    rows = Person.objects.filter(pk__in=only or Person.objects.values("pk")).order_by("pk")
    return [
        (row.pk, row.merged_into_id, row.version, bytes(row.identity), tuple(sorted(circles(row))))
        for row in rows
    ]


def test_the_first_stands_for_both_and_undo_restores_all(cast: Cast) -> None:
    keyring = cast.keyring(cast.sara_supervisor)
    here = add(cast, make_case(cast))
    there = add(cast, hotline_case(cast), by=cast.sara_supervisor, prs_FirstName="Roza")
    before = state()
    match = merge(here.person, there.person, by=cast.sara_supervisor, keyring=keyring)
    there.person.refresh_from_db()
    assert there.person.standing == here.person
    assert circles(here.person) == {CASE_MANAGEMENT, HOTLINE}
    assert circles(there.person) == {HOTLINE}, "nobody sees more of the second row"
    undo(match, by=cast.sara_supervisor)
    assert state() == before
    assert Entry.objects.filter(event="people:merged").count() == 2


def test_what_leaves_about_a_merged_person_is_what_stands(cast: Cast) -> None:
    keyring = cast.keyring(cast.carl_cases)
    one = add(cast, make_case(cast), prs_FirstName="Rosa")
    other = add(cast, make_case(cast), prs_FirstName="Roza")
    merge(one.person, other.person, by=cast.carl_cases, keyring=keyring)
    other.refresh_from_db()
    values = values_of(other, ["identity.prs_FirstName"], keyring)
    assert values == {"identity.prs_FirstName": {"v": "Rosa"}}


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"sara_supervisor"}))
def test_only_who_opens_both_decides(cast: Cast, name: str) -> None:
    """Carl opens one of them, the others none."""
    here = add(cast, make_case(cast)).person
    there = add(cast, hotline_case(cast), by=cast.sara_supervisor).person
    worker, before = cast[name], state()
    for pair in ((here, there), (there, here)):
        with pytest.raises(NotAllowed):
            merge(*pair, by=worker, keyring=cast.keyring(worker))
        with pytest.raises(NotAllowed):
            keep_apart(*pair, by=worker)
    match = keep_apart(here, there, by=cast.sara_supervisor)
    with pytest.raises(NotAllowed):
        undo(match, by=worker)
    assert state() == before


def test_of_two_who_decide_the_second_is_told(cast: Cast) -> None:
    by, keyring = cast.carl_cases, cast.keyring(cast.carl_cases)
    one, other, third = (add(cast, make_case(cast)).person for _ in range(3))
    merge(one, other, by=by, keyring=keyring)
    with pytest.raises(ChangedMeanwhile):
        merge(other, third, by=by, keyring=keyring)
    with pytest.raises(ChangedMeanwhile):
        keep_apart(third, other, by=by)
    with pytest.raises(CannotNow):
        merge(third, third, by=by, keyring=keyring)


def test_a_decision_is_taken_back_once(cast: Cast) -> None:
    one, other = (add(cast, make_case(cast)).person for _ in range(2))
    match = keep_apart(one, other, by=cast.carl_cases)
    undo(match, by=cast.carl_cases)
    with pytest.raises(CannotNow):
        undo(match, by=cast.carl_cases)


def test_a_new_decision_takes_the_place_of_the_old(cast: Cast) -> None:
    one, other = (add(cast, make_case(cast)).person for _ in range(2))
    keep_apart(other, one, by=cast.carl_cases)
    merge(one, other, by=cast.carl_cases, keyring=cast.keyring(cast.carl_cases))
    (holds,) = PersonMatch.objects.filter(undone_at=None)
    assert holds.decision == MatchDecision.MERGED


def test_a_wall_around_one_row_hides_the_whole_person(cast: Cast) -> None:
    """Carl may not learn through a merge who is in a case that is kept from him."""
    by, keyring = cast.sara_supervisor, cast.keyring(cast.sara_supervisor)
    one, other = add(cast, make_case(cast)), add(cast, make_case(cast))
    third = add(cast, make_case(cast))
    merge(one.person, other.person, by=by, keyring=keyring)
    merge(one.person, third.person, by=by, keyring=keyring)
    assert people_visible_to(cast.carl_cases).count() == 3
    build_wall(other.case, cast.carl_cases, "Her brother", by=by)
    assert not people_visible_to(cast.carl_cases).exists()
    assert people_visible_to(by).count() == 3


class Decisions(RuleBasedStateMachine):
    """Whatever is decided and taken back, in any order: who stands for whom follows from it."""

    cast: Cast

    @initialize()
    def begin(self) -> None:
        cast = self.cast
        self.by, self.keyring = cast.carl_cases, cast.keyring(cast.carl_cases)
        self.people = [make_participant(make_case(cast)).person_id for _ in range(PEOPLE)]
        self.before = state(self.people)
        self.joined: dict[int, tuple[int, int]] = {}

    @rule(one=st.integers(0, PEOPLE - 1), other=st.integers(0, PEOPLE - 1))
    def join(self, one: int, other: int) -> None:
        first, second = (Person.objects.get(pk=self.people[at]) for at in (one, other))
        if one == other or first.merged_into or second.merged_into:
            with pytest.raises(CannotNow):
                merge(first, second, by=self.by, keyring=self.keyring)
            return
        match = merge(first, second, by=self.by, keyring=self.keyring)
        self.joined[match.pk] = (one, other)

    @precondition(lambda self: self.joined)
    @rule(at=st.integers(0, PEOPLE))
    def take_back(self, at: int) -> None:
        pk = sorted(self.joined)[at % len(self.joined)]
        undo(PersonMatch.objects.get(pk=pk), by=self.by)
        del self.joined[pk]

    @invariant()
    def everybody_points_at_who_stands(self) -> None:
        parents = {other: one for one, other in self.joined.values()}
        for at, pk in enumerate(self.people):
            stands = at
            while stands in parents:
                stands = parents[stands]
            assert Person.objects.get(pk=pk).standing.pk == self.people[stands]

    @precondition(lambda self: not self.joined)
    @invariant()
    def nothing_is_left_of_what_was_taken_back(self) -> None:
        assert state(self.people) == self.before


def test_decisions_in_any_order(cast: Cast) -> None:
    Decisions.cast = cast
    run_state_machine_as_test(
        Decisions, settings=settings(max_examples=5, stateful_step_count=10, deadline=None)
    )
