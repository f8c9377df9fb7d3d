"""Secrets as letters and digits that people can copy down and read out.

Crockford's alphabet has no I, L, O or U; typed by mistake, I and L are read as 1, O as 0.
The last character checks the others: every single wrong character and every swap of two
neighbours is noticed.
"""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_VALUES |= {"I": 1, "L": 1, "O": 0}
_BITS = 5
LONGEST = 400  # signs; nobody types more by mistake, and what is longer costs time to read
_FIELD = 0b100101  # x^5 + x^2 + 1, primitive: the code runs over the field with 32 elements
_OVERFLOW = 1 << _BITS


def encode(secret: bytes) -> str:
    """Write bytes as letters in groups of four, the last character checking the rest.

    The number of bits should divide by five (10 bytes give 16 letters), else zeros are added.
    """
    letters = -(-len(secret) * 8 // _BITS)
    number = int.from_bytes(secret) << (letters * _BITS - len(secret) * 8)
    values = [(number >> (_BITS * i)) & (_OVERFLOW - 1) for i in reversed(range(letters))]
    text = "".join(ALPHABET[value] for value in [*values, _check(values)])
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def decode(text: str, size: int) -> bytes | None:
    """The `size` bytes that a text stands for; None when it is mistyped or of another length.

    Case, spaces, dashes and other signs do not matter, nor in which script's digits it is typed.
    """
    if len(text) > LONGEST:
        return None
    values = [_VALUES.get(letter) for letter in _typed(text)]
    letters = -(-size * 8 // _BITS)
    if len(values) != letters + 1 or None in values:
        return None
    *digits, check = (value for value in values if value is not None)
    if _check(digits) != check:
        return None
    number = 0
    for value in digits:
        number = number << _BITS | value
    spare = letters * _BITS - size * 8
    return None if number & ((1 << spare) - 1) else (number >> spare).to_bytes(size)


def _typed(text: str) -> str:
    """The letters and digits of a text in capitals: full-width, Arabic and other digits as 0-9."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(str(unicodedata.digit(sign, sign)) for sign in plain if sign.isalnum())


def _check(values: list[int]) -> int:
    """A Reed-Solomon check symbol: Horner's rule, times x in the field at each step."""
    total = 0
    for value in values:
        total = _times_x(total ^ value)
    return total


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _FIELD if value & _OVERFLOW else value
