"""A series as a chart and as the table beside it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waymark.learn.figures import queries, units, wording
from waymark.learn.figures.reading import book
from waymark.learn.figures.record import Figure, Measure, Series
from waymark.web.charts import Bar, bars


@dataclass(frozen=True)
class Line:
    """A line of the table: a figure, its name in the series, and why it stands apart."""

    figure: Figure
    label: str
    number: str
    reason: str


def title(series: Series) -> str:
    """The heading of a series."""
    return book().words(f"series.{series.id}.title")


def text(series: Series) -> str:
    """What a reader should know before the chart."""
    return book().words(f"series.{series.id}.text")


def counted(series: Series) -> str:
    """What the series counts, in the words of its unit."""
    found = lines(series)
    return units.named(found[0].figure.unit) if found else ""


def lines(series: Series) -> list[Line]:
    """The lines of the table, in the order of the series."""
    return [
        Line(found, _label(series, found), wording.short(found), _reason(point.break_before))
        for point in series.points
        if (found := queries.figure(point.figure))
    ]


def chart(series: Series) -> SafeString:
    """The picture. Rows that must not be compared are drawn apart, with the reason between them."""
    found = lines(series)
    rows = [_bar(line) for line in found]
    said = "; ".join(f"{row.label}: {row.shown}" for row in rows)
    is_part = any(line.figure.measure is Measure.SHARE for line in found)
    return bars(
        rows,
        title=title(series),
        description=_("%(unit)s. %(rows)s.") % {"unit": counted(series), "rows": said},
        identity=series.id,
        most=100 if is_part else None,
    )


def _bar(line: Line) -> Bar:
    figure = line.figure
    return Bar(
        label=line.label,
        value=_length(figure),
        shown=line.number,
        low=float(figure.low) if figure.low is not None else None,
        high=float(figure.high) if figure.high is not None else None,
        break_before=line.reason,
    )


def _length(figure: Figure) -> float:
    """How long the bar is: 1 in 8 is shorter than 1 in 6."""
    return 100 / float(figure.value) if figure.measure is Measure.ONE_IN else float(figure.value)


def _label(series: Series, figure: Figure) -> str:
    if series.axis == "population":
        return wording.population(figure)
    return wording.period(figure)


def _reason(key: str) -> str:
    return book().words(f"break.{key}") if key else ""
