"""What people copy down by hand and type in again, and receipts made of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.vault import letters
from waymark.vault.letters import ALPHABET
from waymark.vault.primitives import pair_from_seed
from waymark.vault.receipts import RECEIPT_BYTES, Receipts

secrets = st.binary(min_size=10, max_size=10)
recovery_keys = st.binary(min_size=32, max_size=32)
form_keys = st.binary(min_size=16, max_size=16)
RECEIPTS = Receipts(b"r" * 32)
ARABIC, PERSIAN, WIDE = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"


@given(st.binary(max_size=64))
def test_round_trip(secret: bytes) -> None:
    text = letters.encode(secret)
    assert letters.decode(text, len(secret)) == secret
    assert set(text) <= {*ALPHABET, "-"}


def test_the_shape_of_a_receipt() -> None:
    text = letters.encode(b"\xff" * 10)
    assert [len(group) for group in text.split("-")] == [4, 4, 4, 4, 1]


@given(key=recovery_keys)
def test_the_shape_of_a_recovery_code(key: bytes) -> None:
    text = letters.encode(key)
    assert [len(group) for group in text.split("-")] == [4] * 13 + [1]
    assert letters.decode(text, 32) == key


@given(secret=secrets | recovery_keys, data=st.data())
@settings(max_examples=60)
def test_every_wrong_letter_is_noticed(secret: bytes, data: st.DataObject) -> None:
    text = letters.encode(secret).replace("-", "")
    place = data.draw(st.integers(0, len(text) - 1))
    for letter in set(ALPHABET) - {text[place]}:
        mistyped = text[:place] + letter + text[place + 1 :]
        assert letters.decode(mistyped, len(secret)) is None


@given(secret=secrets | recovery_keys)
@settings(max_examples=60)
def test_every_swap_of_neighbours_is_noticed(secret: bytes) -> None:
    text = letters.encode(secret).replace("-", "")
    for place in range(len(text) - 1):
        left, right = text[place], text[place + 1]
        if left != right:
            mistyped = text[:place] + right + left + text[place + 2 :]
            assert letters.decode(mistyped, len(secret)) is None


@given(secret=secrets)
def test_a_letter_too_few_or_too_many(secret: bytes) -> None:
    text = letters.encode(secret)
    for mistyped in (text[:-1], text[1:], text + "0", "0" + text, ""):
        assert letters.decode(mistyped, len(secret)) is None


@given(secret=secrets)
def test_however_it_is_typed(secret: bytes) -> None:
    text = letters.encode(secret)
    spelt = (
        text.lower(),
        text.replace("-", ""),
        text.replace("-", " "),
        f"  {text}\r\n",
        text.replace("-", " – "),
        text.replace("-", "\u200f-\u00a0"),
        text.replace("0", "O").replace("1", "I"),
        text.replace("0", "o").replace("1", "l"),
        *(text.translate(str.maketrans("0123456789", other)) for other in (ARABIC, PERSIAN, WIDE)),
    )
    for typed in spelt:
        assert letters.decode(typed, len(secret)) == secret


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_no_text_breaks_it(text: str) -> None:
    found = letters.decode(text, RECEIPT_BYTES)
    assert found is None or len(found) == RECEIPT_BYTES
    assert len(RECEIPTS.lookup(text)) == 32


@pytest.mark.parametrize("text", ["", "U" * 17, "ß" * 9, "\ud800", "a" * 10_000_000, "²" * 17])
def test_odd_texts(text: str) -> None:
    assert letters.decode(text, RECEIPT_BYTES) is None or text == "²" * 17
    assert len(RECEIPTS.lookup(text)) == 32


def test_letters_that_stand_for_nothing() -> None:
    """Ten bytes fill 16 letters; 32 leave four bits, which must be zero."""
    text = letters.encode(bytes(32)).replace("-", "")
    values = [0] * 51 + [1]
    forged = "0" * 51 + "1" + ALPHABET[letters._check(values)]
    assert len(forged) == len(text)
    assert letters.decode(forged, 32) is None


@given(form_key=form_keys)
def test_a_form_has_one_receipt(form_key: bytes) -> None:
    receipt = RECEIPTS.for_form(form_key)
    assert receipt == RECEIPTS.for_form(form_key)
    assert receipt != Receipts(b"q" * 32).for_form(form_key)
    assert RECEIPTS.lookup(receipt) == RECEIPTS.lookup(receipt.lower().replace("-", " "))
    assert RECEIPTS.reporter_pair(receipt) == RECEIPTS.reporter_pair(receipt.lower())


@given(left=form_keys, right=form_keys)
def test_other_forms_have_others(left: bytes, right: bytes) -> None:
    if left != right:
        one, other = RECEIPTS.for_form(left), RECEIPTS.for_form(right)
        assert one != other
        assert RECEIPTS.lookup(one) != RECEIPTS.lookup(other)
        assert RECEIPTS.reporter_pair(one) != RECEIPTS.reporter_pair(other)
        assert RECEIPTS.form_file_key(left) != RECEIPTS.form_file_key(right)


def test_nothing_stored_gives_the_receipt_away() -> None:
    """Lookup value, key pair and file key are all different values of the same receipt."""
    form_key = b"f" * 16
    receipt = RECEIPTS.for_form(form_key)
    secret = letters.decode(receipt, RECEIPT_BYTES)
    assert secret is not None
    pair = RECEIPTS.reporter_pair(receipt)
    values = {
        RECEIPTS.lookup(receipt),
        pair.private,
        pair.public,
        RECEIPTS.form_file_key(form_key),
        pair_from_seed(RECEIPTS.lookup(receipt)).public,
    }
    assert len(values) == 5
    assert not any(secret in value for value in values)


def test_a_mistyped_receipt_finds_nothing_and_has_no_key() -> None:
    receipt = RECEIPTS.for_form(b"f" * 16)
    mistyped = receipt[:-1] + ("0" if receipt[-1] != "0" else "2")
    assert RECEIPTS.lookup(mistyped) != RECEIPTS.lookup(receipt)
    with pytest.raises(ValueError, match="mistyped"):
        RECEIPTS.reporter_pair(mistyped)


def test_no_log_shows_the_receipt_key() -> None:
    assert "rrrr" not in repr(RECEIPTS)
