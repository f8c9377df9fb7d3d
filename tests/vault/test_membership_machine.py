"""Members come and go in any order: who belongs opens everything, who left opens nothing."""

import uuid
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.vault.circle import Circle, anything_opened_by, opens, someone
from waymark.vault import actions
from waymark.vault.actions import LastMember
from waymark.vault.keyring import Keyring
from waymark.vault.models import Holder, WrappedDataKey
from waymark.vault.primitives import CannotOpen, KeyPair
from waymark.vault.records import erase, new_envelope

picks = st.integers(0, 1000)


class Memberships(RuleBasedStateMachine):
    """The vault beside a model of it: a list of members, of those who left, and of data keys."""

    circle: Circle
    records: dict[uuid.UUID, bytes]
    erased: set[uuid.UUID]
    invited: list[tuple[Holder, bytes]]
    outside: list[Keyring]
    stolen: list[KeyPair]

    def __init__(self) -> None:
        super().__init__()
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.sandbox.__exit__(None, None, None)

    @initialize(members=st.integers(1, 3))
    def begin(self, members: int) -> None:
        self.circle = Circle.make(uuid.uuid4(), "Hotline", members)
        self.records, self.erased, self.invited, self.outside, self.stolen = {}, set(), [], [], []

    def member(self, pick: int) -> Keyring:
        return self.circle.members[pick % len(self.circle.members)]

    @rule()
    def seal(self) -> None:
        envelope_id, key = self.circle.record()
        self.records[envelope_id] = key

    @rule()
    def seal_with_a_cached_compartment(self) -> None:
        """The compartment object was read before any rotation, as a cache may hold it."""
        data_key = new_envelope([self.circle.compartment])
        self.records[data_key.envelope_id] = data_key.key

    @rule(by=picks)
    def add(self, by: int) -> None:
        newcomer = someone()
        actions.add_member(self.circle.fresh(), newcomer.holder, by=self.member(by))
        self.circle.members.append(newcomer)

    @rule(by=picks, who=picks)
    def add_again(self, by: int, who: int) -> None:
        actions.add_member(self.circle.fresh(), self.member(who).holder, by=self.member(by))

    @rule(by=picks, who=picks)
    def remove(self, by: int, who: int) -> None:
        leaving, remover = self.member(who), self.member(by)
        self.stolen_by(leaving)
        try:
            actions.remove_member(self.circle.fresh(), leaving.holder, by=remover)
        except LastMember:
            assert len(self.circle.members) == 1
            del self.stolen[-2:]
            return
        assert len(self.circle.members) > 1
        self.circle.members.remove(leaving)
        self.outside.append(leaving)

    def stolen_by(self, leaving: Keyring) -> None:
        """What a member copies before leaving: both private keys."""
        copied = Keyring(leaving.holder, leaving.pair)
        self.stolen += [leaving.pair, copied.compartment_pair(self.circle.compartment)]

    @rule(by=picks)
    def rotate(self, by: int) -> None:
        self.stolen.append(
            Keyring(self.member(by).holder, self.member(by).pair).compartment_pair(
                self.circle.compartment
            )
        )
        actions.rotate(self.circle.fresh(), by=self.member(by))

    @rule(by=picks)
    def invite(self, by: int) -> None:
        holder, secret = actions.create_invitation_holder()
        actions.add_member(self.circle.fresh(), holder, by=self.member(by))
        self.invited.append((holder, secret))

    @precondition(lambda self: self.invited)
    @rule(pick=picks)
    def accept(self, pick: int) -> None:
        holder, secret = self.invited.pop(pick % len(self.invited))
        own, pair = actions.accept_invitation(secret, holder, "cactus lantern orbit")
        self.stolen.append(actions.invitation_pair(secret))
        self.circle.members.append(Keyring(own, pair))

    @precondition(lambda self: self.outside)
    @rule(pick=picks)
    def recover(self, pick: int) -> None:
        """Somebody who had left comes back with the printed key; their old copies stay useless."""
        back = self.outside.pop(pick % len(self.outside))
        self.stolen = [pair for pair in self.stolen if pair != back.pair]
        actions.recover(self.circle.recovery, self.circle.fresh(), back.holder)
        self.circle.members.append(back)

    @precondition(lambda self: self.outside)
    @rule(pick=picks)
    def an_outsider_changes_nothing(self, pick: int) -> None:
        outsider = self.outside[pick % len(self.outside)]
        circle, member = self.circle.fresh(), self.member(0)
        attempts: list[Callable[[], object]] = [
            lambda: actions.add_member(circle, outsider.holder, by=outsider),
            lambda: actions.rotate(circle, by=outsider),
            lambda: actions.remove_member(circle, member.holder, by=outsider),
            lambda: actions.recover(outsider.pair.private, circle, outsider.holder),
        ]
        for attempt in attempts:
            with pytest.raises(CannotOpen):
                attempt()

    @precondition(lambda self: self.records)
    @rule(pick=picks)
    def erase(self, pick: int) -> None:
        envelope_id = sorted(self.records)[pick % len(self.records)]
        erase(envelope_id)
        del self.records[envelope_id]
        self.erased.add(envelope_id)

    @invariant()
    def members_open_every_record(self) -> None:
        for member in self.circle.members:
            keys = Keyring(member.holder, member.pair).data_keys(self.records)
            assert {envelope_id: key.key for envelope_id, key in keys.items()} == self.records

    @invariant()
    def who_left_opens_nothing_that_is_stored(self) -> None:
        assert anything_opened_by(self.stolen) == []
        assert [opens(each, record) for each in self.outside for record in self.records] == [
            None
        ] * (len(self.outside) * len(self.records))

    @invariant()
    def the_erased_never_comes_back(self) -> None:
        assert not WrappedDataKey.objects.filter(envelope_id__in=self.erased).exists()
        for member in self.circle.members[:1]:
            assert Keyring(member.holder, member.pair).data_keys(self.erased) == {}


@pytest.mark.django_db
def test_memberships() -> None:
    run_state_machine_as_test(
        Memberships, settings=settings(max_examples=12, stateful_step_count=20, deadline=None)
    )
