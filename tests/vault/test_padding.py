"""A ciphertext's length says which class a text is in, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.vault.padding import KIB, MIB, SMALL_CLASSES, pad, size_class, unpad


@given(st.binary(max_size=5000) | st.binary(max_size=50).map(lambda text: text + b"\x80\0\0"))
def test_round_trip(plaintext: bytes) -> None:
    padded = pad(plaintext)
    assert unpad(padded) == plaintext
    assert len(padded) == size_class(len(plaintext))


@given(st.integers(0, 30 * MIB))
def test_classes(length: int) -> None:
    size = size_class(length)
    assert length < size
    assert size in SMALL_CLASSES or size % MIB == 0
    assert size_class(length + 1) >= size
    smaller = [each for each in SMALL_CLASSES if each < size]
    assert length >= (smaller[-1] if size <= MIB and smaller else size - MIB if size > MIB else 0)


@given(left=st.integers(0, KIB - 1), right=st.integers(0, KIB - 1))
def test_texts_of_one_class_look_alike(left: int, right: int) -> None:
    assert len(pad(b"a" * left)) == len(pad(b"b" * right)) == KIB


@pytest.mark.parametrize("edge", [*SMALL_CLASSES, 2 * MIB, 10 * MIB])
def test_at_the_edges(edge: int) -> None:
    for length in (edge - 1, edge, edge + 1):
        assert unpad(pad(bytes(length))) == bytes(length)
    assert size_class(edge - 1) == edge < size_class(edge)
