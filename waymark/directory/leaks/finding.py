"""Look for whatever tells where a closed place is."""

from collections.abc import Collection, Iterator, Mapping

from waymark.directory.leaks import (
    arabic,
    english,
    own,
    phones,
    plain,
    points,
    postcodes,
    spanish,
    vietnamese,
)
from waymark.directory.leaks.numerals import in_digits
from waymark.directory.leaks.plain import Plain
from waymark.directory.leaks.rules import Found, matches
from waymark.directory.leaks.types import Kind, KnownPlace, Leak

# All languages' rules for every text: a Spanish page may hold an English address.
RULES = (
    *english.RULES,
    *spanish.RULES,
    *vietnamese.RULES,
    *arabic.RULES,
    *points.RULES,
)
STRONGEST_FIRST = tuple(Kind)


def find_leaks(
    text: str,
    *,
    country: str,
    allowed_numbers: Collection[str] = (),
    place: KnownPlace | None = None,
) -> list[Leak]:
    """The words that tell where a place is that is not public, by their position in the text.

    `country` (ISO code) says how to read telephone numbers; `allowed_numbers` may stand there:
    public hotlines and the service's own public number. With `place`, its own street, number,
    building, telephones and point are known in any form.
    """
    seen = phones.without(plain.read(text), allowed_numbers, country)
    apart = plain.together(seen)
    found: list[Found] = []
    for view in dict.fromkeys((seen, apart, in_digits(apart))):
        for start, end, kind in _in_view(view, country, place):
            found.append((*view.original(start, end), kind))
    return _joined(text, sorted(found, key=lambda each: each[:2]))


def check_fields(
    fields: Mapping[str, str],
    *,
    country: str,
    allowed_numbers: Collection[str] = (),
    place: KnownPlace | None = None,
) -> dict[str, list[Leak]]:
    """The leaks of a form's or a row's fields, by name; fields without any are not in it."""
    found = {
        name: find_leaks(text, country=country, allowed_numbers=allowed_numbers, place=place)
        for name, text in fields.items()
    }
    return {name: leaks for name, leaks in found.items() if leaks}


def _in_view(view: Plain, country: str, place: KnownPlace | None) -> Iterator[Found]:
    yield from matches(view, RULES)
    yield from postcodes.find(view, country)
    yield from phones.find(view, country)
    if place:
        yield from own.find(view, place)


def _joined(text: str, found: list[Found]) -> list[Leak]:
    """Overlapping finds as one, of the strongest kind among them."""
    joined: list[Found] = []
    for start, end, kind in found:
        if joined and start < joined[-1][1]:
            first, last, other = joined.pop()
            strongest = min(kind, other, key=STRONGEST_FIRST.index)
            joined.append((first, max(last, end), strongest))
        else:
            joined.append((start, end, kind))
    return [_leak(text, *each) for each in joined]


def _leak(text: str, start: int, end: int, kind: Kind) -> Leak:
    words = text[start:end]
    start += len(words) - len(words.lstrip(" \n\t,;"))
    return Leak(start, end, kind, text[start:end])
