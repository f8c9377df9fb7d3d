"""Columns that no form has, such as `state` or `organisation`, are sent along and change nothing.

Each address is asked twice: with its own form, and with every column of the rooms added to it.
What it writes has to be the same both times.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import models

from tests.referrals.attempts.posts import Post
from tests.referrals.attempts.table import POSTS
from tests.referrals.attempts.trying import Attempts, Rows, audited, rows, taken_back
from tests.referrals.attempts.trying import models_of_rooms as all_models
from tests.referrals.attempts.world import World
from waymark.audit.models import Entry
from waymark.cases.models import Case, CaseState, Note
from waymark.packs.models import RunState
from waymark.referrals.models import DisclosureState, ReleaseState, RightsState, TaskState
from waymark.vault.models import WrappedDataKey

STATES = {
    "release": ReleaseState.ACTIVE,
    "referral": TaskState.COMPLETED,
    "incoming": TaskState.COMPLETED,
    "demand": DisclosureState.PRODUCED,
    "rights": RightsState.DONE,
    "pack": RunState.READY,
}
WRITTEN = {"DateField": "1999-01-02", "DateTimeField": "1999-01-02 03:04", "BooleanField": "on"}
NUMBERS = {"id", "pk"}  # of a new row; databases count on differently after something is undone
Outcome = tuple[int, list[str], list[str]]


def test_no_column_is_written_that_no_form_has(attempts: Attempts) -> None:
    faults = []
    for post in POSTS:
        plain = _outcome(attempts, post, {})
        if plain[0] != post.answer:  # else the other half would prove nothing
            faults.append(f"{post.name}: its own form is answered {plain[0]}")
        crammed = _outcome(attempts, post, _columns(post, attempts.world))
        if plain != crammed:
            faults.append(f"{post.name}: {_difference(plain, crammed)}")
    assert not faults, "\n".join(faults)


def test_what_is_sent_along_would_be_taken_by_a_form_of_the_model(attempts: Attempts) -> None:
    """The columns that matter most are among them, with values of the house next door."""
    sent = _columns(Post("case_about", {"case-title": "New"}), attempts.world)
    theirs = attempts.world.theirs
    assert sent["organisation"] == sent["organisation_id"] == theirs["organisation"]
    assert sent["compartment"] == theirs["compartment"]
    assert sent["author"] == sent["responsible"] == theirs["worker"]
    assert sent["case"] == theirs["case"]
    assert sent["state"] == sent["case-state"] == CaseState.CLOSED
    assert {"version", "written_at", "changed_at", "envelope", "decided_by", "id"} <= sent.keys()


@pytest.mark.parametrize(
    ("kind", "column", "key"),
    [
        (Case, "organisation_id", "organisation"),
        (Case, "compartment_id", "compartment"),
        (Note, "author_id", "worker"),
    ],
)
def test_a_column_that_was_written_would_be_seen(
    attempts: Attempts, kind: type[models.Model], column: str, key: str
) -> None:
    world, before = attempts.world, rows()
    kind._base_manager.filter(pk=world.ours[str(kind._meta.model_name)]).update(version=5)
    plain = _written(before, rows(), world)
    kind._base_manager.filter(version=5).update(**{column: world.theirs[key]})
    assert _written(before, rows(), world) != plain


def _columns(post: Post, world: World) -> dict[str, Any]:
    """Every column of every record, as the form would name it too; not what the form asks."""
    values: dict[str, Any] = {}
    for model in all_models():
        for column in model._meta.concrete_fields:
            value = _foreign(column, post, world)
            values |= {column.name: value, column.attname: value}
    prefixes = {"", *(name.rpartition("-")[0] + "-" for name in post.data if "-" in name)}
    crammed = {f"{prefix}{name}": value for prefix in prefixes for name, value in values.items()}
    return {n: v for n, v in crammed.items() if n not in post.data and n not in post.own}


def _foreign(column: "models.Field[Any, Any]", post: Post, world: World) -> Any:
    """What nobody here may write: it belongs to the house next door, or is long ago."""
    if column.name == "state":
        kinds = (state for start, state in STATES.items() if post.name.startswith(start))
        return next(kinds, CaseState.CLOSED).value
    if column.related_model is not None and not isinstance(column.related_model, str):
        named = column.related_model._meta.model_name
        return world.theirs.get(str(named), world.theirs["case"])
    if isinstance(column, models.UUIDField):
        return world.theirs["case"]
    if isinstance(column, models.IntegerField):
        return 77
    return WRITTEN.get(column.get_internal_type(), "tampered")


def _outcome(attempts: Attempts, post: Post, more: Mapping[str, Any]) -> Outcome:
    """The answer, what is written then, and what the audit log says."""
    with taken_back():
        post.before(attempts.world)
        before, log = attempts.rows_before(post), Entry.objects.count()
        body = {**more, **post.body(attempts.world)}
        status = attempts.send(post, attempts.url(post), body).status_code
        return status, _written(before, rows(), attempts.world), audited()[log:]


def _written(before: Rows, after: Rows, world: World) -> list[str]:
    """Each row that is new, changed or gone, without what differs from one time to the next."""
    ids = (world.ours, world.sibling, world.theirs)
    known = {str(pk) for each in ids for pk in each.values()} | {str(key[1]) for key in before}
    changed = [(key, row) for key, row in after.items() if before.get(key) != row]
    lines = [_line(key[0], row, known) for key, row in changed]
    return sorted(lines + [f"gone {key}" for key in before if key not in after])


def _line(label: str, row: dict[str, Any], known: set[str]) -> str:
    plain = {name: _plain(value, known) for name, value in row.items() if name not in NUMBERS}
    keys = WrappedDataKey.objects.filter(envelope=row.get("envelope_id"))
    opens = sorted(
        str(each) for each in keys.values_list("compartment_key__compartment", flat=True)
    )
    return json.dumps([label, plain, opens], sort_keys=True, default=str)


def _plain(value: Any, known: set[str]) -> Any:
    """A value; of what is drawn anew each time, only that it is there."""
    if isinstance(value, datetime):
        return "long ago" if value.year == date.fromisoformat(WRITTEN["DateField"]).year else "now"
    if isinstance(value, bytes | memoryview):
        return "sealed"
    if isinstance(value, UUID):
        return str(value) if str(value) in known else "new"
    return value


def _difference(plain: Outcome, crammed: Outcome) -> str:
    if plain[0] != crammed[0] or plain[2] != crammed[2]:
        return f"{plain[0]} {plain[2]} became {crammed[0]} {crammed[2]}"
    return f"{set(plain[1]) ^ set(crammed[1])}"
