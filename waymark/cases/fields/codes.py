"""The answers that a field offers, in the reader's language."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.functional import Promise
from django.utils.translation import get_language, to_locale

from waymark.cases.fields.catalogue import FieldSpec, FieldType
from waymark.cases.fields.wording import own_codes
from waymark.cases.htcds.standard import Code, codes_of, countries, languages
from waymark.cases.htcds.wording.codes import CODE_LABELS
from waymark.contacts.places import sort_key

Codes = Mapping[str, str | Promise]
COUNTRY_TYPES = frozenset({FieldType.COUNTRY, FieldType.COUNTRIES})
CODED = COUNTRY_TYPES | {FieldType.CHOICE, FieldType.CHOICES, FieldType.LANGUAGE}


_lists: dict[str, Callable[[], Codes]] = {}


def register(key: str, names: Callable[[], Codes]) -> None:
    """Take the codes of a field (`record.name`) from a list of the installation."""
    _lists[key] = names


def codes_for(spec: FieldSpec) -> Codes:
    """Each code that the field may hold with its name, in the order in which it is offered."""
    if spec.key in _lists:
        return _lists[spec.key]()
    if spec.type in COUNTRY_TYPES:
        return country_names()
    if spec.type is FieldType.LANGUAGE:
        return language_names()
    if spec.codes:
        return {code: own_codes.CODES[spec.name][code] for code in spec.codes}
    called = CODE_LABELS[spec.name]
    # Names of websites and apps are the same in every language.
    return {code.name: called.get(code.name, code.label) for code in codes_of(spec.name)}


def country_names() -> Mapping[str, str]:
    """ISO 3166-1, two letters, by name in the reader's language."""
    return _countries(get_language() or "en")


def language_names() -> Mapping[str, str]:
    """ISO 639-2, three letters, by name in the reader's language."""
    return _languages(get_language() or "en")


@lru_cache(maxsize=16)
def _countries(language: str) -> Mapping[str, str]:
    known = _locale(language).territories
    return _sorted({code.name: known.get(code.name, code.label) for code in countries()})


@lru_cache(maxsize=16)
def _languages(language: str) -> Mapping[str, str]:
    known = _locale(language).languages
    return _sorted({code.name: _called(code, known) for code in languages()})


def _called(code: Code, known: Mapping[str, str]) -> str:
    """Unicode's CLDR names most languages by two letters, some by three."""
    names = (known.get(name) for name in (*code.other_names, code.name))
    return next((name for name in names if name), code.label)


def _sorted(names: dict[str, str]) -> Mapping[str, str]:
    return dict(sorted(names.items(), key=lambda pair: sort_key(pair[1])))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
