"""A departure is the gate's own, is one transaction, and leaves its line in the log."""

import ast
import copy
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

import waymark
from tests.cast import Cast
from tests.referrals.gate.conftest import Asked
from tests.referrals.making import FIRST, SECOND, ask, make_release
from waymark.cases.models import Note, Participant
from waymark.cases.records import write_new
from waymark.referrals.gate import Departure, Refused, leaving

Log = Callable[[], list[tuple[str, str]]]


@pytest.mark.parametrize(
    "forge",
    [
        lambda d: Departure(d.ask, d.release, {SECOND: {"v": "Quintero"}}, None),
        lambda d: Departure(d.ask, d.release, {SECOND: {"v": "Quintero"}}, object()),
        lambda d: replace(d, values={SECOND: {"v": "Quintero"}}),
        copy.copy,
        copy.deepcopy,
        pickle.dumps,
        lambda d: d.values.update({SECOND: {"v": "Quintero"}}),
        lambda d: setattr(d, "values", {}),
    ],
    ids=["none", "own seal", "replace", "copy", "deepcopy", "pickle", "add", "set"],
)
def test_nobody_else_makes_or_changes_one(
    rosa: Participant, asked: Asked, forge: Callable[[Departure], Any]
) -> None:
    make_release(rosa)
    departure = asked(ask(rosa))
    with pytest.raises((TypeError, ValueError, AttributeError)):
        forge(departure)


def test_no_code_but_the_gates_names_a_departures_seal() -> None:
    """Nor does any call `Departure` or reach round its construction."""
    package = Path(waymark.__file__).parent
    for path in package.rglob("*.py"):
        if path == package / "referrals" / "gate.py":
            continue
        text = path.read_text(encoding="utf-8")
        assert "_MADE_BY_THE_GATE" not in text, path
        calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
        assert not any("Departure" in ast.unparse(call.func) for call in calls), path
        assert "__new__(Departure" not in text, path


def test_values_do_not_show_in_a_traceback(rosa: Participant, asked: Asked) -> None:
    make_release(rosa)
    assert "Rosa" not in repr(asked(ask(rosa)))


def test_where_the_caller_fails_nothing_is_said_to_have_left(
    cast: Cast, rosa: Participant, log: Log
) -> None:
    make_release(rosa)
    with pytest.raises(ZeroDivisionError):
        _send_and_fail(cast, rosa)
    assert log() == []
    assert not Note.objects.exists()


def _send_and_fail(cast: Cast, rosa: Participant) -> None:
    with leaving(ask(rosa), by=cast.carl_cases, keyring=cast.keyring(cast.carl_cases)):
        write_new(Note(case=rosa.case), {"text": "sent"})
        raise ZeroDivisionError


def test_a_refusal_is_audited_although_the_caller_fails(
    cast: Cast, rosa: Participant, log: Log
) -> None:
    keyring = cast.keyring(cast.carl_cases)
    with pytest.raises(Refused), leaving(ask(rosa), by=cast.carl_cases, keyring=keyring):
        raise AssertionError("the block ran without a release")
    assert log() == [("data:refused", str(rosa.pk))]


def test_a_refusal_of_the_callers_own_is_not_the_gates(
    cast: Cast, rosa: Participant, log: Log
) -> None:
    """What another question was answered inside the block is audited by that question."""
    make_release(rosa)
    keyring = cast.keyring(cast.carl_cases)
    with (
        pytest.raises(RuntimeError, match="durable"),
        leaving(ask(rosa), by=cast.carl_cases, keyring=keyring),
        leaving(ask(rosa, SECOND), by=cast.carl_cases, keyring=keyring),
    ):
        raise AssertionError("a question inside another one's answer")
    assert log() == []


@pytest.mark.django_db(transaction=True)
def test_it_is_no_part_of_a_transaction_that_could_take_back_its_line(
    cast: Cast, rosa: Participant
) -> None:
    make_release(rosa, [FIRST])
    keyring = cast.keyring(cast.carl_cases)
    with (
        pytest.raises(RuntimeError, match="durable"),
        transaction.atomic(),
        leaving(ask(rosa), by=cast.carl_cases, keyring=keyring),
    ):
        raise AssertionError("inside a transaction of the caller's")
