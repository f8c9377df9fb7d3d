"""People in a blind index, their identities in memory: what a caller's rows and keys would give."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from tests.vault.circle import Circle
from waymark.cases.matching.identity import Identity
from waymark.cases.matching.tokens import index_tokens
from waymark.vault import blind
from waymark.vault.blind import ToIndex
from waymark.vault.keyring import Keyring
from waymark.vault.records import prepare_envelope, save_all


@dataclass
class Register:
    """Everybody whom a compartment holds, and which of them were opened."""

    circle: Circle
    people: dict[uuid.UUID, Identity] = field(default_factory=dict)
    opened: list[uuid.UUID] = field(default_factory=list)

    @property
    def by(self) -> Keyring:
        """A member who did not write the index."""
        return self.circle.members[1]

    def add(self, people: Iterable[Identity]) -> list[uuid.UUID]:
        """Index people with one call, as an import does."""
        compartment = self.circle.fresh()
        new = {prepare_envelope([compartment]): each for each in people}
        save_all(list(new))
        rows = [ToIndex(n.envelope.id, compartment.key, index_tokens(i)) for n, i in new.items()]
        blind.index_many(rows, by=self.circle.members[0])
        self.people |= {prepared.envelope.id: identity for prepared, identity in new.items()}
        return [prepared.envelope.id for prepared in new]

    def open(self, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Identity]:
        """What the keys of the caller would open."""
        self.opened += ids
        return {envelope_id: self.people[envelope_id] for envelope_id in ids}


@pytest.fixture
def register(db: None) -> Register:
    """A compartment without people."""
    return Register(Circle.make(uuid.uuid4(), "Case management", members=2))
