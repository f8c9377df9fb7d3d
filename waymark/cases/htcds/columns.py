"""Which field each column of a sheet is, where the file says it twice and not always the same.

The published template has two rows of headings: field names in a hidden row, and labels that people
see. They disagree: the columns of the address are shifted against each other, one name is misspelt
and one is missing. What people typed, they typed under the label; so the label decides, and the
hidden name decides only where the label means several fields or none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from waymark.cases.htcds.dry_run import Column
from waymark.cases.htcds.names import by_label, by_name
from waymark.cases.htcds.ours import OUR_COLUMNS
from waymark.cases.htcds.standard import FIELDS
from waymark.cases.htcds.values import Raw
from waymark.web.workbooks.scanning import column_letters
from waymark.web.workbooks.workbook import Sheet

MOST_ROWS_ABOVE = 20  # a title or a logo may stand above the headings


@dataclass(frozen=True)
class Headings:
    """Where the headings of a sheet are.

    Attributes:
        names: the row with field names, from 1; 0 where there is none.
        labels: the row with labels, likewise.
    """

    names: int
    labels: int

    @property
    def last(self) -> int:
        """The last row of headings."""
        return max(self.names, self.labels)


def find_headings(sheet: Sheet) -> Headings | None:
    """The rows of headings; None where the sheet has none that we know."""
    above = sheet.rows[:MOST_ROWS_ABOVE]
    names = next((row for row, cells in enumerate(above, 1) if _is_names(cells)), 0)
    if names:
        return Headings(names, _labels_beside(sheet, names))
    rows = enumerate(above, 1)
    labels = next((row for row, cells in rows if _is_labels(cells, least=2)), 0)
    return Headings(0, labels) if labels else None


def _labels_beside(sheet: Sheet, names: int) -> int:
    """The row of labels below or above the names; 0 where there is none.

    Below names that nobody sees people saw labels, in whatever language they are.
    """
    if names in sheet.hidden and names < len(sheet.rows):
        return names + 1
    beside = (row for row in (names + 1, names - 1) if 0 < row <= len(sheet.rows))
    return next((row for row in beside if _is_labels(sheet.rows[row - 1])), 0)


def _is_names(cells: Sequence[Raw]) -> bool:
    said = _said(cells)
    return sum(bool(by_name(text)) or text in OUR_COLUMNS for text in said) * 2 > len(said)


def _is_labels(cells: Sequence[Raw], least: int = 1) -> bool:
    said = _said(cells)
    known = sum(bool(by_label(text)) for text in said)
    return known >= least and known * 2 > len(said)


def _said(cells: Sequence[Raw]) -> list[str]:
    return [cell for cell in cells if isinstance(cell, str) and cell.strip()]


def decide(sheet: Sheet, headings: Headings) -> tuple[Column, ...]:
    """Every column of the sheet with what it is taken for, and why."""
    width = max(map(len, sheet.rows), default=0)
    found: list[Column] = []
    for number in range(1, width + 1):
        column = _column(sheet, headings, number)
        if column.field in {other.field for other in found if other.field}:
            why = _("An earlier column is this field already: give this one another heading.")
            column = Column(column.place, column.name, column.label, "", why)
        found.append(column)
    return tuple(found)


def _column(sheet: Sheet, headings: Headings, number: int) -> Column:
    name = _heading(sheet, headings.names, number)
    label = _heading(sheet, headings.labels, number)
    place = column_letters(number)
    if name in OUR_COLUMNS:
        return Column(place, name, label, name)
    if not name and not label and _is_numbering(sheet, headings, number):
        why = _("The column only numbers the rows: it is left out.")
        return Column(place, name, label, "", why, left_out=True)
    field, why = _decide(name, label)
    if field and not why and headings.names and not name:
        why = _("The hidden name is missing; the heading decided: %(field)s.") % {"field": field}
    return Column(place, name, label, field, why)


def _heading(sheet: Sheet, row: int, number: int) -> str:
    cells = sheet.rows[row - 1] if row else ()
    cell = cells[number - 1] if number <= len(cells) else ""
    return cell.strip() if isinstance(cell, str) else ""


def _decide(name: str, label: str) -> tuple[str, str]:
    """The field, and the rule where name and label do not simply agree."""
    hidden = by_name(name) or by_name(label)
    seen = by_label(label)
    if hidden in seen or (hidden and not label):
        return hidden or "", _why_spelt(name, hidden or "")
    if len(seen) == 1:
        return seen[0], _why_seen(hidden, seen[0], named=bool(name))
    if seen and not hidden:
        return "", _(
            "This heading means several fields. Write the field's name, such as %(name)s."
        ) % {"name": seen[0]}
    if hidden and not seen:
        return hidden, _why_hidden(name, label, hidden)
    if hidden:
        return "", _("The heading and the hidden name disagree, and neither is certain.")
    return "", _("No field of the standard has this heading. Write the field's name.")


def _why_spelt(name: str, field: str) -> str:
    if not name or name == field:
        return ""
    return _("The name is spelt differently in the standard: %(field)s.") % {"field": field}


def _why_seen(hidden: str | None, field: str, *, named: bool) -> str:
    if hidden:
        return _(
            "The hidden name says %(hidden)s, but people typed under the heading: %(field)s."
        ) % {"hidden": hidden, "field": field}
    if named:
        return _("The hidden name is no field; the heading decided: %(field)s.") % {"field": field}
    return ""


def _why_hidden(name: str, label: str, field: str) -> str:
    if label and label != name and by_name(label) != field:
        return _("The heading is no label of the standard; the name decided: %(field)s.") % {
            "field": FIELDS[field].name
        }
    return _why_spelt(name or label, field)


def _is_numbering(sheet: Sheet, headings: Headings, number: int) -> bool:
    """Whether a column without a heading holds 1, 2, 3 and so on."""
    cells = [row[number - 1] for row in sheet.rows[headings.last :] if len(row) >= number]
    filled = [cell for cell in cells if cell != ""]
    first = filled[0] if filled else 1
    if not isinstance(first, float | int) or isinstance(first, bool):
        return False
    return filled == [first + count for count in range(len(filled))]
