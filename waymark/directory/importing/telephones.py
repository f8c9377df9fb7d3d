"""Whether a telephone number in a source could be dialled at all."""

import re
from functools import cache

import phonenumbers

SHORTEST = 3  # digits


def is_number(printed: str, country: str) -> bool:
    """Whether it is a number or a short code of the country, or has a country code that fits."""
    digits = re.sub(r"\D", "", printed)
    if len(digits) < SHORTEST:
        return False
    if len(digits) == 10 and country and not printed.startswith("+") and _plan(country) == 1:
        # In North America the first six digits decide, and a directory has few of them.
        return _starts_a_number(digits[:6], country)
    return _is_number(printed, country)


@cache
def _plan(country: str) -> int:
    return phonenumbers.country_code_for_region(country)


@cache
def _starts_a_number(first: str, country: str) -> bool:
    return _is_number(f"{first}0100", country)


def _is_number(printed: str, country: str) -> bool:
    try:
        number = phonenumbers.parse(printed, country or None)
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.is_valid_number(number):
        return True
    return bool(country) and phonenumbers.is_possible_short_number_for_region(number, country)
