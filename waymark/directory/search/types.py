"""What goes into the search index, what is asked of it and what it answers."""

from dataclasses import dataclass
from uuid import UUID

from waymark.directory.cells import is_snapped, to_micro

PUBLIC = 0


class ExactPlace(ValueError):
    """Somebody tried to index the exact place of a location that is not public."""


@dataclass(frozen=True, kw_only=True)
class Indexable:
    """One service at one location, as the index may know it.

    `point` is in degrees: the exact place of a public location, else what `cells.snap` made of it,
    or None. `place_tier` is the location's tier; anything but public refuses an exact point.
    `tier` is the least tier that may learn of the row at all (0 public to 3 sealed).

    `words` are the names to find it by. `areas` are codes of what it serves or lies in, as the
    gazetteer writes them ("US", "US-CA", "US-06037"). `accepts` and `refuses` are bits of
    `criteria.bits`, `flags` up to four bits of the caller's own. Where no place decides,
    the smaller `rank` comes first: for instance minus the day number of the last verification.
    """

    service_at_location_id: UUID
    service_id: UUID
    location_id: UUID | None
    point: tuple[float, float] | None
    place_tier: int
    tier: int
    terms: tuple[str, ...] = ()
    words: str = ""
    languages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    accepts: int = 0
    refuses: int = 0
    flags: int = 0
    rank: int = 0

    def __post_init__(self) -> None:
        """Refuse an exact place that is not public. Raises ExactPlace, without the place."""
        if self.point and self.place_tier != PUBLIC and not is_snapped(*self.point):
            raise ExactPlace("The point of a location that is not public must be snapped first.")


@dataclass(frozen=True, kw_only=True)
class Query:
    """What somebody looks for.

    With `point` (degrees) the nearest come first: those within `radius_km`, or everywhere when it
    is None; after them those without a place that serve one of `areas`. Without a point the
    order is rank, and `areas` narrows.

    `terms` are ids of taxonomy terms: any of them, or all when `all_terms`; the caller adds the
    terms below. Each of the first eight words of `text` must begin a word of the row. `accepts`
    are criteria that the row must not refuse; those that accept them all come first, then those
    where one has to ask. `flags` must all be set. `tier` is what the reader may see.
    """

    point: tuple[float, float] | None = None
    radius_km: float | None = None
    areas: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    all_terms: bool = False
    text: str = ""
    language: str = ""
    accepts: int = 0
    flags: int = 0
    tier: int = PUBLIC
    limit: int = 20
    offset: int = 0
    count_to: int = 0

    def __post_init__(self) -> None:
        """Check the numbers. Raises ValueError."""
        if self.limit < 1 or self.offset < 0:
            raise ValueError("A page starts at 0 or later and holds at least one result.")
        if self.radius_km is not None and not self.radius_km >= 0:
            raise ValueError("A radius is zero or more kilometres.")
        if self.point:
            to_micro(*self.point)


@dataclass(frozen=True)
class Found:
    """One result. `point` and `distance_km` are of the point that the index holds, or None.

    `approximate` says that the point is only the centre of a cell. `asks` says that for at least
    one wanted criterion nothing is known.
    """

    service_at_location_id: UUID
    service_id: UUID
    location_id: UUID | None
    point: tuple[float, float] | None
    distance_km: float | None
    approximate: bool
    asks: bool
    accepts: int
    refuses: int
    flags: int
    tier: int


@dataclass(frozen=True)
class Page:
    """Some results from `offset` on; `more` says that the next page has at least one.

    `counted` is how many fit, as far as the search went: at least to `count_to`, if there are so
    many.
    """

    results: tuple[Found, ...]
    offset: int
    limit: int
    more: bool
    counted: int = 0
