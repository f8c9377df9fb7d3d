"""Codes: as they are listed, with other capitals or spaces, as labels, several in one cell."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale
from django.utils.translation import gettext as _

from waymark.cases.htcds.answers import Answer, listed
from waymark.cases.htcds.names import plain
from waymark.cases.htcds.standard import COUNTRIES, FIELDS, LANGUAGES, OWN, Code, Field, codes_of
from waymark.cases.htcds.values.common import Refused, Taken
from waymark.web.workbooks.cells import Raw

BETWEEN = re.compile(r"[;\n|]+")
COMMAS = re.compile(",+")
NO_ANSWERS = frozenset({"", "no", "na"})  # also two letters of languages, but rarely meant so
TONGUES = ("en", "es", "vi", "ar")  # in which countries and languages are known by name
MOST_PARTS = 60  # of one cell
MOST_SHOWN = 12
Table = Mapping[str, frozenset[str]]


def read_choice(field: Field, raw: Raw) -> Taken:
    """One code. Raises Refused for what is not on the list, and for several."""
    text = _text_of(raw)
    code = _match(field.name, text)
    if code is None and len(found := _split(field.name, text)) > 1 and all(found):
        raise Refused(_("This field takes one answer, and here are several. Keep one."))
    if code is None:
        raise Refused(not_listed(field))
    return Taken(Answer(code), "" if code == raw else _why(text, (code,)))


def read_choices(field: Field, raw: Raw) -> Taken:
    """Several codes, in the order of the file, each once. Raises Refused where one is unknown."""
    text = _text_of(raw)
    found = _split(field.name, text)
    if not found or not all(found):
        raise Refused(
            _("Part %(part)s of %(parts)s: %(why)s")
            % {"part": found.index(None) + 1, "parts": len(found), "why": not_listed(field)}
            if len(found) > 1
            else not_listed(field)
        )
    codes = tuple(dict.fromkeys(code for code in found if code))
    return Taken(Answer(codes), "" if raw in _forms(codes) else _why_codes(field, text, codes))


def _why_codes(field: Field, text: str, codes: tuple[str, ...]) -> str:
    if field.several and len(codes) > 1:
        return _("The standard takes one here, its published form several: all are kept.")
    return _why(text, codes)


def not_listed(field: Field) -> str:
    """That an answer is not on the list, and what is."""
    if field.list == COUNTRIES:
        return _("This is no country of ISO 3166-1. Write its two letters, such as NP.")
    if field.list == LANGUAGES:
        return _("This is no language of ISO 639-2. Write its three letters, such as nep.")
    names = [code.name for code in codes_of(field.name)]
    rest = "" if len(names) <= MOST_SHOWN else " …"
    return _("This is not on the list. Listed are: %(codes)s") % {
        "codes": ", ".join(names[:MOST_SHOWN]) + rest
    }


def country_code(text: str) -> str | None:
    """The two letters of a country by its letters or its name; None where that is not certain."""
    return _match("prs_Citizenship", text)


def _text_of(raw: Raw) -> str:
    if isinstance(raw, str):
        return raw
    raise Refused(_("The cell holds a number or a date, and this field takes codes of a list."))


def _forms(codes: tuple[str, ...]) -> tuple[str, ...]:
    """How several codes stand in a workbook and in a form."""
    return ";".join(codes), " ".join(codes)


def _why(text: str, codes: tuple[str, ...]) -> str:
    if text.strip() in _forms(codes):
        return _("Spaces around the code were left out.")
    if len(codes) > 1 or BETWEEN.search(text):
        return _("The answers in the cell were taken apart, and replaced by their codes.")
    return _("A label or another spelling was replaced by its code.")


def _match(name: str, text: str) -> str | None:
    """The one code that a text means; None for no code and for more than one."""
    said = text.strip()
    if said in listed(name):
        return said
    found = _table(name).get(_key(name, said), frozenset())
    return next(iter(found)) if len(found) == 1 else None


def _key(name: str, spelling: str) -> str:
    """What a spelling is looked up by.

    The letters of countries and languages count with their capitals: `no` and `it` are words.
    """
    key = plain(spelling)
    return spelling if FIELDS[name].list != OWN and len(key) <= 3 else key


def _split(name: str, text: str) -> list[str | None]:
    """A code for each part of a text; None in place of a part that is none."""
    whole = _match(name, text)
    if whole:
        return [whole]
    words = text.split()
    if set(words) <= listed(name):  # as forms write them
        return list(words)
    between = BETWEEN if BETWEEN.search(text) else COMMAS
    parts = [part for part in between.split(text) if part.strip()]
    return list(_longest(name, parts[:MOST_PARTS])) + [None] * (len(parts) > MOST_PARTS)


def _longest(name: str, parts: list[str]) -> Iterable[str | None]:
    """Codes of the parts; parts that only together are a label are one, since labels have `;`."""
    at = 0
    while at < len(parts):
        for end in range(min(len(parts), at + 4), at, -1):
            code = _match(name, " ".join(parts[at:end]))
            if code:
                break
        yield code
        at = end


@cache
def _table(name: str) -> Table:
    """Spellings of each code; what the list itself says goes before what others call it."""
    found: dict[str, frozenset[str]] = {}
    for tier in _tiers(name):
        here: dict[str, set[str]] = {}
        for spelling, code in tier:
            here.setdefault(_key(name, spelling), set()).add(code)
        for key, codes in here.items():
            found.setdefault(key, frozenset(codes))
    return {key: codes for key, codes in found.items() if key not in NO_ANSWERS}


def _tiers(name: str) -> Iterable[list[tuple[str, str]]]:
    codes = codes_of(name)
    yield [(code.name, code.name) for code in codes]
    yield [(code.label, code.name) for code in codes]
    yield [(other, code.name) for code in codes for other in code.other_names]
    if FIELDS[name].list in {COUNTRIES, LANGUAGES}:
        yield from ([*_called(FIELDS[name].list, codes, tongue)] for tongue in TONGUES)


def _called(kind: str, codes: Iterable[Code], tongue: str) -> Iterable[tuple[str, str]]:
    """What countries or languages are called in a language, from Unicode's CLDR."""
    locale = Locale(tongue)
    called = locale.territories if kind == COUNTRIES else locale.languages
    for code in codes:
        for key in (code.name, *code.other_names):
            if key in called:
                yield called[key], code.name
