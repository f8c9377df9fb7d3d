"""No order of actions revives what was erased or leaves a sealed field readable."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.forgetting.conftest import Room
from waymark.accounts.permissions import NotAllowed
from waymark.cases.caseload.actions.notes import change_note
from waymark.cases.forgetting.actions import erasing, fields, holds
from waymark.cases.models import Case, CaseState, Erasure, LegalHold, Note
from waymark.cases.records import read
from waymark.reports.states import CannotNow
from waymark.vault import actions as vault
from waymark.vault.models import WrappedDataKey
from waymark.vault.primitives import CannotOpen

STEPS = st.sampled_from(
    ["change", "field", "record", "person", "case", "hold", "lift", "rotate", "sibling"]
)


def every_value() -> Iterator[bytes]:
    """Every binary value and text of every table of the database."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  ours
            for row in cursor.fetchall():
                for value in row:
                    if isinstance(value, (bytes, memoryview)):
                        yield bytes(value)
                    elif isinstance(value, str):
                        yield value.encode()


class Undo(Exception):
    """Takes an example's writes back."""


class Walk:
    """One order of actions on a note, remembering what has to be gone."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.note = room.note()
        Note.objects.filter(pk=self.note.pk).update(author=room.sara)
        self.gone: list[bytes] = []

    def now(self) -> Note:
        return Note.objects.select_related("case", "author", "envelope").get(pk=self.note.pk)

    def take(self, step: str) -> None:
        """Do it, or be refused in the right way; afterwards nothing erased is readable."""
        before, tombs = self.now(), Erasure.objects.count()
        with suppress(CannotNow, NotAllowed, CannotOpen):
            self.act(step, before)
        if Erasure.objects.count() > tombs and self.now().envelope_id != before.envelope_id:
            self.gone.append(bytes(before.content))
        if before.erased:
            assert self.now().erased, step
            assert bytes(self.now().content) == b"", step
        elif self.now().erased:
            self.gone.append(bytes(before.content))

    def change(self, note: Note) -> None:
        """Sara writes other words."""
        change_note(
            note,
            "new words",
            privilege="",
            contact_on=None,
            seen=note.version,
            by=self.room.sara,
            keyring=self.room.keyring,
        )

    def act(self, step: str, note: Note) -> None:
        sara, room = self.room.sara, self.room
        match step:
            case "change":
                self.change(note)
            case "field":
                fields.erase_field(note, "text", seen=note.version, by=sara, keyring=room.keyring)
            case "record":
                erasing.erase_record(note, by=sara)
            case "person":
                erasing.erase_person(room.rosa, by=sara)
            case "case":
                erasing.erase_case(room.case, by=sara)
            case "hold":
                holds.place_hold(room.case, "a trial", "the court", by=sara)
            case "lift":
                for hold in LegalHold.objects.filter(lifted_at=None):
                    holds.lift_hold(hold, by=sara)
            case "rotate":
                vault.rotate(room.case.compartment, by=room.keyring)
            case _:
                room.note("another")


def check(walk: Walk) -> None:
    """What every order leaves behind."""
    tombs = {tomb.envelope_id for tomb in Erasure.objects.all()}
    assert not WrappedDataKey.objects.filter(envelope__in=tombs).exists()
    stored = list(every_value())
    for ciphertext in walk.gone:
        assert not any(ciphertext[:32] in value for value in stored)
    assert not any(b"the blue door" in value for value in stored)
    if Case.objects.get(pk=walk.room.case.pk).state == CaseState.ERASED or walk.now().erased:
        with pytest.raises(CannotOpen):
            read(walk.now(), walk.room.keyring)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=2, max_size=7))
def test_no_order_of_actions_brings_anything_back(room: Room, steps: list[str]) -> None:
    with suppress(Undo), transaction.atomic():
        walk = Walk(room)
        for step in steps:
            walk.take(step)
        check(walk)
        raise Undo


@pytest.mark.parametrize("last", ["field", "record", "case"])
def test_what_was_stored_is_nowhere_in_the_database(room: Room, last: str) -> None:
    walk: Any = Walk(room)
    stored = bytes(walk.note.content)
    assert any(stored[:32] in value for value in every_value()), "it was there"
    walk.take(last)
    assert walk.gone == [stored]
    check(walk)
