"""The languages that one can ask for: those that the search index knows, named in themselves.

Which of them somebody speaks is not looked up: that would read the whole directory for one page.
"""

from functools import cache

from django.utils.translation import get_language

from waymark.contacts.places import language_name, sort_key
from waymark.directory.search.bits import LANGUAGES


def choices(chosen: str) -> list[tuple[str, str]]:
    """Codes and names: that of the page first, then by name.

    Of two codes with the same name the index's first one is offered; one without a name is not.
    """
    offered = _offered(get_language() or "")
    if not chosen or any(code == chosen for code, _name in offered):
        return list(offered)
    return [*offered, (chosen, language_name(chosen))]


@cache
def _offered(own: str) -> tuple[tuple[str, str], ...]:
    codes = {language_name(code): code for code in reversed(LANGUAGES) if _has_name(code)}
    named = [(code, name) for name, code in codes.items()]
    return tuple(sorted(named, key=lambda each: (each[0] != own, sort_key(each[1]))))


def _has_name(code: str) -> bool:
    return language_name(code) != code
