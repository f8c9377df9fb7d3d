"""In whatever order a demand is handled: nothing leaves but what a supervisor decided, once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.cases.making import make_case, make_participant
from tests.cast import Cast
from tests.referrals.compelled.conftest import DONE, FIRST, SECOND
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.cases.records import read
from waymark.referrals.compelled import actions
from waymark.referrals.compelled.content import Asked, Handling, Said
from waymark.referrals.compelled.states import DemandStep
from waymark.referrals.gate import Ask, Refused, leaving
from waymark.referrals.models import Disclosure
from waymark.referrals.receivers import Receiver
from waymark.referrals.ways import Way
from waymark.reports.states import CannotNow

CARL, SARA = "carl_cases", "sara_supervisor"
ASKED = Asked("subpoena", "Rule 45", "District Court", "all records", "2026-11-02")
WHO = st.sampled_from((CARL, SARA, SARA))
FIELDS = st.sets(st.sampled_from((FIRST, SECOND)), min_size=1)
# From which states a step leads where, said once more and by hand; who may take it alone.
STEPS: dict[DemandStep, tuple[set[str], str, bool]] = {
    DemandStep.ASK_ADVISER: ({"received", "contested"}, "with_adviser", False),
    DemandStep.CONTEST: ({"with_adviser"}, "contested", True),
    DemandStep.REFUSE: ({"received", "with_adviser", "contested"}, "refused", True),
    DemandStep.TAKE_BACK: ({"to_produce", "refused"}, "with_adviser", True),
}
HANDLED = {"received", "with_adviser", "contested", "to_produce"}


class Steps(RuleBasedStateMachine):
    """Carl and Sara handle one demand, and somebody asks the gate again and again."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.save = transaction.savepoint()
        self.rosa = make_participant(make_case(self.cast))
        by = self.cast.carl_cases
        self.pk = actions.record_demand(self.rosa.case, self.rosa, ASKED, None, by=by).pk
        self.state, self.handled = "received", False
        self.decided: set[str] = set()
        self.before, self.lines = Entry.objects.count(), list[str]()

    def teardown(self) -> None:
        """Nothing of one run is there in the next."""
        transaction.savepoint_rollback(self.save)

    def row(self) -> Disclosure:
        """The demand as it is stored."""
        return Disclosure.objects.select_related("case", "envelope").get(pk=self.pk)

    def attempt(self, who: str, act: Callable[[Worker, dict[str, Any]], object]) -> bool:
        """Take a step; whether it was taken."""
        worker = self.cast[who]
        known = {"seen": self.row().version, "by": worker, "keyring": self.cast.keyring(worker)}
        try:
            with transaction.atomic():
                act(worker, known)
        except (CannotNow, NotAllowed):
            return False
        self.lines.append("disclosure:changed")
        return True

    @rule(who=WHO, complete=st.booleans())
    def handle(self, who: str, *, complete: bool) -> None:
        """Write down what was done, or strike it out again."""
        handling = DONE if complete else Handling()
        done = self.attempt(
            who, lambda _, known: actions.write_handling(self.row(), handling, **known)
        )
        stays = self.state == "to_produce" and not complete
        assert done is (self.state in HANDLED and not stays)
        self.handled = complete if done else self.handled

    @rule(who=WHO, step=st.sampled_from(sorted(STEPS)), reason=st.sampled_from(("", "No law")))
    def move(self, who: str, step: DemandStep, reason: str) -> None:
        """Give it to the adviser, contest it, refuse it, take a decision back."""
        before, after, alone = STEPS[step]
        done = self.attempt(who, lambda _, known: actions.move(self.row(), step, reason, **known))
        needs = step is DemandStep.REFUSE and not reason
        assert done is (self.state in before and not needs and (who == SARA or not alone))
        if done:
            self.state, self.decided = after, set()

    @rule(who=WHO, fields=FIELDS)
    def decide(self, who: str, fields: set[str]) -> None:
        """Decide that these are produced."""
        done = self.attempt(who, lambda _, known: actions.decide(self.row(), fields, **known))
        ready = self.state in {"with_adviser", "contested"} and self.handled
        assert done is (who == SARA and ready)
        if done:
            self.state, self.decided = "to_produce", fields

    @rule(who=WHO, fields=FIELDS)
    def produce(self, who: str, fields: set[str]) -> None:
        """Ask the gate; what leaves is written into the demand."""
        by = self.cast[who]
        keyring = self.cast.keyring(by)
        to = Receiver.named("District Court")
        ask = Ask(self.rosa, to, Way.COMPELLED, frozenset(fields), disclosure=self.row())
        covered = self.state == "to_produce" and fields <= self.decided
        try:
            with leaving(ask, by=by, keyring=keyring) as departure:
                assert covered
                assert set(departure.values) == fields
                actions.note_produced(self.row(), departure, by=by, keyring=keyring)
        except Refused:
            assert not covered
            self.lines.append("data:refused")
        except NotAllowed:
            assert who == CARL, "only a supervisor produces, and then nothing has left"
            assert covered
        else:
            self.lines += ["disclosure:changed", "data:left"]
            self.state = "produced"

    @invariant()
    def it_says_what_happened(self) -> None:
        """The state, what was decided, and what left."""
        row = self.row()
        said = Said.of(read(row, self.cast.keyring(self.cast.sara_supervisor)))
        assert row.state == self.state
        assert set(said.produces) == self.decided
        assert len(said.left) == (self.state == "produced")
        assert (row.produced_at is not None) is (self.state == "produced")

    @invariant()
    def nothing_is_missing_in_the_log(self) -> None:
        """Each step stands in it once, in order."""
        rows = Entry.objects.filter(seq__gt=self.before).order_by("seq")
        assert list(rows.values_list("event", flat=True)) == self.lines


@pytest.mark.django_db
def test_no_order_of_steps_produces_what_nobody_decided(cast: Cast) -> None:
    machine = type("OfThisCast", (Steps,), {"cast": cast})
    run_state_machine_as_test(machine, settings=settings(max_examples=8, stateful_step_count=18))
