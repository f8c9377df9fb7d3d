"""Changes of membership that stop half-way, come from a stale page, or meet each other."""

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from tests.vault.circle import Circle, opens, someone
from waymark.vault import actions, locks, primitives
from waymark.vault.actions import LastMember
from waymark.vault.keyring import Keyring
from waymark.vault.models import (
    Compartment,
    CompartmentKey,
    Membership,
    PasswordLock,
    WrappedDataKey,
)
from waymark.vault.passwords import open_with_password
from waymark.vault.primitives import CannotOpen, new_pair
from waymark.vault.records import NewEnvelope, new_envelope, prepare_envelope, reader_data_key

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"
)


def stored_keys() -> list[object]:
    return [
        *CompartmentKey.objects.order_by("pk").values_list("public_key", "sealed_for_recovery"),
        *Membership.objects.order_by("pk").values_list("pk", "sealed_private"),
        *WrappedDataKey.objects.order_by("pk").values_list("pk", "sealed_key"),
    ]


def unlike_memory(rows: list[object]) -> list[object]:
    return [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows]  # type: ignore[attr-defined]  # rows are tuples


@pytest.mark.parametrize("step", range(1, 8))
def test_an_interrupted_rotation_leaves_all_as_it_was(
    circle: Circle, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes at each sealing in turn: recovery, who stays, five records."""
    records = dict(circle.record() for _ in range(5))
    before, calls, really_seal = unlike_memory(stored_keys()), 0, primitives.box_seal

    def fail_at_step(public: bytes, plaintext: bytes, place: bytes) -> bytes:
        nonlocal calls
        calls += 1
        if calls == step:
            raise OSError("gone")
        return really_seal(public, plaintext, place)

    monkeypatch.setattr(actions, "box_seal", fail_at_step)
    with pytest.raises(OSError, match="gone"):
        actions.remove_member(circle.fresh(), circle.members[1].holder, by=circle.members[0])
    monkeypatch.undo()
    assert unlike_memory(stored_keys()) == before
    for member in circle.members:
        assert {record: opens(member, record) for record in records} == records
    actions.rotate(circle.fresh(), by=circle.members[0])


def test_a_rotation_that_meets_a_damaged_key_changes_nothing(circle: Circle) -> None:
    envelope_id, _ = circle.record()
    circle.record()
    WrappedDataKey.objects.filter(envelope_id=envelope_id).update(sealed_key=b"damaged")
    before = unlike_memory(stored_keys())
    with pytest.raises(CannotOpen):
        actions.rotate(circle.fresh(), by=circle.members[0])
    assert unlike_memory(stored_keys()) == before


def test_the_last_one_with_a_password_stays(circle: Circle) -> None:
    """An invitation that may never be answered does not count."""
    first, second = circle.members
    actions.remove_member(circle.fresh(), second.holder, by=first)
    invited, _ = actions.create_invitation_holder()
    actions.add_member(circle.fresh(), invited, by=first)
    with pytest.raises(LastMember):
        actions.remove_member(circle.fresh(), first.holder, by=first)
    assert opens(first, circle.record()[0])


def test_one_may_leave_by_oneself(circle: Circle) -> None:
    first, second = circle.members
    record, key = circle.record()
    actions.remove_member(circle.fresh(), first.holder, by=first)
    assert opens(first, record) is None
    assert opens(second, record) == key
    with pytest.raises(CannotOpen):
        first.compartment_pair(circle.compartment)


def test_a_page_that_was_opened_before_a_rotation_still_adds_rightly(circle: Circle) -> None:
    record, key = circle.record()
    first, second = circle.members
    old_page = circle.fresh()
    assert old_page.key
    assert first.compartments
    actions.rotate(circle.fresh(), by=second)
    newcomer = someone()
    actions.add_member(old_page, newcomer.holder, by=first)
    assert opens(newcomer, record) == key


@pytest.mark.parametrize("through", [new_envelope, prepare_envelope])
def test_what_is_sealed_to_a_replaced_key_is_sealed_anew(
    circle: Circle, through: Callable[..., object]
) -> None:
    """A cache hands out the compartment as it was: the report must not be lost."""
    stale = circle.fresh()
    prepared = prepare_envelope([stale], [b"\x09" + bytes(31)])
    actions.rotate(circle.fresh(), by=circle.members[0])
    prepared.save()
    assert opens(circle.members[1], prepared.envelope.id) == prepared.data_key.key
    late = through([stale])
    if isinstance(late, NewEnvelope):
        late.save()
        late = late.data_key
    assert opens(circle.members[1], late.envelope_id)  # type: ignore[attr-defined]  # a DataKey by now


def test_an_envelope_for_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        prepare_envelope()


def test_a_single_reader(circle: Circle) -> None:
    reader, other = new_pair(), new_pair()
    data_key = new_envelope([circle.fresh()], [reader.public])
    assert reader_data_key(reader, data_key.envelope_id) == data_key
    with pytest.raises(CannotOpen):
        reader_data_key(other, data_key.envelope_id)
    with pytest.raises(CannotOpen):
        reader_data_key(reader, uuid.uuid4())


def test_one_damaged_row_does_not_hide_the_others(circle: Circle) -> None:
    records = dict(circle.record() for _ in range(3))
    damaged = next(iter(records))
    WrappedDataKey.objects.filter(envelope_id=damaged).update(sealed_key=b"")
    keys = circle.members[0].data_keys(records)
    assert set(keys) == set(records) - {damaged}
    with pytest.raises(CannotOpen):
        circle.members[0].data_key(damaged)


def test_one_damaged_membership_does_not_shut_out_of_the_others(circle: Circle) -> None:
    member = circle.members[0]
    owner = circle.compartment.owner
    legal = actions.create_compartment(owner, "Legal", [member.holder])
    Membership.objects.filter(compartment_key=legal.key, holder=member.holder).update(
        sealed_private=b"damaged"
    )
    member.forget_compartments()
    assert member.compartments == [circle.compartment]
    with pytest.raises(CannotOpen):
        member.compartment_pair(legal)


def test_two_compartments_open_one_record(circle: Circle) -> None:
    lawyer = someone()
    legal = actions.create_compartment(circle.compartment.owner, "Legal", [lawyer.holder])
    shared = new_envelope([circle.fresh(), legal])
    hidden, _ = circle.record()
    assert opens(lawyer, shared.envelope_id) == opens(circle.members[0], shared.envelope_id)
    assert opens(lawyer, hidden) is None


def test_another_invitation_s_secret(circle: Circle) -> None:
    invited, secret = actions.create_invitation_holder()
    _, other = actions.create_invitation_holder()
    for wrong in (other, b"", bytes(32)):
        with pytest.raises(CannotOpen):
            actions.accept_invitation(wrong, invited, "orbit lantern cactus")
    holder, pair = actions.accept_invitation(secret, invited, "orbit lantern cactus")
    lock = PasswordLock.objects.get(holder=holder)
    assert open_with_password(lock, "orbit lantern cactus") == pair


def test_another_owner_s_recovery_key_opens_nothing(circle: Circle) -> None:
    elsewhere = Circle.make(uuid.uuid4(), "Hotline", members=1)
    newcomer = someone()
    for wrong in (elsewhere.recovery, bytes(32), circle.members[0].pair.private):
        with pytest.raises(CannotOpen):
            actions.recover(wrong, circle.fresh(), newcomer.holder)
    record, key = circle.record()
    actions.recover(circle.recovery, circle.fresh(), newcomer.holder)
    actions.recover(circle.recovery, circle.fresh(), newcomer.holder)
    assert opens(newcomer, record) == key


def test_a_compartment_needs_the_owner_s_recovery_key() -> None:
    from waymark.vault.models import RecoveryKey

    with pytest.raises(RecoveryKey.DoesNotExist):
        actions.create_compartment(uuid.uuid4(), "Hotline", [someone().holder])
    assert not Compartment.objects.exists()


def test_a_private_key_under_a_cookie_s_key(circle: Circle) -> None:
    member = circle.members[0]
    sealed = member.seal_private(b"c" * 32, b"accounts.signin.sealed_private:1")
    again = Keyring.open_private(
        member.holder, sealed, b"c" * 32, b"accounts.signin.sealed_private:1"
    )
    assert again.pair == member.pair
    for key, place in ((b"d" * 32, b"accounts.signin.sealed_private:1"), (b"c" * 32, b"other")):
        with pytest.raises(CannotOpen):
            Keyring.open_private(member.holder, sealed, key, place)


@pytest.mark.django_db(transaction=True)
def test_keys_are_held_inside_a_transaction_only() -> None:
    for lock in (locks.share_keys, locks.change_keys):
        with pytest.raises(transaction.TransactionManagementError):
            lock()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_reports_arriving_during_rotations_open() -> None:
    """Each envelope is prepared with a key that may be replaced before it is written."""
    circle = Circle.make(uuid.uuid4(), "Hotline", members=2)
    made: list[NewEnvelope] = []
    stop = threading.Event()

    def arrive() -> None:
        try:
            stale = circle.fresh()
            while not stop.is_set():
                prepared = prepare_envelope([stale])
                prepared.save()
                made.append(prepared)
        finally:
            connection.close()

    writers = [threading.Thread(target=arrive) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        for _ in range(6):
            actions.rotate(circle.fresh(), by=circle.members[0])
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    expected = {prepared.envelope.id: prepared.data_key.key for prepared in made}
    found = Keyring(circle.members[1].holder, circle.members[1].pair).data_keys(expected)
    assert {envelope_id: key.key for envelope_id, key in found.items()} == expected
    assert made
