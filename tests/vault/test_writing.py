"""The kept INSERT writes what the ORM would have written."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from waymark.vault.models import Compartment, CompartmentKey, Envelope, RecoveryKey
from waymark.vault.writing import insert

pytestmark = pytest.mark.django_db


def test_rows_come_back_as_they_went_in() -> None:
    keys = [RecoveryKey(owner=uuid.uuid4(), public_key=bytes([n]) * 32) for n in range(3)]
    insert(keys)
    for key in keys:
        stored = RecoveryKey.objects.get(pk=key.pk)
        assert (stored.owner, bytes(stored.public_key)) == (key.owner, key.public_key)


def test_rows_count_as_saved_afterwards() -> None:
    compartment = Compartment(owner=uuid.uuid4(), name="Hotline")
    insert([compartment])
    compartment.name = "Legal"
    compartment.save()
    assert Compartment.objects.get().name == "Legal"
    insert([CompartmentKey(compartment=compartment, public_key=b"k" * 32)])
    assert compartment.key.generation == 1


def test_several_rows_of_one_model_are_one_call() -> None:
    with CaptureQueriesContext(connection) as queries:
        insert([Envelope() for _ in range(5)])
    assert len(queries) <= 1
    assert Envelope.objects.count() == 5


def test_nothing_to_insert_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        insert([])
    assert len(queries) == 0


def test_the_database_s_rules_hold() -> None:
    first = RecoveryKey(owner=uuid.uuid4(), public_key=b"k" * 32)
    insert([first])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([RecoveryKey(owner=first.owner, public_key=b"k" * 32)])
