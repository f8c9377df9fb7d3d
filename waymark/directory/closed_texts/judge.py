"""Whether a value of some field tells a closed place. Some fields hold what is no text."""

import json
import re
from collections.abc import Collection, Sequence

from waymark.directory import leaks
from waymark.directory.leaks import Kind, KnownPlace, Leak, phones

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
EMAILS = {"email", "assurer_email"}
# Codes and structured numbers have as many digits as a telephone or a postcode.
CODES = {
    "number",
    "tax_id",
    "identifier",
    "external_identifier",
    "code",
    "version",
    "byday",
    "byweekno",
    "bymonthday",
    "byyearday",
}
LAST = 4
OF_CODES = {Kind.PHONE, Kind.POSTCODE}


class Judge:
    """Looks at texts, and remembers those that tell nothing: directories repeat themselves.

    Nothing that does tell a place is kept.
    """

    def __init__(self) -> None:
        self._innocent: set[tuple[str, str, KnownPlace | None]] = set()

    def leaks(
        self,
        field: str,
        text: str,
        *,
        country: str,
        numbers: Collection[str] = (),
        places: Sequence[KnownPlace] = (),
    ) -> list[Leak]:
        """What a field's value tells of closed places, without what only a person can judge.

        `numbers` may stand there; `country` says how to read others; `places` are known.
        """
        if not text or _is_structured(field, text):
            return []
        known: Sequence[KnownPlace | None] = places or [None]
        for place in known:
            found = self._found(text, country, numbers, place)
            sure = [leak for leak in found if not leak.only_warns]
            sure = [leak for leak in sure if field not in CODES or leak.kind not in OF_CODES]
            if sure:
                return sure
        return []

    def _found(
        self, text: str, country: str, numbers: Collection[str], place: KnownPlace | None
    ) -> list[Leak]:
        key = (text, country, place)
        if key in self._innocent:
            return []
        # First as if no number might stand there: what is innocent so is innocent for all.
        found = leaks.find_leaks(text, country=country, place=place)
        if not found:
            self._innocent |= {key, (text, country, None)}
        elif numbers := _in_question(text, numbers):
            found = leaks.find_leaks(text, country=country, allowed_numbers=numbers, place=place)
        return found


def _in_question(text: str, numbers: Collection[str]) -> list[str]:
    """Those of many numbers whose last digits stand in a text."""
    said = phones.digits(text)
    return [each for each in numbers if phones.digits(each)[-LAST:] in said]


def _is_structured(field: str, text: str) -> bool:
    if field in EMAILS:
        return bool(EMAIL.fullmatch(text.strip()))
    return field == "extent" and _is_outline(text)


def _is_outline(text: str) -> bool:
    """Whether it is an area's outline (GeoJSON): many points, and none is a house."""
    try:
        said = json.loads(text)
    except ValueError:
        return False
    return (
        isinstance(said, dict)
        and set(said) == {"type", "coordinates"}
        and (said["type"] in {"Polygon", "MultiPolygon"} and _is_numbers(said["coordinates"]))
    )


def _is_numbers(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_is_numbers, value))
    return isinstance(value, int | float)
