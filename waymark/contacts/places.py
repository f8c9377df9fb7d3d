"""Names of countries and languages, from Babel's copy of the Unicode CLDR."""

import unicodedata
from functools import cache

import phonenumbers
from babel import Locale, UnknownLocaleError

LAST_SIGN = chr(0x10FFFF)


@cache
def country_name(code: str, language: str) -> str:
    """The name of a country (two-letter ISO code) in a language; the code where it has none."""
    return str(Locale.parse(language, sep="-").territories.get(code, code))


@cache
def dialled_countries(language: str) -> list[tuple[str, str]]:
    """Every country whose numbers the phone library reads: its code and its name, by name."""
    named = [(code, country_name(code, language)) for code in phonenumbers.SUPPORTED_REGIONS]
    return sorted(named, key=lambda country: sort_key(country[1]))


def is_language(code: str) -> bool:
    """Whether a code of two or three small letters is a language's."""
    return code in Locale.parse("en").languages


@cache
def language_name(code: str) -> str:
    """The name of a language in that language, which its speakers recognise."""
    try:
        return Locale.parse(code).get_language_name(code) or code
    except (UnknownLocaleError, ValueError):
        return code


def sort_key(name: str) -> str:
    """Where readers look for a name in a list: Á beside A, and Đ, which has no parts, after D."""
    return unicodedata.normalize("NFD", name.casefold()).replace("đ", f"d{LAST_SIGN}")
