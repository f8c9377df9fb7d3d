"""Telephone numbers, however they are set: with dots, apart, in words, with letters."""

import re
from collections.abc import Collection, Iterator

import phonenumbers
from phonenumbers import ValidationResult

from waymark.directory.leaks.plain import Plain
from waymark.directory.leaks.rules import Found
from waymark.directory.leaks.types import Kind

SHORTEST = 7
BETWEEN = r"[ .()/*_•·-]{0,3}"
CANDIDATE = re.compile(rf"(?<![\w$€£])(?<!\d[.,:/-])(?:\+|00)?\(?\d(?:{BETWEEN}\d){{6,16}}(?!\d)")
LETTERED = re.compile(
    r"(?<![\w-])(?:1[ .-])?\(?\d{3}\)?[ .-]"
    r"(?:\d{3}[ .-]?[A-Z]{4}|[A-Z]{3}[ .-]?[A-Z\d]{4}|[A-Z]{5,7}\d{0,2})(?!\w)"
)
SAID_TO_BE_ONE = re.compile(
    r"(?:\b(?:call|tel|telephone|phone|ph|text|sms|whatsapp|signal|fax|mobile|cell|ring|dial|line"
    r"|llam\w{1,6}|marque|telefono|celular|cel|goi|dien thoai|dt|sdt|zalo|nhan tin)\b"
    r"|هاتف|اتصل|جوال|واتساب|تلفون|موبايل)[^\d\n]{0,20}$"
)
BEFORE = 40
YEAR = r"(?:19|20)\d\d"
HOUR = r"(?:[01]?\d|2[0-4])"
# Dates, spans of years and opening hours have as many digits.
NO_NUMBER = re.compile(
    rf"{YEAR}[-/. ]{{1,3}}\d{{1,2}}[-/. ]{{1,3}}\d{{1,2}}"
    rf"|\d{{1,2}}[-/. ]{{1,3}}\d{{1,2}}[-/. ]{{1,3}}{YEAR}"
    rf"|{YEAR}(?:[-/ ]{{1,3}}{YEAR}){{1,3}}"
    rf"|{HOUR}\.[0-5]\d ?[-/] ?{HOUR}\.[0-5]\d"
    r"|(?:[01]\d|2[0-4])[0-5]\d ?- ?(?:[01]\d|2[0-4])[0-5]\d"
)
SEVEN = re.compile(rf"\d{{3}}[.-]\d{{4}}|\d{{3}} (?!{YEAR})\d{{4}}")


def find(plain: Plain, country: str) -> Iterator[Found]:
    """The telephone numbers of a text, read as they are dialled in a country (ISO code)."""
    for found in CANDIDATE.finditer(plain.text):
        before = plain.bare[max(0, found.start() - BEFORE) : found.start()]
        if _is_number(found.group(), before, country):
            yield found.start(), found.end(), Kind.PHONE
    for found in LETTERED.finditer(plain.text):
        yield found.start(), found.end(), Kind.PHONE


def without(plain: Plain, numbers: Collection[str], country: str) -> Plain:
    """The text with some numbers taken out: those that may stand there."""
    for number in numbers:
        pattern = _any_form(number, country)
        if pattern:
            plain = plain.with_parts(
                (found.start(), found.end(), ";") for found in pattern.finditer(plain.text)
            )
    return plain


def digits(text: str) -> str:
    """The digits of a text, letters of a keypad among them."""
    return re.sub(r"\D", "", phonenumbers.convert_alpha_characters_in_number(text.upper()))


def _any_form(number: str, country: str) -> re.Pattern[str] | None:
    """A pattern for a number with any separators; None for short codes, which are never found."""
    try:
        wanted = str(phonenumbers.parse(number, country).national_number)
    except phonenumbers.NumberParseException:
        wanted = digits(number)
    if len(wanted) < SHORTEST:
        return None
    signs = [f"[{digit}{_letters(digit)}]" for digit in wanted]
    return re.compile(rf"(?<!\w)(?:\+?\d{{1,3}}{BETWEEN})?\(?0?{BETWEEN.join(signs)}(?!\w)")


def _letters(digit: str) -> str:
    """The letters on a digit of a telephone's keypad."""
    return dict(
        zip("23456789", ("ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ"), strict=True)
    ).get(digit, "")


def _is_number(written: str, before: str, country: str) -> bool:
    if NO_NUMBER.fullmatch(written):
        return False
    if written.startswith(("+", "00")) or SAID_TO_BE_ONE.search(before):
        return True
    parts = re.findall(r"\d+", written)
    length = sum(map(len, parts))
    if SEVEN.fullmatch(written) or len(parts) >= SHORTEST:
        return True
    if length >= 10 and len(parts) >= 3:
        return True
    possible = _possible(written, country)
    if possible == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return len(parts) > 1
    return possible == ValidationResult.IS_POSSIBLE and (length >= 9 or len(parts) > 1)


def _possible(written: str, country: str) -> int:
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return int(ValidationResult.INVALID_LENGTH)
    return int(phonenumbers.is_possible_number_with_reason(number))
