"""The tables of a run as a page and a file show them, in the reader's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waymark.packs.definitions import ALL, packs
from waymark.packs.linking import SMALL
from waymark.packs.linking import Shown as Numbers
from waymark.packs.models import PackRun
from waymark.packs.wording import PACKS, TABLES, cell_title
from waymark.web.charts import Bar, bars


@dataclass(frozen=True)
class Row:
    """One cell: its name, its number, and what stands there where none is shown."""

    labels: str
    title: str
    number: int | None
    text: str


@dataclass(frozen=True)
class Shown:
    """One table."""

    id: str
    title: str | Promise
    help: str | Promise
    rows: tuple[Row, ...]
    people: bool

    @property
    def chart(self) -> SafeString:
        """Its numbers as bars; a number that is kept back has none."""
        return bars(
            [Bar(row.title, row.number, row.text) for row in self.rows],
            title=str(self.title),
            description=_("The same numbers stand in the table."),
            identity=f"chart-{self.id.replace('+', '-')}",
        )


def shown_tables(run: PackRun, numbers: Numbers) -> list[Shown]:
    """The tables of a run in the order of its pack, the total first."""
    return [_shown(run, table, numbers[table]) for table in (ALL, *packs()[run.pack].tables)]


def _shown(run: PackRun, table: str, cells: Mapping[str, int | None]) -> Shown:
    population = packs()[run.pack].population
    people = population.id == "people"
    title = TABLES[table].title if table != ALL else (_("Clients") if people else _("Reports"))
    rows = tuple(
        Row(labels, cell_title(population, table, labels), number, _text(number))
        for labels, number in cells.items()
    )
    return Shown(table, title, TABLES[table].help if table != ALL else "", rows, people)


def _text(number: int | None) -> str:
    return _("kept back") if number is None else str(number)


def notes(run: PackRun, made_on: date) -> Iterator[str]:
    """What a reader of the file needs to know."""
    pack = packs()[run.pack]
    yield str(PACKS[run.pack].title)
    yield str(PACKS[run.pack].help)
    yield period_text(run)
    yield _("Made on %(day)s.") % {"day": date_format(made_on)}
    yield from _who(run)
    yield _(
        "Numbers of 1 to %(most)s are kept back, and others with which they could be worked out. "
        "“Kept back” says nothing about how large a number is."
    ) % {"most": SMALL - 1}
    yield _(
        "What was published of a month stays as it was counted then. People who were recorded "
        "later are added to later tables; corrections are not."
    )
    for table in pack.tables:
        yield f"{TABLES[table].title}. {TABLES[table].help}"


def period_text(run: PackRun) -> str:
    """The period in words."""
    return _("From %(first)s to %(last)s.") % {
        "first": date_format(run.first_day),
        "last": date_format(run.last_day),
    }


def _who(run: PackRun) -> Iterator[str]:
    if packs()[run.pack].population.id == "people":
        yield _(
            "Counted are people who are victims in a case that was open in the year, each once, "
            "in the first month of the year in which it was. People who asked that their data "
            "not be used are left out."
        )
    else:
        yield _("Counted are reports that came in and are not erased.")
