"""Charts as accessible SVG, drawn on the server: bars, with intervals where a value has one.

    charts.bars([Bar("2016", 4.8, "4.8 million")], title=..., description=...)

A chart is one picture to a screen reader: it hears `title` and `description`. The page gives the
same numbers in a table beside it. Lengths across are percentages and lengths down are `em`, so a
chart fits a phone, mirrors in Arabic, and grows with the reader's own size of text; colours are
those of the stylesheet, light or dark.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

# How many letters fit beside each other on a phone of 320 px at the largest size of text; that size
# goes with the width of the screen, so that a reader with large letters sees none over another.
LETTERS = 24
LARGEST = "min(1em, 7vi)"
LINE = 1.45
BAR = 0.85
GAP = 0.9


@dataclass(frozen=True)
class Bar:
    """One row: its name, its value, and the value as the reader sees it written (`shown`).

    `low` and `high` are the ends of its interval; without a `value` only the interval is drawn.
    `break_before` says why this row must not be compared with those above it.
    """

    label: str
    value: float | None
    shown: str
    low: float | None = None
    high: float | None = None
    break_before: str = ""

    @property
    def reach(self) -> tuple[float, ...]:
        """Every number that the row must have room for."""
        return tuple(each for each in (self.value, self.low, self.high) if each is not None)


@dataclass(frozen=True)
class _Scale:
    least: float
    most: float
    mirrored: bool

    def at(self, value: float) -> float:
        """Where a value stands, in percent from the left."""
        share = 100 * (value - self.least) / (self.most - self.least)
        return 100 - share if self.mirrored else share

    @property
    def start(self) -> str:
        return "100%" if self.mirrored else "0%"

    @property
    def end(self) -> str:
        return "0%" if self.mirrored else "100%"


def bars(
    rows: Sequence[Bar],
    *,
    title: str,
    description: str,
    identity: str = "chart",
    most: float | None = None,
) -> SafeString:
    """One picture of all rows on one scale, which begins at zero.

    `identity` must differ between two charts of one page. `most` is where the scale ends, for
    instance 100 for shares; without it the largest number fills the width.
    """
    scale = _scale(rows, most)
    drawn: list[SafeString] = []
    top = 0.0
    for row in rows:
        for part, height in _row(row, scale, top):
            drawn.append(part)
            top += height
    return format_html(
        '<svg role="img" aria-labelledby="{0}-title" aria-describedby="{0}-desc" width="100%" '
        'height="{1}em" font-size="{5}" overflow="visible"><title id="{0}-title">{2}</title>'
        '<desc id="{0}-desc">{3}</desc>{4}</svg>',
        identity,
        f"{max(top, LINE):.2f}",
        title,
        description,
        format_html_join("", "{}", ((part,) for part in drawn)),
        LARGEST,
    )


def _scale(rows: Sequence[Bar], most: float | None) -> _Scale:
    numbers = [0.0, *(number for row in rows for number in row.reach)]
    least = min(numbers)
    top = max(numbers) if most is None else max(most, *numbers)
    return _Scale(least, top if top > least else least + 1, get_language_bidi())


def _row(row: Bar, scale: _Scale, top: float) -> Iterator[tuple[SafeString, float]]:
    """Each part of a row with the height that it takes."""
    if row.break_before:
        height = _height(row.break_before)
        yield _break(row.break_before, scale, top), height
        top += height
    words, height = _words(row, scale, top)
    yield words, height
    yield _shape(row, scale, top + height), BAR + GAP


def _words(row: Bar, scale: _Scale, top: float) -> tuple[SafeString, float]:
    lines = wrap(row.label, LETTERS) or [""]
    fits = len(lines[-1]) + len(row.shown) < LETTERS
    text = _lines(lines, scale.start, top)
    last = len(lines) - 1 if fits else len(lines)
    shown = format_html(
        '<text x="{}" y="{}em" text-anchor="end" fill="currentColor" font-weight="600">{}</text>',
        scale.end,
        f"{top + last * LINE + 1:.2f}",
        row.shown,
    )
    return text + shown, (last + 1) * LINE


def _lines(lines: Sequence[str], at: str, top: float) -> SafeString:
    return format_html_join(
        "",
        '<text x="{}" y="{}em" fill="currentColor">{}</text>',
        ((at, f"{top + number * LINE + 1:.2f}", line) for number, line in enumerate(lines)),
    )


def _shape(row: Bar, scale: _Scale, top: float) -> SafeString:
    bar = _box(scale, 0, row.value, top) if row.value is not None else SafeString()
    if row.low is None or row.high is None:
        return bar
    if row.value is None:
        return _box(scale, row.low, row.high, top)
    return bar + _whisker(scale, row.low, row.high, top)


def _box(scale: _Scale, first: float, last: float, top: float) -> SafeString:
    left, right = sorted((scale.at(first), scale.at(last)))
    return format_html(
        '<rect x="{}%" y="{}em" width="{}%" height="{}em" fill="var(--tint)" '
        'stroke="var(--accent)" stroke-width="2"/>',
        f"{left:.2f}",
        f"{top:.2f}",
        f"{right - left:.2f}",
        BAR,
    )


def _whisker(scale: _Scale, low: float, high: float, top: float) -> SafeString:
    """The interval: a line with an upright mark at each end."""
    first, last, middle = scale.at(low), scale.at(high), top + BAR / 2
    edges = ((first, last, middle, middle), *((x, x, top + 0.1, top + 0.75) for x in (first, last)))
    return format_html_join(
        "",
        '<line x1="{}%" x2="{}%" y1="{}em" y2="{}em" stroke="currentColor" stroke-width="2"/>',
        ([f"{number:.2f}" for number in edge] for edge in edges),
    )


def _height(reason: str) -> float:
    return len(wrap(reason, LETTERS)) * LINE + GAP


def _break(reason: str, scale: _Scale, top: float) -> SafeString:
    """A dashed line across, and below it why the rows are not one series."""
    line = format_html(
        '<line x1="0%" x2="100%" y1="{0}em" y2="{0}em" stroke="currentColor" '
        'stroke-dasharray="6 5"/>',
        f"{top + 0.1:.2f}",
    )
    return line + _lines(wrap(reason, LETTERS), scale.start, top + 0.25)
