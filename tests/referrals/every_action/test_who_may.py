"""Each action called as such, with no page before it: who may not take it changes nothing."""

import copy
from collections.abc import Callable

import pytest

from tests.cases.making_walls import build_wall
from tests.cast import NAMES
from tests.referrals.attempts.trying import taken_back
from tests.referrals.every_action.actions import Action
from tests.referrals.every_action.table import ACTIONS
from tests.referrals.every_action.trying import (
    Rows,
    gone,
    last_entry,
    log_since,
    stored,
    tables_of_rooms,
    writing,
)
from tests.referrals.every_action.world import World
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.cases.models import Case
from waymark.vault.models import Membership

# What the gate writes down about whom it turned away.
TURNED_AWAY = {"data:refused"}
IN_CASES = [action for action in ACTIONS if action.in_case]


def let_in(world: World, action: Action, by: Worker, before: Rows) -> str:
    """What is wrong with how somebody is turned away; empty where nothing is."""
    log = last_entry()
    try:
        with writing() as watch:
            action.run(world, by)
    except NotAllowed:
        pass
    except Exception as other:
        return f"{by.name}: {type(other).__name__} instead of NotAllowed"
    else:
        return f"{by.name}: is let in"
    if watch.tables and stored(tables_of_rooms()) != before:
        return f"{by.name}: is refused after something was changed"
    said = set(log_since(log)) - TURNED_AWAY
    return f"{by.name}: is written down as {said}" if said else ""


def all_refused(
    world: World, actions: list[Action], who: Callable[[Action], list[Worker]]
) -> list[str]:
    """What is wrong where all of these are to be turned away."""
    faults, before = [], stored(tables_of_rooms())
    for action in actions:
        for worker in who(action):
            with taken_back():
                if problem := let_in(world, action, worker, before):
                    faults.append(f"{action.name}: {problem}")
    return faults


def test_every_other_role_and_the_house_next_door_are_turned_away(world: World) -> None:
    def others(action: Action) -> list[Worker]:
        return [world.cast[name] for name in NAMES if name not in action.may]

    assert not (faults := all_refused(world, ACTIONS, others)), "\n".join(faults)


def test_who_may_gets_past_the_question(world: World) -> None:
    faults = []
    for action in ACTIONS:
        for name in action.may:
            with taken_back():
                try:
                    action.run(world, world.cast[name])
                except NotAllowed:
                    faults.append(f"{action.name}: {name}")
                except Exception as other:
                    if name == action.may[0]:
                        faults.append(f"{action.name}: {name}: {other!r}")
    assert not faults, "\n".join(faults)


def test_who_was_dismissed_a_moment_ago_does_nothing(world: World) -> None:
    def dismissed(action: Action) -> list[Worker]:
        return [gone(world.cast[name]) for name in action.may]

    assert not (faults := all_refused(world, ACTIONS, dismissed)), "\n".join(faults)


def test_a_wall_keeps_out_whoever_it_is_around(world: World) -> None:
    for case in Case.objects.filter(organisation=world.cast.riverside):
        for worker in (world.cast.carl_cases, world.cast.sara_supervisor):
            build_wall(case, worker)

    def walled(action: Action) -> list[Worker]:
        return [world.cast[name] for name in action.may]

    assert not (faults := all_refused(world, IN_CASES, walled)), "\n".join(faults)


def test_who_left_the_circle_does_nothing_in_its_cases(world: World) -> None:
    """Also with the keys that a browser still holds."""
    Membership.objects.all().delete()

    def without_keys(action: Action) -> list[Worker]:
        return [world.cast[name] for name in action.may]

    assert not (faults := all_refused(world, IN_CASES, without_keys)), "\n".join(faults)


@pytest.mark.parametrize("name", ["carl_cases", "sara_supervisor"])
def test_whose_role_was_taken_away_does_nothing(world: World, name: str) -> None:
    """They are members of the circle still."""
    worker = copy.copy(world.cast[name])
    worker.role_rows.all().delete()
    worker = Worker.objects.get(pk=worker.pk)

    def without_role(action: Action) -> list[Worker]:
        return [worker]

    assert not (faults := all_refused(world, ACTIONS, without_role)), "\n".join(faults)
