"""Rows of a workbook: the published template, tables made after it, and our own files."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from waymark.cases.htcds.building import Building, Keys
from waymark.cases.htcds.columns import Headings, decide, find_headings
from waymark.cases.htcds.dry_run import Column, DryRun, RowRun, Source
from waymark.cases.htcds.ours import KEY, OUR_COLUMNS, SILENCES, TABS, silences_from_text
from waymark.cases.htcds.standard import FIELDS, Group, Kind
from waymark.cases.htcds.taking import Taking
from waymark.cases.htcds.values import Raw, as_shown
from waymark.web.workbooks.refusals import CannotRead
from waymark.web.workbooks.workbook import Sheet, Workbook, read_workbook

GROUP_OF_TAB = {tab: group for group, tab in TABS.items()}


@dataclass(frozen=True)
class _Row:
    """One row that was read: what it says, and the key that stands in it."""

    place: str
    number: int
    key: str
    taking: Taking


class _Table:
    """A sheet with headings, row by row."""

    def __init__(self, sheet: Sheet, headings: Headings, *, from_1904: bool) -> None:
        self.sheet, self.headings, self.from_1904 = sheet, headings, from_1904
        self.columns = decide(sheet, headings)

    def only(self, group: Group) -> None:
        """Leave only the fields of a group, and our own columns."""
        self.columns = tuple(_within(column, group) for column in self.columns)

    def rows(self) -> list[_Row]:
        """Every row below the headings that is not blank."""
        start = self.headings.last + 1
        below = enumerate(self.sheet.rows[start - 1 :], start)
        rows = (self._row(number, cells) for number, cells in below)
        return [row for row in rows if row.key or not row.taking.is_blank]

    def _row(self, number: int, cells: tuple[Raw, ...]) -> _Row:
        taking, own = Taking(), dict.fromkeys(OUR_COLUMNS, "")
        for column, (at, raw) in zip(self.columns, enumerate(cells, 1), strict=False):
            if column.field in own:
                own[column.field] = as_shown(raw)
            elif not column.left_out:
                self._take(taking, column, number, at, raw)
        for field, word in silences_from_text(own[SILENCES]):
            taking.hush(f"{SILENCES} {number}", field, word)
        place = _("%(sheet)s, row %(row)s") % {"sheet": self.sheet.name, "row": number}
        return _Row(place, number, own[KEY].strip(), taking)

    def _take(self, taking: Taking, column: Column, row: int, at: int, raw: Raw) -> None:
        place = f"{column.place}{row}"
        problem = self._problem(column, (row, at), raw)
        if problem:
            taking.refuse(place, column.field, raw or "?", problem)
        elif not column.field:
            taking.refuse(place, "", raw, column.why)
        else:
            taking.take(place, column.field, raw)

    def _problem(self, column: Column, at: tuple[int, int], raw: Raw) -> str:
        if at in self.sheet.formulas:
            return _("The cell is a formula. Replace it by its value: copy, then paste as value.")
        if at in self.sheet.errors:
            return _("The cell shows an error. Type what was meant.")
        is_date = column.field in FIELDS and FIELDS[column.field].kind is Kind.DATE
        if self.from_1904 and is_date and isinstance(raw, int | float):
            return _("This workbook counts days from 1904. Format the cell as a date.")
        return ""


def _within(column: Column, group: Group) -> Column:
    if column.field in OUR_COLUMNS or not column.field or FIELDS[column.field].group is group:
        return column
    why = _("This field does not belong on this sheet. Put it on the first one.")
    return replace(column, field="", why=why)


def read_rows(data: bytes, file: str) -> DryRun:
    """Read a workbook. Raises CannotRead where no sheet has headings that we know."""
    book = read_workbook(data)
    main = _main(book)
    cases = _Cases(main)
    notes: list[str] = []
    further: list[RowRun] = []
    for sheet in book.sheets:
        if sheet is main.sheet or not any(any(cell != "" for cell in row) for row in sheet.rows):
            continue
        group, headings = GROUP_OF_TAB.get(sheet.name), find_headings(sheet)
        if group and headings:
            further += cases.add_sheet(group, _Table(sheet, headings, from_1904=book.from_1904))
        else:
            notes.append(_("The sheet %(sheet)s is not read.") % {"sheet": sheet.name})
    rows = (*cases.runs(), *further)
    return DryRun(file, Source.WORKBOOK, main.columns, rows, (*notes, *_emptiness(rows)))


def _main(book: Workbook) -> _Table:
    """The first sheet with headings that we know, other than ours for further parts."""
    for sheet in book.sheets:
        headings = find_headings(sheet) if sheet.name not in GROUP_OF_TAB else None
        if headings:
            return _Table(sheet, headings, from_1904=book.from_1904)
    raise CannotRead(
        _("No sheet has the headings of the standard. Write its labels or its field names above "
          "the columns.")
    )  # fmt: skip


def _emptiness(rows: tuple[RowRun, ...]) -> tuple[str, ...]:
    return () if rows else (_("The table can be read, and holds no cases."),)


class _Cases:
    """The records of the main sheet, and what other sheets add to them."""

    def __init__(self, main: _Table) -> None:
        self._built: list[tuple[RowRun, Building | None]] = []
        self._by_key: dict[str, list[Building]] = {}
        keys = Keys()
        for row in main.rows():
            building = self._begin(row, keys)
            self._built.append((row.taking.run(row.place), building))

    def _begin(self, row: _Row, keys: Keys) -> Building | None:
        """The record of a row; none where nothing in it can be taken."""
        if not row.taking.answers and not row.key:
            return None
        building = Building(keys.give(row.key, str(row.number)), row.taking.answers)
        if row.key:
            self._by_key.setdefault(row.key, []).append(building)
        return building

    def add_sheet(self, group: Group, table: _Table) -> list[RowRun]:
        """Add the parts on a sheet to their records; what has none is refused, cell by cell."""
        table.only(group)
        return [self._add(group, row) for row in table.rows()]

    def _add(self, group: Group, row: _Row) -> RowRun:
        meant = self._by_key.get(row.key, [])
        if len(meant) == 1:
            meant[0].add(group, row.taking.answers)
            return row.taking.run(row.place)
        why = (
            _("Several rows of the first sheet have this record's key: give each its own.")
            if meant
            else _("No row of the first sheet has this record's key.")
        )
        return row.taking.refuse_all(row.place, why)

    def runs(self) -> tuple[RowRun, ...]:
        """Each row with its record, once everything is added."""
        return tuple(
            replace(run, record=building.record()) if building else run
            for run, building in self._built
        )
