"""Figures made up for tests: any record that the files could hold, with words that exist."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from waymark.learn.figures.reading import Book, book, read_book
from waymark.learn.figures.record import Figure, Measure, Part, Precision, Unit

FOLDER = "figures"
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


def some_figure() -> Figure:
    """A figure of ours to change."""
    return book().figures["world-sex-2021"]


def keys(kind: str) -> list[str]:
    """The keys of one kind of words."""
    return [k.split(".")[1] for k in book().words.texts["en"] if k.startswith(f"{kind}.")]


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """Any figure that could be written."""
    measure = draw(st.sampled_from(Measure))
    most = {Measure.SHARE: 100, Measure.ONE_IN: 500}.get(measure, 90_000_000)
    places = 0 if measure in {Measure.COUNT, Measure.ONE_IN} else 1
    least = 1 if measure is Measure.ONE_IN else 0
    low, value, high = sorted(
        draw(
            st.lists(st.decimals(least, most, places=places), min_size=3, max_size=3),
        )
    )
    start, end = sorted((draw(DAYS), draw(DAYS)))
    ranged = draw(st.booleans())
    return replace(
        some_figure(),
        measure=measure,
        value=Decimal(value),
        low=low if ranged else None,
        high=high if ranged else None,
        precision=draw(st.sampled_from(Precision)),
        unit=draw(st.sampled_from(Unit)),
        part=draw(st.sampled_from(Part)),
        population=draw(st.sampled_from(keys("population"))),
        denominator=draw(st.sampled_from(keys("denominator"))),
        place=draw(st.sampled_from(["001", "EU", "US", "IE", "VN"])),
        period_start=start,
        period_end=end,
    )


FIGURE = """
[[sources]]
id = "own"
publisher = "Our own count"
title = "Yearly report"
published = "2025"
url = "https://example.org/report"
seen = 2026-01-31

[[figures]]
id = "own-2025"
topic = "countries"
measure = "count"
unit = "referral"
value = 12
population = "potential"
place = "US"
period_start = 2025-01-01
period_end = 2025-12-31
method = "nrm"
source = "own"
confidence = "A"
review_due = 2027-01-31
"""


def write(folder: Path, text: str, name: str = "counts.toml") -> None:
    """Put a file of figures into an organisation's folder."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(text, encoding="utf-8")


def read_with(folder: Path, text: str) -> Book:
    """All figures, with this file among those of the organisation."""
    write(folder, text)
    return read_book()
