"""Writes sealed records in bulk, with the keys, envelopes and indexes of the site itself."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from waymark.cases import models as cases
from waymark.cases.matching.identity import Identity
from waymark.cases.matching.tokens import index_tokens
from waymark.cases.records import column_of, pack
from waymark.referrals.models import Referral, Release
from waymark.reports.models import Situation
from waymark.vault import blind
from waymark.vault.blind import ToIndex
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment, SealedRecord
from waymark.vault.records import DataKey, NewEnvelope, prepare_envelope, save_all

# What others hang on comes first.
ORDER: tuple[type[Model], ...] = (
    Situation,
    cases.Person,
    cases.Case,
    cases.CaseTurn,
    cases.TeamMember,
    cases.Wall,
    cases.Participant,
    cases.Relationship,
    cases.HistoricEvent,
    cases.Determination,
    cases.Assessment,
    cases.SafetyPlan,
    cases.SupportPlan,
    cases.ServiceDelivered,
    cases.Milestone,
    cases.Outcome,
    cases.Task,
    cases.Note,
    Release,
    Referral,
)
BATCH = 2_000
Record = TypeVar("Record", bound=SealedRecord)


class Writer:
    """Gathers rows and writes them together; what is not flushed is not written."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring
        self.written: dict[str, int] = defaultdict(int)
        self._clear()

    def _clear(self) -> None:
        self.envelopes: list[NewEnvelope] = []
        self.rows: dict[type[Model], list[Any]] = defaultdict(list)
        self.words: list[ToIndex] = []

    def seal(
        self, record: Record, content: dict[str, Any], circles: Sequence[Compartment]
    ) -> Record:
        """Give a record an envelope for these circles and its content."""
        self._envelope(record, circles).seal(record, column_of(record), pack(content))
        return record

    def seal_title(
        self, situation: Situation, title: str, circles: Sequence[Compartment]
    ) -> Situation:
        """The same for a situation."""
        self._envelope(situation, circles).seal(situation, "title", title.encode())
        return situation

    def add(self, row: Model) -> None:
        """A row without anything sealed."""
        self.rows[type(row)].append(row)

    def index(self, person: cases.Person, who: Identity, circles: Collection[Compartment]) -> None:
        """Let a person be found in the circles that open them."""
        tokens = index_tokens(who)
        self.words += [ToIndex(person.envelope_id, circle.key, tokens) for circle in circles]

    def flush(self) -> None:
        """Write all that was gathered, in one transaction."""
        with transaction.atomic():
            save_all(self.envelopes)
            for model in ORDER:
                model._default_manager.bulk_create(self.rows[model], BATCH)
                self.written[model.__name__] += len(self.rows[model])
            blind.index_many(self.words, by=self.keyring)
        self._clear()

    def _envelope(self, record: SealedRecord, circles: Sequence[Compartment]) -> DataKey:
        prepared = prepare_envelope(circles)
        record.envelope = prepared.envelope
        self.envelopes.append(prepared)
        self.add(record)
        return prepared.data_key
