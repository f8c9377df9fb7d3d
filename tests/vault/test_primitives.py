"""Sealing: it opens for the right key in the right place, whole, and never otherwise."""

import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl import bindings

from waymark.vault.primitives import (
    CannotOpen,
    KeyPair,
    aead_open,
    aead_seal,
    box_open,
    box_seal,
    keyed_hash,
    new_pair,
    pair_from_private,
    pair_from_seed,
    plain_hash,
    same,
    sign,
    signing_public,
    unpad,
    verifies,
)

generichash: Callable[..., bytes] = bindings.crypto_generichash_blake2b_salt_personal
KEY, OTHER_KEY = b"k" * 32, b"o" * 32
PAIR, OTHER_PAIR = pair_from_seed(b"s" * 32), pair_from_seed(b"t" * 32)
places = st.binary(max_size=80)
texts = st.binary(max_size=300)


def flipped(sealed: bytes, bit: int) -> bytes:
    bit %= len(sealed) * 8
    changed = bytearray(sealed)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@given(plaintext=texts, place=places)
def test_round_trips(plaintext: bytes, place: bytes) -> None:
    assert aead_open(KEY, aead_seal(KEY, plaintext, place), place) == plaintext
    assert box_open(PAIR, box_seal(PAIR.public, plaintext, place), place) == plaintext


@given(plaintext=texts, place=places, bit=st.integers(0, 10_000))
@settings(max_examples=200)
def test_any_flipped_bit_is_noticed(plaintext: bytes, place: bytes, bit: int) -> None:
    with pytest.raises(CannotOpen):
        aead_open(KEY, flipped(aead_seal(KEY, plaintext, place), bit), place)
    with pytest.raises(CannotOpen):
        box_open(PAIR, flipped(box_seal(PAIR.public, plaintext, place), bit), place)


def test_every_single_bit_of_one_ciphertext() -> None:
    sealed, boxed = aead_seal(KEY, b"shelter", b"a"), box_seal(PAIR.public, b"shelter", b"a")
    for bit in range(len(sealed) * 8):
        with pytest.raises(CannotOpen):
            aead_open(KEY, flipped(sealed, bit), b"a")
    for bit in range(len(boxed) * 8):
        with pytest.raises(CannotOpen):
            box_open(PAIR, flipped(boxed, bit), b"a")


@given(plaintext=texts, place=places, other=places)
def test_another_place(plaintext: bytes, place: bytes, other: bytes) -> None:
    if place == other:
        return
    with pytest.raises(CannotOpen):
        aead_open(KEY, aead_seal(KEY, plaintext, place), other)
    with pytest.raises(CannotOpen):
        box_open(PAIR, box_seal(PAIR.public, plaintext, place), other)


@given(plaintext=texts, place=places)
def test_another_key(plaintext: bytes, place: bytes) -> None:
    with pytest.raises(CannotOpen):
        aead_open(OTHER_KEY, aead_seal(KEY, plaintext, place), place)
    boxed = box_seal(PAIR.public, plaintext, place)
    for pair in (OTHER_PAIR, KeyPair(OTHER_PAIR.private, PAIR.public)):
        with pytest.raises(CannotOpen):
            box_open(pair, boxed, place)


@given(junk=st.binary(max_size=200))
@settings(max_examples=200)
def test_junk_never_raises_anything_else(junk: bytes) -> None:
    with pytest.raises(CannotOpen):
        aead_open(KEY, junk, b"a")
    with pytest.raises(CannotOpen):
        box_open(PAIR, junk, b"a")


@pytest.mark.parametrize("kept", [*range(60), 90, -1])
def test_cut_off_at_any_length(kept: int) -> None:
    with pytest.raises(CannotOpen):
        aead_open(KEY, aead_seal(KEY, b"x" * 60, b"a")[:kept], b"a")
    with pytest.raises(CannotOpen):
        box_open(PAIR, box_seal(PAIR.public, b"x" * 60, b"a")[:kept], b"a")


def test_a_box_shorter_than_a_place() -> None:
    """A sealed box that anybody made for this key, without the hash of a place inside."""
    seal: Callable[[bytes, bytes], bytes] = bindings.crypto_box_seal
    for inside in (b"", b"x", b"x" * 16, b"x" * 40):
        with pytest.raises(CannotOpen):
            box_open(PAIR, seal(inside, PAIR.public), b"a")


def test_sealing_twice_gives_other_bytes() -> None:
    assert aead_seal(KEY, b"a", b"b") != aead_seal(KEY, b"a", b"b")
    assert box_seal(PAIR.public, b"a", b"b") != box_seal(PAIR.public, b"a", b"b")


def test_pairs() -> None:
    pair = new_pair()
    assert pair_from_private(pair.private) == pair
    assert pair_from_seed(b"s" * 32) == PAIR != OTHER_PAIR
    assert new_pair() != pair


def test_no_log_shows_a_private_key() -> None:
    for shown in (repr(PAIR), str(PAIR), f"{PAIR}"):
        assert PAIR.private.hex() not in shown
        assert repr(PAIR.private) not in shown


@given(data=texts)
def test_the_chain_s_hash_is_plain_blake2b(data: bytes) -> None:
    """An auditor can check the log with Python's standard library."""
    assert plain_hash(data) == hashlib.blake2b(data, digest_size=32).digest()
    assert plain_hash(data) == generichash(data, digest_size=32)
    keyed = hashlib.blake2b(data, digest_size=16, key=KEY, person=b"term")
    assert keyed_hash(KEY, data, context=b"term", size=16) == keyed.digest()


def test_contexts_keep_uses_apart() -> None:
    assert keyed_hash(KEY, b"x", context=b"a") != keyed_hash(KEY, b"x", context=b"b")


@given(left=texts, right=texts)
def test_same(left: bytes, right: bytes) -> None:
    assert same(left, right) == (left == right)
    assert same(left, bytes(left))


@pytest.mark.parametrize("damaged", [b"", b"\0" * 8, b"abc", b"\x80\0\x01"])
def test_damaged_padding(damaged: bytes) -> None:
    with pytest.raises(CannotOpen):
        unpad(damaged)


seeds = st.binary(min_size=32, max_size=32)


@given(seeds, st.binary(max_size=300))
def test_a_signature_verifies_under_its_own_key_and_never_changes(
    seed: bytes, message: bytes
) -> None:
    signature = sign(seed, message)
    assert len(signature) == 64
    assert signature == sign(seed, message)
    assert verifies(signing_public(seed), message, signature)


@given(seeds, st.binary(min_size=1, max_size=100), st.data())
def test_any_changed_bit_of_message_signature_or_key_is_noticed(
    seed: bytes, message: bytes, data: st.DataObject
) -> None:
    parts = [signing_public(seed), message, sign(seed, message)]
    which = data.draw(st.integers(0, 2))
    bit = data.draw(st.integers(0, len(parts[which]) * 8 - 1))
    changed = bytearray(parts[which])
    changed[bit // 8] ^= 1 << bit % 8
    parts[which] = bytes(changed)
    assert not verifies(*parts)


@given(seeds, seeds, st.binary(max_size=50))
def test_another_key_verifies_nothing(seed: bytes, other: bytes, message: bytes) -> None:
    public = signing_public(other)
    assert verifies(public, message, sign(seed, message)) is (seed == other)


@given(st.binary(max_size=70), st.binary(max_size=70))
def test_halves_of_a_wrong_length_are_refused_without_a_fault(
    public: bytes, signature: bytes
) -> None:
    assert not verifies(public, b"words", signature)
