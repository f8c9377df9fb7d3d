"""A case of Carl's with one record of each kind, and Sara who erases."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from tests.cases.making import answered, make_case, make_participant
from tests.cast import Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.cases.answers import answers_from_json
from waymark.cases.models import (
    Assessment,
    Case,
    CaseFile,
    CaseRecord,
    Determination,
    HistoricEvent,
    Note,
    Participant,
    Task,
    today,
)
from waymark.cases.people.indexing import index_person
from waymark.cases.records import read, seal_new, write_new
from waymark.vault.keyring import Keyring

SignIn = Callable[[Worker], StaffClient]


@dataclass
class Room:
    """A case with Rosa in it, and those who work on it."""

    cast: Cast
    sign_in: SignIn
    case: Case
    rosa: Participant

    @property
    def sara(self) -> Worker:
        """The supervisor."""
        return self.cast.sara_supervisor

    @property
    def keyring(self) -> Keyring:
        """Sara's, fresh."""
        return self.cast.keyring(self.sara)

    def note(self, text: str = "the blue door", case: Case | None = None) -> Note:
        """A note with a text and a label."""
        note = Note(case=case or self.case)
        self.write(note, text=text, privilege="legal")
        return note

    def file(self) -> CaseFile:
        """A file with its name."""
        file = CaseFile(case=self.case)
        key = seal_new(file, answered({"name": "photo.jpg"}), [self.case.compartment])
        key.seal(file, "body", b"the bytes of a photo")
        file.save(force_insert=True)
        return file

    def write(self, record: Any, **values: Any) -> Any:
        """Seal and save a record."""
        write_new(record, answered(values))
        return record

    def everything(self) -> list[CaseRecord]:
        """One record of several kinds, with plain columns that tell something."""
        return [
            self.note(),
            self.file(),
            self.write(Task(case=self.case, due_on=today(), assignee=self.sara), what="call her"),
            self.write(Determination(case=self.case, participant=self.rosa), status="yes"),
            self.write(Assessment(case=self.case, participant=self.rosa, made_on=today()), x="y"),
            self.write(HistoricEvent(case=self.case, participant=self.rosa), hte_City="Tampa"),
            self.rosa,
        ]

    def index(self) -> None:
        """Rosa is found by search."""
        person = self.rosa.person
        answers = answers_from_json(read(person, self.keyring))
        index_person(person, answers, keyring=self.keyring)

    def url(self, name: str, *more: object) -> str:
        """An address of the case."""
        return reverse(name, args=[self.case.pk, *more])


@pytest.fixture
def room(cast: Cast, staff_client_for: SignIn) -> Room:
    """The case of Rosa."""
    case = make_case(cast, title="the house by the canal")
    return Room(cast, staff_client_for, case, make_participant(case))
