"""Days that are known exactly or roughly: a year, a month of a year, or a day."""

import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1850, 2200


@dataclass(frozen=True, order=True)
class RoughDate:
    """A year, and a month and a day of it as far as they are known (0 where not)."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> "RoughDate | None":
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; None for anything else and for no real day."""
        found = _WRITTEN.fullmatch(text.strip())
        if found is None:
            return None
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            date(year or 0, 1 if month is None else month, 1 if day is None else day)
        except ValueError:
            return None
        in_reach = year is not None and FIRST_YEAR <= year <= LAST_YEAR
        return cls(year or 0, month or 0, day or 0) if in_reach else None

    @property
    def first_day(self) -> date:
        """The first day that it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return bool(self.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        return "-".join(parts)
