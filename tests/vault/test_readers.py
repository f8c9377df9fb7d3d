"""Single readers: a key that only they hold, let into envelopes and put out again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.circle import Circle
from waymark.vault import letters, records
from waymark.vault.models import WrappedDataKey
from waymark.vault.primitives import CannotOpen
from waymark.vault.reader_keys import READER_KEY_BYTES, new_reader_key, read_key


def test_a_key_is_read_however_it_is_typed() -> None:
    key = new_reader_key()
    read = read_key(key)
    assert read is not None
    for typed in (key.lower(), key.replace("-", " "), f"  {key}  ", key.replace("-", "")):
        again = read_key(typed)
        assert again is not None
        assert (again.lookup, again.pair.public) == (read.lookup, read.pair.public)


def test_two_keys_have_nothing_in_common() -> None:
    first, second = read_key(new_reader_key()), read_key(new_reader_key())
    assert first is not None
    assert second is not None
    assert first.lookup != second.lookup
    assert first.pair.public != second.pair.public
    # What the row is found by is not what opens.
    assert first.lookup not in {first.pair.public, first.pair.private}


@given(st.text(max_size=60))
def test_what_was_never_a_key_is_none(text: str) -> None:
    assert read_key(text) is None or letters.decode(text, READER_KEY_BYTES) is not None


def test_one_wrong_letter_is_noticed() -> None:
    key = new_reader_key()
    for place, letter in enumerate(key):
        if letter != "-":
            other = "0" if letter != "0" else "1"
            assert read_key(key[:place] + other + key[place + 1 :]) is None


def test_a_reader_who_is_added_opens_what_was_sealed_before(circle: Circle) -> None:
    key = records.new_envelope([circle.fresh()])
    read = read_key(new_reader_key())
    assert read is not None
    with pytest.raises(CannotOpen):
        records.reader_data_key(read.pair, key.envelope_id)
    records.add_reader(key, read.pair.public)
    assert records.reader_data_key(read.pair, key.envelope_id) == key
    # The circle still opens it.
    assert circle.members[0].data_key(key.envelope_id) == key


def test_adding_a_reader_twice_is_adding_them_once(circle: Circle) -> None:
    key = records.new_envelope([circle.fresh()])
    read = read_key(new_reader_key())
    assert read is not None
    for _ in range(2):
        records.add_reader(key, read.pair.public)
    rows = WrappedDataKey.objects.filter(envelope_id=key.envelope_id, reader=read.pair.public)
    assert rows.count() == 1


def test_a_removed_reader_opens_nothing_and_the_others_everything(circle: Circle) -> None:
    keys = [records.new_envelope([circle.fresh()]) for _ in range(3)]
    one, other = read_key(new_reader_key()), read_key(new_reader_key())
    assert one is not None
    assert other is not None
    for key in keys:
        records.add_reader(key, one.pair.public)
    records.add_reader(keys[0], other.pair.public)
    assert records.remove_reader(one.pair.public) == 3
    assert records.remove_reader(one.pair.public) == 0
    for key in keys:
        with pytest.raises(CannotOpen):
            records.reader_data_key(one.pair, key.envelope_id)
        assert circle.members[1].data_key(key.envelope_id) == key
    assert records.reader_data_key(other.pair, keys[0].envelope_id) == keys[0]


def test_a_wrapped_key_moved_to_another_envelope_does_not_open(circle: Circle) -> None:
    first, second = (records.new_envelope([circle.fresh()]) for _ in range(2))
    read = read_key(new_reader_key())
    assert read is not None
    records.add_reader(first, read.pair.public)
    rows = WrappedDataKey.objects.filter(reader=read.pair.public)
    rows.update(envelope_id=second.envelope_id)
    with pytest.raises(CannotOpen):
        records.reader_data_key(read.pair, second.envelope_id)


def test_nobody_is_no_reader(circle: Circle) -> None:
    with pytest.raises(ValueError, match="nobody can open"):
        records.new_envelope()
