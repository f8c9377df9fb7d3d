"""What stands in one cell, or between two tags, as an answer."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from waymark.cases.htcds.answers import Answer
from waymark.cases.htcds.standard import FIELDS, Kind
from waymark.cases.htcds.values.codes import read_choice, read_choices
from waymark.cases.htcds.values.common import Refused, Taken, silence_of
from waymark.cases.htcds.values.dates import read_date
from waymark.cases.htcds.values.numbers import read_coordinate, read_number
from waymark.cases.htcds.values.texts import read_text, read_yes_no
from waymark.web.workbooks.cells import Raw

__all__ = ["Raw", "Refused", "Taken", "as_shown", "read_value"]

_READERS = {
    Kind.TEXT: read_text,
    Kind.CHOICE: read_choice,
    Kind.CHOICES: read_choices,
    Kind.DATE: read_date,
    Kind.NUMBER: read_number,
    Kind.COORDINATE: read_coordinate,
    Kind.YES_NO: read_yes_no,
}


def read_value(name: str, raw: Raw) -> Taken | None:
    """The answer that a field's cell holds; None where the cell is blank.

    Arguments: a field's name; the cell as a workbook or a form has it. Raises Refused, which says
    what to do.
    """
    if isinstance(raw, str) and not raw.strip():
        return None
    field = FIELDS[name]
    try:
        return _READERS[field.kind](field, raw)
    except Refused:
        silence = silence_of(raw) if field.kind is not Kind.TEXT else None
        if silence is None:
            raise
        return Taken(Answer(silence=silence), _("These words say why there is no answer."))


def as_shown(raw: Raw) -> str:
    """A cell as a spreadsheet would show it."""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    if isinstance(raw, date | time):
        return raw.isoformat()
    if isinstance(raw, timedelta):
        return str(raw)
    return str(raw)
