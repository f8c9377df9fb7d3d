"""The contract lists every sealed column, and a ciphertext opens in its own place only."""

import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, Model

from tests.vault.circle import Circle
from waymark.vault.contract import CONTRACT, SealedColumn, Under, column, place
from waymark.vault.fields import SealedField
from waymark.vault.models import Envelope, SealedRecord, WrappedDataKey
from waymark.vault.primitives import KEY_BYTES, CannotOpen, new_pair
from waymark.vault.records import DataKey, prepare_envelope, unwrap

DATA_KEY_COLUMNS = [entry for entry in CONTRACT if entry.under is Under.DATA_KEY]
# A row's defaults may come from the site's settings: the day on which a case is opened.
pytestmark = pytest.mark.django_db
by_id = pytest.mark.parametrize("entry", CONTRACT, ids=lambda entry: entry.id)


def sealed_fields() -> set[str]:
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, SealedField)
    }


def a_row(entry: SealedColumn) -> Model:
    model: Any = entry.model
    row: Model = model(pk=uuid.uuid4())
    return row


def sealed(data_key: DataKey, entry: SealedColumn, plaintext: bytes) -> tuple[Model, bytes]:
    row = a_row(entry)
    data_key.seal(row, entry.field, plaintext)
    return row, getattr(row, entry.field)


def test_the_table_and_the_models_say_the_same() -> None:
    ids = [entry.id for entry in CONTRACT]
    assert set(ids) == sealed_fields()
    assert len(ids) == len(set(ids))


@by_id
def test_each_row_of_the_table(entry: SealedColumn) -> None:
    field: Field[Any, Any] = entry.model._meta.get_field(entry.field)  # type: ignore[assignment]  # it is no relation
    assert isinstance(field, SealedField)
    assert field.get_default() == b""
    row = a_row(entry)
    assert column(row, entry.field) is entry
    assert place(row, entry.field) == f"{entry.id}:{row.pk}".encode()


@pytest.mark.parametrize("entry", DATA_KEY_COLUMNS, ids=lambda entry: entry.id)
def test_what_people_wrote_is_padded_and_hangs_on_an_envelope(entry: SealedColumn) -> None:
    assert entry.padded
    assert issubclass(entry.model, SealedRecord)


def test_a_column_that_is_not_in_the_table_cannot_be_sealed() -> None:
    with pytest.raises(KeyError):
        DataKey(uuid.uuid4(), bytes(KEY_BYTES)).seal(Envelope(), "erased_at", b"x")


@pytest.mark.parametrize("left", DATA_KEY_COLUMNS, ids=lambda entry: entry.id)
def test_swapped_rows_and_columns_do_not_open(left: SealedColumn) -> None:
    """All under one data key, as a thread's messages are; each column with each other one."""
    data_key = DataKey(uuid.uuid4(), b"k" * KEY_BYTES)
    for right in DATA_KEY_COLUMNS:
        one, one_sealed = sealed(data_key, left, b"the shelter is at")
        other, other_sealed = sealed(data_key, right, b"she was taken to")
        assert data_key.open(one, left.field) == b"the shelter is at"
        setattr(one, left.field, other_sealed)
        setattr(other, right.field, one_sealed)
        for row, entry in ((one, left), (other, right)):
            with pytest.raises(CannotOpen):
                data_key.open(row, entry.field)


@pytest.mark.parametrize("left", DATA_KEY_COLUMNS, ids=lambda entry: entry.id)
def test_one_row_s_two_columns_do_not_stand_for_each_other(left: SealedColumn) -> None:
    data_key = DataKey(uuid.uuid4(), b"k" * KEY_BYTES)
    row, ciphertext = sealed(data_key, left, b"text")
    for right in DATA_KEY_COLUMNS:
        if right is not left:
            twin: Any = right.model
            forged = twin(pk=row.pk)
            setattr(forged, right.field, ciphertext)
            with pytest.raises(CannotOpen):
                data_key.open(forged, right.field)


@pytest.mark.parametrize("entry", DATA_KEY_COLUMNS, ids=lambda entry: entry.id)
def test_only_can_t_open_is_raised(entry: SealedColumn) -> None:
    data_key = DataKey(uuid.uuid4(), b"k" * KEY_BYTES)
    row, ciphertext = sealed(data_key, entry, b"text")
    for bad in (b"", ciphertext[:30], ciphertext[:-1], ciphertext + b"\0"):
        setattr(row, entry.field, bad)
        with pytest.raises(CannotOpen):
            data_key.open(row, entry.field)
    setattr(row, entry.field, ciphertext)
    with pytest.raises(CannotOpen):
        DataKey(uuid.uuid4(), b"o" * KEY_BYTES).open(row, entry.field)


def test_no_log_shows_a_data_key() -> None:
    assert "kkkk" not in repr(DataKey(uuid.uuid4(), b"k" * KEY_BYTES))


def test_wrapped_keys_swapped_between_envelopes_and_rows_do_not_open(circle: Circle) -> None:
    reader = new_pair()
    pair = circle.members[0].compartment_pair(circle.compartment)
    for holder, position in ((pair, 0), (reader, 1)):
        one, other = (prepare_envelope([circle.fresh()], [reader.public]) for _ in range(2))
        left, right = one.wrapped[position], other.wrapped[position]
        assert unwrap(left, holder).key == one.data_key.key
        left.sealed_key, right.sealed_key = right.sealed_key, left.sealed_key
        swapped = (left, right)
        for row in swapped:
            with pytest.raises(CannotOpen):
                unwrap(row, holder)


def test_a_wrapped_key_pointed_at_another_envelope_does_not_open(circle: Circle) -> None:
    """Whoever may write the database cannot hand a worker's key for one record to another."""
    pair = circle.members[0].compartment_pair(circle.compartment)
    row = prepare_envelope([circle.fresh()]).wrapped[0]
    for field, value in (("envelope_id", uuid.uuid4()), ("id", uuid.uuid4())):
        before = getattr(row, field)
        setattr(row, field, value)
        with pytest.raises(CannotOpen):
            unwrap(row, pair)
        setattr(row, field, before)
    assert unwrap(row, pair)


def test_the_database_wants_exactly_one_holder_for_a_wrapped_key(circle: Circle) -> None:
    from django.db import IntegrityError, transaction

    envelope = Envelope.objects.create()
    for holders in ({}, {"compartment_key": circle.fresh().key, "reader": b"r" * 32}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WrappedDataKey.objects.create(envelope=envelope, **holders)
