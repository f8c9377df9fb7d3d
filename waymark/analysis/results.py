"""What came out, as the page shows it: read from the files that are also there to be saved."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}
HEADINGS = {
    "number": gettext_lazy("These lists can carry a number"),
    "range": gettext_lazy("These lists can carry a range, and no single number"),
    "bound": gettext_lazy("These lists cannot carry an estimate, only a lower bound"),
}
OUTCOMES = {
    "fine": gettext_lazy("Fine"),
    "doubt": gettext_lazy("Doubt"),
    "fail": gettext_lazy("Fails"),
}
# By the beginning of the file's name, in the order in which they are read.
PLOTS = {
    "estimates": gettext_lazy("Estimates by method"),
    "path": gettext_lazy("How the steps chose"),
    "bootstrap": gettext_lazy("Bootstrap samples"),
    "sensitivity": gettext_lazy("With one thing changed"),
}
PLOT_WIDTH = 720  # below it the letters of a plot are too small: it scrolls


@dataclass(frozen=True)
class Row:
    """An estimate in words: of which method or group, the number, an interval for each level."""

    name: str
    point: str
    intervals: list[str]
    model: str
    warnings: list[str]


@dataclass(frozen=True)
class Plot:
    """A picture with its name, and the title that it has for a screen reader."""

    name: str
    heading: str | Promise
    title: str
    picture: SafeString


class Result:
    """The report of an estimate, by its files."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.record: dict[str, Any] = json.loads(files["report.json"])

    @property
    def verdict(self) -> dict[str, Any]:
        """What may be said, and why no more."""
        found = self.record["verdict"]
        criteria = [
            {**each, "outcome": OUTCOMES[each["outcome"]], "fine": each["outcome"] == "fine"}
            for each in found["criteria"]
        ]
        return {**found, "heading": HEADINGS[found["may"]], "criteria": criteria}

    @cached_property
    def levels(self) -> list[float]:
        """The levels of all intervals, the narrowest first."""
        return sorted({each["level"] for one in self._all() for each in one["intervals"]})

    @property
    def percents(self) -> list[str]:
        """The levels as headings."""
        return [f"{level:.0%}" for level in self.levels]

    @property
    def estimates(self) -> list[Row]:
        """An estimate for each method."""
        return [self._row(each["method"], each) for each in self.record["estimates"]]

    @property
    def strata(self) -> list[Row]:
        """An estimate for each group, and the total; empty where there are no groups."""
        found = self.record["stratified"]
        if not found:
            return []
        rows = [self._row(name, each) for name, each in sorted(found["strata"].items())]
        return [*rows, self._row(_("Total"), found["total"])]

    @property
    def overlaps(self) -> dict[str, Any]:
        """Who is on which lists."""
        found = self.record["findings"]["overlaps"]
        lists = zip(found["names"], found["sizes"], found["alone"], strict=True)
        pairs = [
            (*each["pair"], people(each["shared"]), people(each["expected"]))
            for each in found["pairs"]
        ]
        return {"lists": [(name, people(a), people(b)) for name, a, b in lists], "pairs": pairs}

    @property
    def plots(self) -> list[Plot]:
        """The pictures, in the order in which they are read."""
        return [
            Plot(name, heading, _title(self.files[name]), _picture(self.files[name]))
            for start, heading in PLOTS.items()
            for name in sorted(self.files)
            if name.startswith(start) and name.endswith(".svg")
        ]

    @property
    def names(self) -> list[str]:
        """The files to save, reports before pictures."""
        return sorted(self.files, key=lambda name: (name.endswith(".svg"), name))

    def _all(self) -> Iterator[dict[str, Any]]:
        yield from self.record["estimates"]
        if found := self.record["stratified"]:
            yield from (*found["strata"].values(), found["total"])

    def _row(self, name: str, estimate: Mapping[str, Any]) -> Row:
        ends = {each["level"]: each for each in estimate["intervals"]}
        point = people(estimate["point"])
        return Row(
            name=name,
            point=_("at least %(number)s") % {"number": point} if estimate["bound"] else point,
            intervals=[_ends(ends.get(level)) for level in self.levels],
            model=estimate["model"],
            warnings=estimate["warnings"],
        )


def people(number: float | None) -> str:
    """People, whole and with commas; words where there is no finite number."""
    return _("none") if number is None else f"{number:,.0f}"


def content_type(name: str) -> str:
    """The type of a file by the end of its name."""
    return TYPES[name.rpartition(".")[2]]


def _ends(interval: Mapping[str, Any] | None) -> str:
    if interval is None:
        return "–"
    low = people(interval["low"])
    if interval["high"] is None:
        return _("%(low)s, no upper end") % {"low": low}
    return _("%(low)s to %(high)s") % {"low": low, "high": people(interval["high"])}


def _title(text: str) -> str:
    return unescape(text.partition("<title>")[2].partition("</title>")[0])


def _picture(text: str) -> SafeString:
    """A plot inside the page. Our own program drew it, and escaped every name in it."""
    return SafeString(text.replace("<svg ", f'<svg width="{PLOT_WIDTH}" ', 1))
