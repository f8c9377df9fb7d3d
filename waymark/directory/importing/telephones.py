"""Whether a telephone number in a source could be dialled at all."""

import re

import phonenumbers

SHORTEST = 3  # digits


def is_number(printed: str, country: str) -> bool:
    """Whether it is a number or a short code of the country, or has a country code that fits."""
    digits = re.sub(r"\D", "", printed)
    if len(digits) < SHORTEST:
        return False
    try:
        number = phonenumbers.parse(printed, country or None)
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.is_valid_number(number):
        return True
    return bool(country) and phonenumbers.is_possible_short_number_for_region(number, country)
