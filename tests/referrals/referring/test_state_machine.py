"""Whatever the order of steps on both sides: what is closed stays closed, what is erased is gone.

And all is audited.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.cases.making import make_case, make_participant
from tests.referrals.making import FIRST, SECOND, make_release
from tests.referrals.referring.conftest import BIRTH, Both
from waymark.audit.models import Entry
from waymark.cases.forgetting.actions.fields import erase_identity_field
from waymark.cases.models import Participant, Person
from waymark.cases.records import read_many
from waymark.referrals.consent.actions.ending import withdraw
from waymark.referrals.gate import Refused
from waymark.referrals.models import Packet, Referral, Release
from waymark.referrals.referring.states import Move
from waymark.reports.states import CannotNow

COVERS = {FIRST, SECOND}
ANSWERS = (Move.ACCEPT, Move.REJECT, Move.START, Move.COMPLETE, Move.FAIL)
AFTER = {
    Move.ACCEPT: ({"requested"}, "accepted"),
    Move.REJECT: ({"requested"}, "rejected"),
    Move.START: ({"accepted"}, "in-progress"),
    Move.COMPLETE: ({"accepted", "in-progress"}, "completed"),
    Move.FAIL: ({"accepted", "in-progress"}, "failed"),
}
OPEN, READABLE = {"requested", "accepted", "in-progress"}, {"accepted", "in-progress", "requested"}


class Steps(RuleBasedStateMachine):
    """Carl sends, sends more, recalls and ends the release; Lena opens and answers; Sara erases.

    `model` says of each referral its state and the fields that went, in the plainest words.
    """

    both: Both
    sent = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        self.save = transaction.savepoint()
        cast = self.both.cast
        self.rosa = make_participant(make_case(cast))
        self.release = make_release(self.rosa, COVERS, to=cast.lakeside)
        self.holds = True
        self.erased: set[str] = set()
        self.model: dict[Any, dict[str, Any]] = {}
        self.lines: list[str] = []
        self.before = Entry.objects.count()

    def teardown(self) -> None:
        """Nothing of one run is there in the next."""
        transaction.savepoint_rollback(self.save)

    def _try(self, act: Callable[[], object], *events: str, allowed: bool) -> None:
        """Take a step that may be refused, and expect just what the model says of it."""
        try:
            with transaction.atomic():
                act()
        except CannotNow:
            assert not allowed
            return
        assert allowed
        self.lines += events

    @rule(
        target=sent,
        now=st.sampled_from(({FIRST}, {FIRST, SECOND}, {SECOND}, {FIRST, BIRTH})),
        later=st.sets(st.sampled_from((FIRST, SECOND)), max_size=1),
    )
    def send_another(self, now: set[str], later: set[str]) -> Any:
        """Once more, with other fields."""
        return self.send(now, later)

    def send(self, now: set[str], later: set[str]) -> Any:
        """Ask; what the release does not cover never goes."""
        allowed = self.holds and now <= COVERS
        try:
            referral = self.both.send(self.both.draft(now, later), release=self._release())
        except Refused:
            self.lines.append("data:refused")
            assert not allowed
            return multiple()
        assert allowed
        self.lines += ["referral:sent", "data:left"]
        self.model[referral.pk] = {
            "state": "requested",
            "went": now - self.erased,
            "later": later - now,
        }
        return referral.pk

    @initialize(target=sent)
    def begin(self) -> Any:
        """There is something to act on from the start."""
        return self.send({FIRST}, {SECOND})

    def _release(self) -> Release:
        rows = Release.objects.select_related("case", "participant__person", "participant__case")
        return rows.get(pk=self.release.pk)

    @rule(pk=sent, move=st.sampled_from(ANSWERS))
    def answer(self, pk: Any, move: Move) -> None:
        """Lena takes a step."""
        known = self.model[pk]
        before, after = AFTER[move]
        needs_release = move in {Move.ACCEPT, Move.START}
        allowed = known["state"] in before and (self.holds or not needs_release)
        said = {"reason": "waitlist"} if move in {Move.REJECT, Move.FAIL} else {}
        row = Referral.objects.get(pk=pk)
        self._try(lambda: self.both.answer(row, move, **said), "referral:moved", allowed=allowed)
        known["state"] = after if allowed else known["state"]

    @rule(pk=sent)
    def send_later(self, pk: Any) -> None:
        """What waited goes, once, after a yes."""
        known = self.model[pk]
        taken = known["state"] in {"accepted", "in-progress"}
        try:
            self.both.send_later(Referral.objects.get(pk=pk))
        except CannotNow:
            assert not (taken and known["later"] and self.holds)
            return
        except Refused:
            self.lines.append("data:refused")
            assert not self.holds
            return
        assert taken
        assert self.holds
        self.lines += ["referral:sent", "data:left"]
        went = known["later"] - self.erased
        known["went"], known["later"] = known["went"] | went, set()

    @rule(pk=sent)
    def recall(self, pk: Any) -> None:
        """Carl takes it back."""
        known = self.model[pk]
        allowed = known["state"] in OPEN
        row = Referral.objects.get(pk=pk)
        self._try(lambda: self.both.recall(row), "referral:recalled", allowed=allowed)
        known["state"] = "recalled" if allowed else known["state"]

    @rule()
    def withdraw(self) -> None:
        """The person takes the consent back."""
        if not self.holds:
            return
        withdraw(self._release(), by=self.both.cast.carl_cases)
        self.holds = False
        asked = [known for known in self.model.values() if known["state"] == "requested"]
        self.lines += ["referral:moved"] * len(asked)
        for known in asked:
            known["state"] = "over"

    @rule(name=st.sampled_from((FIRST, SECOND)))
    def forget(self, name: str) -> None:
        """Sara erases a field; it goes out of every packet that there is."""
        sara, person = self.both.cast.sara_supervisor, Person.objects.get(pk=self.rosa.person_id)
        known = [each for each in self.model.values() if each["state"] != "recalled"]
        holding = [each for each in known if name in each["went"]]
        self._try(
            lambda: erase_identity_field(
                Participant.objects.select_related("case", "person").get(pk=self.rosa.pk),
                name.partition(".")[2],
                seen=person.version,
                by=sara,
                keyring=self.both.cast.keyring(sara),
            ),
            *["record:erased"] * (1 + len(holding)),
            allowed=name not in self.erased,
        )
        self.erased.add(name)
        for each in holding:
            each["went"] = each["went"] - {name}

    @rule(pk=sent)
    def read(self, pk: Any) -> None:
        """Lena reads exactly what went, while it holds."""
        known = self.model[pk]
        packets = self.both.opened(Referral.objects.get(pk=pk))
        readable = self.holds and known["state"] in READABLE | {"completed"}
        found = {name for packed in packets for name in packed.values}
        assert found == (known["went"] if readable else set())
        self.lines += ["referral:read"] if readable else []

    @invariant()
    def no_key_opens_what_is_closed(self) -> None:
        """Not only the page: the receiver's keys open nothing of it either."""
        keyring = self.both.cast.keyring(self.both.cast.lena_lakeside)
        closed = {"recalled", "rejected", "over"}
        rows = Packet.objects.filter(
            referral__in=[pk for pk, known in self.model.items() if known["state"] in closed]
        )
        every = Packet.objects.filter(referral__in=self.model)
        assert read_many(rows if self.holds else every, keyring) == {}

    @invariant()
    def nothing_erased_is_left(self) -> None:
        """Neither side's keys open it, in whatever state its referral is."""
        packets = list(Packet.objects.filter(referral__in=self.model))
        for worker in (self.both.cast.carl_cases, self.both.cast.lena_lakeside):
            opened = read_many(packets, self.both.cast.keyring(worker)).values()
            assert not any(self.erased & content["values"].keys() for content in opened)

    @invariant()
    def nothing_is_missing_in_the_log(self) -> None:
        """Each step stands in it once, in order."""
        rows = Entry.objects.filter(seq__gt=self.before).order_by("seq")
        events = rows.exclude(event="release:withdrawn").values_list("event", flat=True)
        assert list(events) == self.lines


def test_no_order_of_steps_opens_what_is_closed(both: Both) -> None:
    machine = type("OfBoth", (Steps,), {"both": both})
    run_state_machine_as_test(machine, settings=settings(max_examples=25, stateful_step_count=15))
