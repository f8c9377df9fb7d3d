"""A demand about Rosa, who recorded it and who decides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from tests.cases.making import make_case, make_participant
from tests.cast import Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.cases.models import Case, Participant
from waymark.cases.records import read
from waymark.referrals.compelled import actions
from waymark.referrals.compelled.content import Asked, Handling, Said
from waymark.referrals.compelled.states import DemandStep
from waymark.referrals.models import Disclosure
from waymark.vault.keyring import Keyring

SignIn = Callable[[Worker], StaffClient]
FIRST, SECOND = "identity.prs_FirstName", "identity.prs_SecondName"
DONE = Handling(told="by phone", safety="she moved", adviser="Ms Roe said to answer")


@dataclass
class Desk:
    """Carl records, Sara decides."""

    cast: Cast
    sign_in: SignIn
    case: Case
    rosa: Participant

    @property
    def sara(self) -> Worker:
        """The supervisor."""
        return self.cast.sara_supervisor

    @property
    def carl(self) -> Worker:
        """The case manager."""
        return self.cast.carl_cases

    def keyring(self, worker: Worker | None = None) -> Keyring:
        """Sara's, unless said otherwise."""
        return self.cast.keyring(worker or self.sara)

    def record(self, kind: str = "subpoena", about: Participant | None = None) -> Disclosure:
        """A demand about Rosa, unless said otherwise."""
        asked = Asked(kind, "Rule 45", "District Court", "all records", "2026-11-02")
        return actions.record_demand(self.case, about or self.rosa, asked, None, by=self.carl)

    def handle(self, demand: Disclosure, handling: Handling = DONE) -> Disclosure:
        """Carl writes down what was done."""
        return actions.write_handling(
            demand,
            handling,
            seen=self.fresh(demand).version,
            by=self.carl,
            keyring=self.keyring(self.carl),
        )

    def move(
        self, demand: Disclosure, step: DemandStep, reason: str = "", by: Worker | None = None
    ) -> Disclosure:
        """Sara takes a step, unless said otherwise."""
        worker = by or self.sara
        seen = self.fresh(demand).version
        return actions.move(
            demand, step, reason, seen=seen, by=worker, keyring=self.keyring(worker)
        )

    def decide(self, demand: Disclosure, *fields: str, by: Worker | None = None) -> Disclosure:
        """Sara decides; the first name unless said otherwise."""
        worker = by or self.sara
        seen = self.fresh(demand).version
        return actions.decide(
            demand, fields or (FIRST,), seen=seen, by=worker, keyring=self.keyring(worker)
        )

    def decided(self) -> Disclosure:
        """A demand that is to be produced."""
        demand = self.handle(self.record())
        return self.decide(self.move(demand, DemandStep.ASK_ADVISER))

    def produce(self, demand: Disclosure, by: Worker | None = None) -> Any:
        """Press the button that downloads it."""
        return self.sign_in(by or self.sara).post(self.url("demand_produce", demand.pk))

    def fresh(self, demand: Disclosure) -> Disclosure:
        """As it is stored now."""
        return Disclosure.objects.select_related("case", "envelope").get(pk=demand.pk)

    def said(self, demand: Disclosure) -> Said:
        """What it says now."""
        return Said.of(read(self.fresh(demand), self.keyring()))

    def url(self, name: str, *more: object) -> str:
        """An address of the case."""
        return reverse(name, args=[self.case.pk, *more])


@pytest.fixture
def desk(cast: Cast, staff_client_for: SignIn) -> Desk:
    """The case of Rosa."""
    case = make_case(cast)
    return Desk(cast, staff_client_for, case, make_participant(case))
