"""Reading a printed telephone number: what to dial, and how it is written with its country code."""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat

PRINTED = re.compile(r"\+?[0-9](?:[ -]?[0-9])*")
SHORTEST_CODE, LONGEST_CODE = 3, 6


class BadNumber(ValueError):
    """A printed number that cannot be dialled; the message says why."""


@dataclass(frozen=True)
class Dialable:
    """What a phone dials, and the international form (empty where there is none)."""

    dial: str
    international: str


def read_number(printed: str, country: str, *, short: bool) -> Dialable:
    """What to dial for a number as its source prints it.

    `country` is the ISO code of the country where it is dialled; `short` says that it is a code
    that works only inside that country. Raises BadNumber.
    """
    if not PRINTED.fullmatch(printed):
        raise BadNumber(f"{printed!r} has other signs than digits, spaces and hyphens")
    return _short(printed, country) if short else _full(printed, country)


def same_line(printed: str, other: str, country: str) -> bool:
    """Whether two printed forms in one country reach the same telephone."""
    return _identity(printed, country) == _identity(other, country)


def _full(printed: str, country: str) -> Dialable:
    number = _parse(printed, country)
    if not phonenumbers.is_valid_number(number):
        raise BadNumber(f"{printed!r} is no valid telephone number in {country}")
    international = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    if not phonenumbers.can_be_internationally_dialled(number):
        # A phone would send such a number abroad and back when it carries its country code.
        inside = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        return Dialable(dial=digits(inside), international="")
    dial = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return Dialable(dial=dial, international=international)


def _short(printed: str, country: str) -> Dialable:
    # The library's list of short codes lacks several that governments publish (1343, 116 016),
    # so the data file says what is short, and this checks that it can be nothing else.
    dial = digits(printed)
    if printed.startswith("+") or not SHORTEST_CODE <= len(dial) <= LONGEST_CODE:
        raise BadNumber(f"{printed!r} is no short code: those have 3 to 6 digits")
    if is_full(printed, country):
        raise BadNumber(f"{printed!r} is a full telephone number in {country}, not a short code")
    return Dialable(dial=dial, international="")


def digits(printed: str) -> str:
    """The digits of a printed number alone."""
    return re.sub(r"[^0-9]", "", printed)


def _parse(printed: str, country: str) -> phonenumbers.PhoneNumber:
    try:
        return phonenumbers.parse(printed, country)
    except phonenumbers.NumberParseException as error:
        raise BadNumber(f"{printed!r} cannot be read in {country}: {error}") from error


def is_full(printed: str, country: str) -> bool:
    """Whether it is a telephone number in that country, and not a short code."""
    try:
        return phonenumbers.is_valid_number(_parse(printed, country))
    except BadNumber:
        return False


def _identity(printed: str, country: str) -> str:
    if not is_full(printed, country):
        return digits(printed)
    return phonenumbers.format_number(_parse(printed, country), PhoneNumberFormat.E164)
