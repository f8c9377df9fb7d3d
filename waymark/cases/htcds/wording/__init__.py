"""Fields, codes, countries and languages in the reader's language."""

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

from waymark.cases.htcds.standard import COUNTRIES, FIELDS, LANGUAGES, Code, codes_of
from waymark.cases.htcds.wording.codes import CODE_LABELS
from waymark.cases.htcds.wording.fields import FIELD_LABELS


def field_label(name: str) -> str:
    """A field's label. Raises KeyError for a name that is no field."""
    return str(FIELD_LABELS[name])


def code_label(name: str, code: str) -> str:
    """What a field's code means. Raises KeyError for a field or a code that is not listed."""
    listed = {each.name: each for each in codes_of(name)}
    found = listed[code]
    if FIELDS[name].list in {COUNTRIES, LANGUAGES}:
        return _called(FIELDS[name].list, found)
    return str(CODE_LABELS[name].get(code, found.label))


def _called(kind: str, code: Code) -> str:
    """The name of a country or a language from Unicode's CLDR, else its listed name."""
    try:
        locale = Locale.parse(get_language() or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return code.label
    called = locale.territories if kind == COUNTRIES else locale.languages
    names = (called[key] for key in (code.name, *code.other_names) if key in called)
    return next(names, code.label)
