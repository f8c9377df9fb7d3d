"""Rosa's case, and what every question to the gate needs."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.cases.making import make_case, make_participant
from tests.cast import Cast
from waymark.accounts.models import Worker
from waymark.audit.models import Entry
from waymark.cases.models import Case, Participant
from waymark.referrals.gate import Ask, Departure, leaving


@dataclass
class Asked:
    """Asks the gate as a worker, Carl unless said otherwise."""

    cast: Cast

    def __call__(self, ask: Ask, by: Worker | None = None) -> Departure:
        """What leaves. Raises what the gate raises."""
        worker = by or self.cast.carl_cases
        with leaving(ask, by=worker, keyring=self.cast.keyring(worker)) as departure:
            return departure


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of Riverside."""
    return make_case(cast)


@pytest.fixture
def rosa(case: Case) -> Participant:
    """Rosa Quintero, in it as a victim."""
    return make_participant(case)


@pytest.fixture
def asked(cast: Cast) -> Asked:
    """Ask the gate."""
    return Asked(cast)


@pytest.fixture
def log(db: None) -> Callable[[], list[tuple[str, str]]]:
    """What the audit log says the gate did: event and target's id, oldest first."""

    def read() -> list[tuple[str, str]]:
        rows = Entry.objects.filter(event__startswith="data:").order_by("seq")
        return list(rows.values_list("event", "target_id"))

    return read
