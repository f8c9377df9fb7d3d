"""Which field a name or a label in somebody's file means."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from waymark.cases.htcds.standard import FIELDS

# Names in published files that differ from the standard by more than underscores and capitals.
MISSPELT = {"vic_TraffickinStatusDecisionMakingOrg": "vic_TraffickingStatusDecisionMakingOrg"}
SHORTEST_START = 14  # letters, without the underscore, that a name cut short must still have
PATH = re.compile(r"[/:]")


def plain(text: str) -> str:
    """Letters and digits only, without accents and capitals: what two spellings have in common."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if letter.isalnum()).casefold()


@lru_cache(maxsize=4096)  # a zip of instances asks for the same names ten thousand times
def by_name(text: str) -> str | None:
    """The field with this name: also misspelt as in published files, in a path, or cut short."""
    said = PATH.split(text.strip())[-1].strip().removesuffix("__c")
    if "_" not in said:
        return None
    key = plain(said)
    return _names().get(key) or _cut_short(key)


def by_label(text: str) -> tuple[str, ...]:
    """The fields with this label; several where parts of the standard share a word, as `Type`."""
    return _labels().get(plain(text), ())


def _cut_short(key: str) -> str | None:
    if len(key) < SHORTEST_START:
        return None
    found = {field for name, field in _names().items() if name.startswith(key)}
    return found.pop() if len(found) == 1 else None


@cache
def _names() -> Mapping[str, str]:
    return {plain(name): field for name, field in (*_own(), *MISSPELT.items())}


def _own() -> Iterable[tuple[str, str]]:
    return ((name, name) for name in FIELDS)


@cache
def _labels() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for field in FIELDS.values():
        key = plain(field.label)
        found[key] = (*found.get(key, ()), field.name)
    return found
