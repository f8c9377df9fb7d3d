"""Reads the data files of cases: who is in them, and what happens when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from waymark.cases.answers import DECLINED, UNKNOWN, Answer
from waymark.demo.script import read_ago, read_table
from waymark.web.queries import site

Row = Mapping[str, Any]
SILENCES = {"?": UNKNOWN, "!": DECLINED}
ENDS = frozenset({"close", "erase_case"})


@dataclass(frozen=True)
class Turn:
    """One deed in a case.

    Attributes:
        at: when it happens.
        case: key of the case.
        do: name of the deed.
        by: sign-in name of whoever does it.
        row: what else the data file says about it.
    """

    at: datetime
    case: str
    do: str
    by: str
    row: Row

    @property
    def key(self) -> str:
        """By what later deeds name what came of this one."""
        return str(self.row.get("key", ""))

    @property
    def day(self) -> date:
        """The day on which it happens, in the installation's time as everywhere in cases."""
        return timezone.localdate(self.at, timezone=ZoneInfo(site().time_zone))

    def answers(self, name: str = "fields") -> dict[str, Answer]:
        """A table of the row as answers, days counted from the day on which it happens."""
        return answers(self.row.get(name, {}), self.day)


def answers(row: Row, day: date) -> dict[str, Answer]:
    """Answers of a table: `?` is unknown, `!` declined, `@-3d` and `@30d` days from `day`."""
    return {name: _answer(value, day) for name, value in row.items()}


def day_from(text: str, day: date) -> date:
    """The day that `@`, `@-3d` or `@30d` means. Raises ValueError."""
    back, ago = text.startswith("@-"), text.lstrip("@-")
    days = read_ago(ago) if ago else timedelta(0)
    return day - days if back else day + days


def turns(now: datetime) -> list[Turn]:
    """Everything that happens in all cases, oldest first."""
    tracks = {row["key"]: row["step"] for row in read_table("cases_tracks")["track"]}
    found = [turn for case in read_table("cases")["case"] for turn in _turns(case, tracks, now)]
    found += [_own(row, row["case"], "", now) for row in read_table("cases")["later"]]
    return sorted(found, key=lambda turn: turn.at)


def _turns(case: Row, tracks: Mapping[str, list[Row]], now: datetime) -> Iterator[Turn]:
    begin = Turn(now - read_ago(case["ago"]), case["key"], "begin", case["by"], case)
    own = [_own(row, begin.case, begin.by, now) for row in case.get("step", ())]
    end = min([now, *(turn.at for turn in own if turn.do in ENDS)])
    yield begin
    for row in tracks[case["track"]]:
        at = begin.at + read_ago(row["after"])
        if at < end:
            yield replace(begin, at=at, do=row["do"], by=row.get("by", begin.by), row=row)
    yield from own


def _own(row: Row, case: str, by: str, now: datetime) -> Turn:
    return Turn(now - read_ago(row["ago"]), case, row["do"], row.get("by", by), row)


def _answer(value: Any, day: date) -> Answer:
    if not isinstance(value, str):
        return Answer(value)
    if value.startswith("@"):
        return Answer(day_from(value, day).isoformat())
    return SILENCES.get(value) or Answer(value)
