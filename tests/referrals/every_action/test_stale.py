"""A page that shows what is no longer so: an older version, or a case that is erased."""

import inspect
from importlib import import_module

from tests.referrals.attempts.trying import taken_back
from tests.referrals.every_action.actions import Action
from tests.referrals.every_action.table import ACTIONS
from tests.referrals.every_action.trying import (
    Rows,
    doer,
    last_entry,
    log_since,
    stored,
    tables_of_rooms,
    writing,
)
from tests.referrals.every_action.world import World
from waymark.accounts.permissions import NotAllowed
from waymark.cases.models import Case, CaseState
from waymark.reports.states import CannotNow, ChangedMeanwhile


def takes_seen(action: Action) -> bool:
    """Whether the function asks which version the page showed."""
    module, _, name = action.name.rpartition(".")
    function = getattr(import_module(f"waymark.{module}"), name)
    return "seen" in inspect.signature(function).parameters


def refused_with(
    world: World, action: Action, wanted: tuple[type[Exception], ...], before: Rows
) -> str:
    """What is wrong with how an action is refused; empty where nothing is."""
    log = last_entry()
    try:
        with writing() as watch:
            action.run(world, doer(world, action))
    except wanted:
        pass
    except Exception as other:
        return f"{action.name}: {other!r}"
    else:
        return f"{action.name}: is done"
    if watch.tables and stored(tables_of_rooms()) != before:
        return f"{action.name}: is refused after something was changed"
    return f"{action.name}: {said}" if (said := log_since(log)) else ""


def test_who_saw_an_older_version_is_told_and_changes_nothing(world: World) -> None:
    world.late = True
    asked = [action for action in ACTIONS if takes_seen(action)]
    assert len(asked) > 20
    faults, before = [], stored(tables_of_rooms())
    for action in asked:
        with taken_back():
            faults.append(refused_with(world, action, (ChangedMeanwhile,), before))
    assert not any(faults), "\n".join(filter(None, faults))


def test_an_erased_case_takes_nothing(world: World) -> None:
    Case.objects.update(state=CaseState.ERASED)
    faults, before = [], stored(tables_of_rooms())
    for action in ACTIONS:
        if action.in_case and not action.still:
            with taken_back():
                faults.append(refused_with(world, action, (CannotNow, NotAllowed), before))
    assert not any(faults), "\n".join(filter(None, faults))


def test_what_may_still_be_done_is_done(world: World) -> None:
    """So that a reason in the table does not outlive what it explains."""
    Case.objects.update(state=CaseState.ERASED)
    faults = []
    for action in ACTIONS:
        if action.still:
            with taken_back():
                try:
                    action.run(world, doer(world, action))
                except Exception as problem:
                    faults.append(f"{action.name}: {problem!r}")
    assert not faults, "\n".join(faults)
