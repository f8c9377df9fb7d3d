"""The power fails at each write of each action: nothing is half done, and no entry is lost."""

import pytest

from tests.referrals.attempts.trying import taken_back
from tests.referrals.every_action.actions import Action
from tests.referrals.every_action.table import ACTIONS
from tests.referrals.every_action.trying import (
    AUDIT,
    Struck,
    actors_since,
    doer,
    last_entry,
    log_since,
    stored,
    writing,
)
from tests.referrals.every_action.world import World

_done: dict[str, list[str]] = {}


def done(world: World, action: Action) -> list[str]:
    """The tables to which an action that succeeds writes, in order; the same in every world."""
    if action.name not in _done:
        with taken_back(), writing() as watch:
            action.run(world, doer(world, action))
        _done[action.name] = watch.tables
    return _done[action.name]


def moments(writes: list[str]) -> list[int]:
    """Before which writes the power fails: the first, the last ones, and some in between."""
    last = len(writes) - 1
    return sorted({0, len(writes) // 2, last - 1, last} & set(range(len(writes))))


def test_nothing_is_half_done(world: World) -> None:
    faults = []
    for action in ACTIONS:
        writes = done(world, action)
        before = stored({*writes})
        for at in moments(writes):
            with taken_back():
                try:
                    with writing(at):
                        action.run(world, doer(world, action))
                    faults.append(f"{action.name}: says nothing of a fault at write {at}")
                except Struck:
                    if stored({*writes}) != before:
                        faults.append(f"{action.name}: stays half done at write {at}")
    assert not faults, "\n".join(faults)


def test_each_action_says_what_was_done_and_by_whom(world: World) -> None:
    faults = []
    for action in ACTIONS:
        with taken_back():
            log = last_entry()
            action.run(world, doer(world, action))
            said = log_since(log)
            actors = actors_since(log)
            if said != action.says:
                faults.append(f"{action.name}: {said}")
            if said and actors != {doer(world, action).pk}:
                faults.append(f"{action.name}: by {actors}")
    assert not faults, "\n".join(faults)


def test_the_entry_is_the_last_that_an_action_writes(world: World) -> None:
    """So whatever is there has its entry, and what has an entry is there."""
    faults = [
        action.name
        for action in ACTIONS
        if not action.unwritten and done(world, action)[-1] != AUDIT
    ]
    assert not faults


def test_after_a_fault_the_same_step_is_taken_as_if_nothing_had_been(world: World) -> None:
    faults = []
    for action in ACTIONS:
        last = max(0, len(done(world, action)) - 1)
        with taken_back():
            with pytest.raises(Struck), writing(last):
                action.run(world, doer(world, action))
            log = last_entry()
            action.run(world, doer(world, action))
            if log_since(log) != action.says:
                faults.append(action.name)
    assert not faults
