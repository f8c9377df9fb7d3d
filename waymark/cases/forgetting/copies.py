"""Copies of what is erased: rooms above made them, and theirs go with it.

A room names once, in AppConfig.ready(), how its copies go, and who was given something:

    copies.register("sent", Copies(forget_copies, received))

Here a field is called as the gate calls it (`waymark.cases.queries.values`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from waymark.accounts.models import Worker
from waymark.cases.forgetting.hanging import model_named
from waymark.cases.models import (
    Case,
    CaseFile,
    CaseRecord,
    Erasure,
    HistoricEvent,
    Note,
    Participant,
    Person,
)
from waymark.cases.queries.same_person import ids_of_same_person
from waymark.cases.queries.values import CASE, FILE, IDENTITY, NOTE, PARTICIPANT, REPEATED
from waymark.vault.keyring import Keyring
from waymark.vault.models import SealedRecord


@dataclass(frozen=True)
class Gone:
    """What is erased.

    Attributes:
        participants: whose copies may hold it.
        names: fields, notes and files; `assessment.` stands for every field of such a record.
            None: everything about these people.
    """

    participants: frozenset[UUID]
    names: frozenset[str] | None

    def holds(self, name: str) -> bool:
        """Whether a field, note or file is part of it."""
        record, dot, _ = name.partition(".")
        return self.names is None or name in self.names or f"{record}{dot}" in self.names

    @property
    def papers_only(self) -> bool:
        """Whether it is nothing but notes and files."""
        return self.names is not None and all(
            name.startswith((f"{NOTE}:", f"{FILE}:")) for name in self.names
        )


def _nobody(_gone: Gone, _by: Worker, _keyring: Keyring) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Copies:
    """The part of one room.

    Attributes:
        forget: destroys its copies and returns the rows that held them. Without a keyring, which
            a rule has none of, it destroys whatever may hold one. Auditing is the caller's.
        received: the names of those outside who were given something, as the worker may know.
    """

    forget: Callable[[Gone, Worker | None, Keyring | None], Iterable[SealedRecord]]
    received: Callable[[Gone, Worker, Keyring], Iterable[str]] = _nobody


_copies: dict[str, Copies] = {}
_REPEATED = {model: record for record, model in REPEATED.items()}


def register(key: str, copies: Copies) -> None:
    """Add the part of a room; the same key again replaces it."""
    _copies[key] = copies


def forget(gone: Gone | None, by: Worker | None, keyring: Keyring | None) -> list[SealedRecord]:
    """Destroy every copy of what is erased; returns the rows that held them, to be audited."""
    if gone is None:
        return []
    return [row for part in _copies.values() for row in part.forget(gone, by, keyring)]


def received(gone: Gone | None, by: Worker, keyring: Keyring) -> list[str]:
    """The names of those outside who were given something of it, each once."""
    if gone is None:
        return []
    return sorted({name for part in _copies.values() for name in part.received(gone, by, keyring)})


def gone_record(record: CaseRecord, field: str = "") -> Gone | None:
    """What goes with a record, or with one field of it; None for what never leaves a case."""
    if isinstance(record, (Note, CaseFile)):
        kind = NOTE if isinstance(record, Note) else FILE
        return Gone(everybody_in(record.case_id), frozenset({f"{kind}:{record.pk}"}))
    if isinstance(record, Participant):
        return Gone(frozenset({record.pk}), frozenset({f"{PARTICIPANT}.{field}"}))
    kind_name = next((name for model, name in _REPEATED.items() if isinstance(record, model)), "")
    return Gone(_about(record), frozenset({f"{kind_name}.{field}"})) if kind_name else None


def gone_case_field(case: Case, field: str) -> Gone:
    """What goes with a field of the case itself, whoever of its people it left with."""
    return Gone(everybody_in(case.pk), frozenset({f"{CASE}.{field}"}))


def gone_identity(person_id: UUID, field: str = "") -> Gone:
    """What goes with who somebody is, in all the rows that are theirs."""
    return Gone(everywhere_as(person_id), frozenset({f"{IDENTITY}.{field}"}))


def everywhere_as(person_id: UUID) -> frozenset[UUID]:
    """The ids of what the same person is or was in any case."""
    rows = Participant.objects.filter(person__in=ids_of_same_person(person_id))
    return frozenset(rows.values_list("pk", flat=True))


def gone_by(erasure: Erasure) -> Gone | None:
    """What a tombstone stands for; None for what never leaves a case."""
    if erasure.target == Person._meta.label_lower:
        return gone_identity(erasure.target_id, erasure.field)
    if erasure.target == Case._meta.label_lower and erasure.field and erasure.case:
        return gone_case_field(erasure.case, erasure.field)
    model = model_named(erasure.target)
    row = model._default_manager.filter(pk=erasure.target_id).first() if model else None
    return gone_record(row, erasure.field) if row is not None else None


def everybody_in(case_id: UUID) -> frozenset[UUID]:
    """The ids of what everybody is or was in a case."""
    rows = Participant.objects.filter(case=case_id)
    return frozenset(rows.values_list("pk", flat=True))


def _about(record: CaseRecord) -> frozenset[UUID]:
    """Whom it is about; an event may have been somebody else's when it left."""
    about = getattr(record, "participant_id", None)
    if isinstance(record, HistoricEvent):
        return everybody_in(record.case_id)
    return frozenset({about} if about else ())
