"""Everything that can be asked for: how it is written, read and described to others.

One table, from which requests are read and the OpenAPI document is made.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from waymark.directory.api import values
from waymark.directory.api.problems import Problem
from waymark.directory.criteria import Criterion

MOST_PER_PAGE = 100
LAST_PAGE = 1_000_000
FARTHEST_KM = 500
OLDEST = 120
UNKNOWN = "This address does not know this parameter."
# Of these a request may name several: repeated, with commas, or in a body as a list.
LISTS = ("accepts", "taxonomy_term_id")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a request asks for, understood. `proximity` in metres, `radius` in kilometres."""

    search: str = ""
    page: int = 1
    per_page: int = 25
    format: str = "json"
    taxonomy_term_id: tuple[UUID, ...] = ()
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    modified_after: datetime | None = None
    minimal: bool = False
    full: bool = False
    full_service: bool = False
    top_only: bool = False
    parent_id: UUID | None = None
    postcode: str = ""
    proximity: float | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius: float | None = None
    accepts: tuple[Criterion, ...] = ()
    age: int | None = None
    language: str = ""
    paged: bool = False

    @property
    def point(self) -> tuple[float, float] | None:
        """The point that was given in degrees."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


@dataclass(frozen=True)
class Parameter:
    """One thing to ask for. `read` raises ValueError with what would be right."""

    name: str
    text: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]


def _words(longest: int = values.LONGEST_TEXT) -> dict[str, Any]:
    return {"type": "string", "maxLength": longest}


def _between(kind: str, low: float, high: float, **more: Any) -> dict[str, Any]:
    return {"type": kind, "minimum": low, "maximum": high, **more}


ID = {"type": "string", "format": "uuid", "pattern": f"^{values.UUID_TEXT.pattern}$"}
FLAG = {"type": "boolean", "default": False}
SERVICES_WITH_TERM = (
    "Only what carries one of these taxonomy terms or a term below one, with commas between ids."
)
PARAMETERS: dict[str, Parameter] = {
    each.name: each
    for each in (
        Parameter("search", "Every word must begin a word of a name.", _words(), values.text),
        Parameter(
            "page",
            "Number of the page, from 1.",
            _between("integer", 1, LAST_PAGE, default=1),
            values.whole(1, LAST_PAGE),
        ),
        Parameter(
            "per_page",
            "How many a page holds.",
            _between("integer", 1, MOST_PER_PAGE, default=25),
            values.whole(1, MOST_PER_PAGE),
        ),
        Parameter(
            "format",
            "ndjson streams everything that fits, one object a line, without pages.",
            {"type": "string", "enum": ["json", "ndjson"], "default": "json"},
            values.one_of("json", "ndjson"),
        ),
        Parameter("taxonomy_term_id", SERVICES_WITH_TERM, _words(800), values.uuids),
        Parameter(
            "taxonomy_id", "Only what carries, or is, a term of this taxonomy.", ID, values.uuid
        ),
        Parameter("organization_id", "Only what this organization offers.", ID, values.uuid),
        Parameter(
            "modified_after",
            "Only services changed at this date or time or later; without a zone it is UTC.",
            _words(),
            values.moment,
        ),
        Parameter(
            "minimal",
            "Only id and modified_date of each, everything on one page unless pages are asked for.",
            FLAG,
            values.boolean,
        ),
        Parameter("full", "Everything that hangs on each.", FLAG, values.boolean),
        Parameter(
            "full_service",
            "Organizations with everything of their services, instead of name and status.",
            FLAG,
            values.boolean,
        ),
        Parameter("top_only", "Only terms that have no term above them.", FLAG, values.boolean),
        Parameter("parent_id", "Only terms directly below this one.", ID, values.uuid),
        Parameter(
            "postcode",
            "Alone: only what serves or lies in the area of this postcode. With proximity: only "
            "what is that near to the middle of the postcode, nearest first.",
            _words(20),
            values.text,
        ),
        Parameter(
            "proximity",
            "Metres from the middle of the postcode.",
            _between("number", 0, FARTHEST_KM * 1000),
            values.decimal(0, FARTHEST_KM * 1000),
        ),
        Parameter(
            "latitude",
            "Profile: degrees, together with longitude. Nearest first. Places that are not public "
            "are as far away as the middle of their cell of 0.1 degrees.",
            _between("number", -90, 90),
            values.decimal(-90, 90),
        ),
        Parameter(
            "longitude",
            "Profile: degrees, together with latitude.",
            _between("number", -180, 180),
            values.decimal(-180, 180),
        ),
        Parameter(
            "radius",
            "Profile: kilometres around latitude and longitude.",
            _between("number", 0, FARTHEST_KM),
            values.decimal(0, FARTHEST_KM),
        ),
        Parameter(
            "accepts",
            "Profile: leaves out what is known to refuse any of these; those that accept them all "
            f"come first, then those to ask. With commas: {', '.join(Criterion)}.",
            _words(800),
            values.criteria,
        ),
        Parameter(
            "age",
            "Profile: age in years of who needs help; leaves out what refuses that age.",
            _between("integer", 0, OLDEST),
            values.whole(0, OLDEST),
        ),
        Parameter(
            "language",
            "Profile: code of a language that is spoken there.",
            {"type": "string", "pattern": f"^{values.LANGUAGE.pattern}$", "maxLength": 35},
            values.language,
        ),
    )
}


def understand(given: Mapping[str, str], known: tuple[str, ...]) -> Asked:
    """What a request asks for. Raises Problem, which names the parameter.

    What is unknown is refused and not passed over: a mistyped filter would show what it was to
    keep away.
    """
    read = {}
    for name, value in given.items():
        if name not in known:
            raise Problem(400, UNKNOWN, shown(name))
        try:
            read[name] = PARAMETERS[name].read(value)
        except ValueError as fault:
            raise Problem(400, f"The value has to be {fault}.", name) from fault
    asked = Asked(**read, paged="page" in read or "per_page" in read)
    _fits_together(asked)
    return asked


def shown(name: str) -> str:
    """A name that somebody sent, as it may be shown again."""
    return "".join(sign for sign in name[:40] if sign.isalnum() or sign in "_-")


def _fits_together(asked: Asked) -> None:
    if (asked.latitude is None) != (asked.longitude is None):
        missing = "latitude" if asked.latitude is None else "longitude"
        raise Problem(400, "Latitude and longitude are given together.", missing)
    if asked.radius is not None and asked.point is None:
        raise Problem(400, "A radius is around a latitude and longitude.", "radius")
    if asked.proximity is not None and not asked.postcode:
        raise Problem(400, "Proximity is to a postcode.", "proximity")
    if asked.postcode and asked.point:
        raise Problem(400, "Give a postcode, or latitude and longitude.", "postcode")
    if asked.minimal and asked.full:
        raise Problem(400, "Minimal and full exclude each other.", "minimal")
