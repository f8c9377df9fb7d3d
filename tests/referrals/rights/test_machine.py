"""In whatever order somebody asks about their own data: what was granted is done, and no more."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.cases.making import make_case, make_participant
from tests.cast import Cast
from tests.referrals.making import FIRST, ask, make_release
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.cases.models import Participant, Person, today
from waymark.referrals.gate import Ask, Refused, leaving
from waymark.referrals.models import RightKind, RightsRequest
from waymark.referrals.receivers import Receiver
from waymark.referrals.rights import actions
from waymark.referrals.ways import Way
from waymark.reports.states import CannotNow

CARL, SARA = "carl_cases", "sara_supervisor"
WHO = st.sampled_from((CARL, SARA, SARA))
KINDS = st.sampled_from((RightKind.COPY, RightKind.CORRECT, RightKind.RESTRICT))


class Steps(RuleBasedStateMachine):
    """Rosa asks, Carl and Sara decide and carry out, and the gate is asked in between."""

    cast: Cast
    requests = Bundle("requests")

    def __init__(self) -> None:
        super().__init__()
        self.save = transaction.savepoint()
        self.rosa = make_participant(make_case(self.cast))
        make_release(self.rosa, [FIRST])
        self.model: dict[Any, dict[str, Any]] = {}
        self.restricted = False

    def teardown(self) -> None:
        """Nothing of one run is there in the next."""
        transaction.savepoint_rollback(self.save)

    def row(self, pk: Any) -> RightsRequest:
        """A request as it is stored."""
        return RightsRequest.objects.select_related("case", "participant").get(pk=pk)

    def about(self) -> Participant:
        """Rosa as she is stored."""
        return Participant.objects.select_related("case", "person").get(pk=self.rosa.pk)

    def attempt(self, who: str, act: Callable[[Worker], object]) -> bool:
        """Take a step; whether it was taken."""
        try:
            with transaction.atomic():
                act(self.cast[who])
        except (CannotNow, NotAllowed):
            return False
        return True

    @rule(target=requests, who=WHO, kind=KINDS)
    def ask_for(self, who: str, kind: RightKind) -> Any:
        """Write down what she asks."""
        by = self.cast[who]
        row = actions.record_request(self.about(), kind, "please", "by phone", today(), by=by)
        self.model[row.pk] = {"kind": kind, "state": "open"}
        return row.pk

    @rule(who=WHO, pk=requests, granted=st.booleans(), reason=st.sampled_from(("", "The law")))
    def decide(self, who: str, pk: Any, reason: str, *, granted: bool) -> None:
        """Grant it or not."""
        known, row = self.model[pk], self.row(pk)
        said: dict[str, Any] = {
            "granted": granted,
            "reason": reason,
            "adviser": "",
            "seen": row.version,
        }
        done = self.attempt(
            who,
            lambda by: actions.decide(row, **said, by=by, keyring=self.cast.keyring(by)),
        )
        assert done is (who == SARA and known["state"] == "open" and bool(granted or reason))
        if done:
            known["state"] = "granted" if granted else "refused"

    @rule(who=WHO, pk=requests)
    def finish(self, who: str, pk: Any) -> None:
        """Say that it is carried out; restricting is done by that."""
        known, row = self.model[pk], self.row(pk)
        done = self.attempt(
            who,
            lambda by: actions.finish(
                row, "told", seen=row.version, by=by, keyring=self.cast.keyring(by)
            ),
        )
        restricts = known["kind"] is RightKind.RESTRICT
        assert done is (known["state"] == "granted" and (who == SARA or not restricts))
        if done:
            known["state"] = "done"
            self.restricted = self.restricted or restricts

    @rule(who=WHO)
    def lift(self, who: str) -> None:
        """She wants her data used again."""
        done = self.attempt(who, lambda by: actions.lift_restriction(self.about(), by=by))
        assert done is (who == SARA)
        self.restricted = self.restricted and not done

    @rule(who=WHO)
    def use(self, who: str) -> None:
        """A release lets something out unless she asked that her data only be kept."""
        by = self.cast[who]
        try:
            with leaving(ask(self.about(), FIRST), by=by, keyring=self.cast.keyring(by)):
                assert not self.restricted
        except Refused:
            assert self.restricted

    @rule(who=WHO, pk=requests)
    def copy(self, who: str, pk: Any) -> None:
        """Her own copy leaves where it was granted, restricted or not, and to nobody else."""
        by, known, row = self.cast[who], self.model[pk], self.row(pk)
        own = Receiver.person(self.rosa.person_id)
        for to in (own, Receiver.named("Her brother")):
            question = Ask(self.about(), to, Way.OWN_COPY, frozenset([FIRST]), request=row)
            wanted = to == own and known["kind"] is RightKind.COPY and known["state"] == "granted"
            try:
                with leaving(question, by=by, keyring=self.cast.keyring(by)) as departure:
                    assert wanted
                    actions.note_copy(row, departure, by=by, keyring=self.cast.keyring(by))
            except Refused:
                assert not wanted

    @invariant()
    def it_is_as_it_should_be(self) -> None:
        """Each request's state, and whether her data is used."""
        for pk, known in self.model.items():
            assert self.row(pk).state == known["state"]
        person = Person.objects.get(pk=self.rosa.person_id)
        assert (person.restricted_at is not None) is self.restricted


def test_no_order_of_steps_does_what_was_not_granted(cast: Cast) -> None:
    machine = type("OfThisCast", (Steps,), {"cast": cast})
    run_state_machine_as_test(machine, settings=settings(max_examples=8, stateful_step_count=18))
