"""Sentences about a figure, made from its record and from nothing else."""

from datetime import date, timedelta
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_compact_decimal, format_decimal, format_percent
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.contacts.places import country_name
from waymark.learn.content.words import SOURCE_LANGUAGE
from waymark.learn.figures import units
from waymark.learn.figures.reading import book
from waymark.learn.figures.record import Figure, Measure, Part, Precision

LONG = 1_000_000
DAY = timedelta(days=1)


def sentence(figure: Figure) -> str:
    """The figure in the reader's language: place, period, who, how many of what."""
    parts = [_setting(figure), _statement(figure)]
    if figure.low is not None and figure.high is not None:
        low, high = (_number(figure.measure, end) for end in (figure.low, figure.high))
        parts.append(_("Range: %(low)s to %(high)s.") % {"low": low, "high": high})
    if base := _base(figure):
        parts.append(_("Counted among: %(base)s.") % {"base": base})
    return " ".join(parts)


def short(figure: Figure) -> str:
    """The number alone, for a chart or a table: "1 in 6", "43.8%", "about 6.3 million"."""
    if figure.measure is Measure.COUNT and figure.value >= LONG:
        number = format_compact_decimal(
            figure.value, format_type="long", locale=locale(), fraction_digits=1
        )
    else:
        number = _number(figure.measure, figure.value)
    return _as_published(figure.precision, number)


def place(figure: Figure) -> str:
    """The country or region, with a capital where the language has any."""
    name = country_name(figure.place, _language())
    return name[:1].upper() + name[1:]


def period(figure: Figure) -> str:
    """When: years where they are whole, else months where they are whole, else days."""
    start, end = figure.period_start, figure.period_end
    if figure.measure is Measure.CHANGE:
        values = {"new": _year(end), "old": _year(start)}
        return _("%(new)s compared with %(old)s") % values
    whole_years = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    whole_months = start.day == 1 and (end + DAY).day == 1
    written = _year if whole_years else _month if whole_months else day
    first, last = written(start), written(end)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def population(figure: Figure) -> str:
    """Who or what was counted, beyond the unit."""
    return book().words(f"population.{figure.population}")


def denominator(figure: Figure) -> str:
    """Of whom a share is a share; empty for a count."""
    return book().words(f"denominator.{figure.denominator}") if figure.denominator else ""


def published(text: str) -> str:
    """A day, month or year of publication; says so where nobody gives one."""
    if not text:
        return _("date not known")
    match [int(number) for number in text.split("-")]:
        case [year, month, day_of_month]:
            return day(date(year, month, day_of_month))
        case [year, month]:
            return _month(date(year, month, 1))
        case _:
            return text


def day(value: date) -> str:
    """A day, written out."""
    return format_date(value, "long", locale=locale())


def locale() -> Locale:
    """The reader's locale."""
    return Locale.parse(_language(), sep="-")


def _setting(figure: Figure) -> str:
    return _("%(place)s, %(period)s.") % {"place": place(figure), "period": period(figure)}


def _statement(figure: Figure) -> str:
    values = {
        "who": population(figure),
        "base": denominator(figure),
        "number": _as_published(figure.precision, _number(figure.measure, abs(figure.value))),
        "unit": units.named(figure.unit),
    }
    match figure.measure, figure.part:
        case Measure.COUNT, _part:
            amount = units.counted(figure.unit, int(figure.value), values["number"])
            return _("%(who)s: %(amount)s.") % {"who": values["who"], "amount": amount}
        case (Measure.ONE_IN, _part) | (Measure.SHARE, Part.UNIT_WITHIN as _part):
            return _("%(base)s: %(number)s were %(unit)s. %(who)s.") % values
        case Measure.SHARE, _part:
            return _("%(who)s: %(number)s of %(unit)s.") % values
        case _:
            return _change(figure, values)


def _change(figure: Figure, values: dict[str, str]) -> str:
    if figure.value < 0:
        return _("%(who)s: %(number)s fewer %(unit)s.") % values
    return _("%(who)s: %(number)s more %(unit)s.") % values


def _base(figure: Figure) -> str:
    """The base of a share, where the statement does not begin with it."""
    is_part = figure.measure is Measure.SHARE and figure.part is Part.WITHIN_UNIT
    return denominator(figure) if is_part else ""


def _number(measure: Measure, value: Decimal) -> str:
    match measure:
        case Measure.COUNT:
            return format_decimal(value, locale=locale(), decimal_quantization=False)
        case Measure.ONE_IN:
            number = format_decimal(value, locale=locale(), decimal_quantization=False)
            return _("1 in %(number)s") % {"number": number}
        case _:
            return format_percent(value / 100, locale=locale(), decimal_quantization=False)


def _as_published(precision: Precision, number: str) -> str:
    match precision:
        case Precision.ABOUT:
            return _("about %(number)s") % {"number": number}
        case Precision.NEARLY:
            return _("nearly %(number)s") % {"number": number}
        case Precision.OVER:
            return _("over %(number)s") % {"number": number}
        case _:
            return number


def _year(value: date) -> str:
    return format_date(value, "y", locale=locale())


def _month(value: date) -> str:
    return format_skeleton("yMMMM", value, locale=locale())


def _language() -> str:
    return get_language() or SOURCE_LANGUAGE
