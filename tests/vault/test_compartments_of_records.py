"""A further compartment is let into an envelope, and put out again."""

import uuid

import pytest
from django.db import transaction

from tests.vault.circle import Circle, opens
from waymark.vault import actions, blind
from waymark.vault.keyring import Keyring
from waymark.vault.models import BlindTerm, Envelope, IndexedRecord, WrappedDataKey
from waymark.vault.records import DataKey, add_compartment, erase, remove_compartment

pytestmark = pytest.mark.django_db


@pytest.fixture
def circles() -> tuple[Circle, Circle]:
    return Circle.make(uuid.uuid4(), "Cases", 1), Circle.make(uuid.uuid4(), "Legal", 1)


def shared(one: Circle, other: Circle) -> DataKey:
    """A record of the first circle, opened for the second."""
    data_key = DataKey(*one.record())
    add_compartment(data_key, other.fresh())
    return data_key


def test_members_of_both_open_it_and_nobody_else(circles: tuple[Circle, Circle]) -> None:
    one, other = circles
    outside = Circle.make(uuid.uuid4(), "Hotline", 1)
    data_key = shared(one, other)
    for circle in (one, other):
        assert opens(circle.members[0], data_key.envelope_id) == data_key.key
    assert opens(outside.members[0], data_key.envelope_id) is None


def test_twice_is_the_same_as_once(circles: tuple[Circle, Circle]) -> None:
    one, other = circles
    data_key = shared(one, other)
    add_compartment(data_key, other.fresh())
    add_compartment(data_key, one.fresh())
    assert WrappedDataKey.objects.filter(envelope=data_key.envelope_id).count() == 2


def test_a_key_rotated_meanwhile_is_no_hindrance(circles: tuple[Circle, Circle]) -> None:
    """The compartment comes from before the rotation, as a request may still have it."""
    one, other = circles
    stale, member = other.fresh(), other.members[0]
    assert stale.key  # read now, used later
    actions.rotate(other.fresh(), by=Keyring(member.holder, member.pair))
    data_key = DataKey(*one.record())
    add_compartment(data_key, stale)
    assert opens(member, data_key.envelope_id) == data_key.key


def test_what_is_erased_opens_for_nobody_again(circles: tuple[Circle, Circle]) -> None:
    one, other = circles
    data_key = DataKey(*one.record())
    erase(data_key.envelope_id)
    with pytest.raises(Envelope.DoesNotExist), transaction.atomic():
        add_compartment(data_key, other.fresh())
    assert not WrappedDataKey.objects.filter(envelope=data_key.envelope_id).exists()


def test_put_out_again_with_the_words_of_its_index(circles: tuple[Circle, Circle]) -> None:
    one, other = circles
    data_key = shared(one, other)
    for circle in circles:
        member = circle.members[0]
        keyring = Keyring(member.holder, member.pair)
        blind.index(data_key.envelope_id, circle.fresh().key, ["word:rosa"], by=keyring)
    remove_compartment(data_key.envelope_id, other.fresh())
    assert opens(other.members[0], data_key.envelope_id) is None
    assert opens(one.members[0], data_key.envelope_id) == data_key.key
    for model in (BlindTerm, IndexedRecord):
        left = set(model._default_manager.values_list("compartment_key", flat=True))
        assert left == {one.fresh().key.pk}


def test_the_last_way_in_stays(circles: tuple[Circle, Circle]) -> None:
    one, other = circles
    data_key = DataKey(*one.record())
    remove_compartment(data_key.envelope_id, other.fresh())
    with pytest.raises(ValueError, match="nobody can open"):
        remove_compartment(data_key.envelope_id, one.fresh())
    assert opens(one.members[0], data_key.envelope_id) == data_key.key
