"""Text, and yes or no."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from waymark.cases.htcds.answers import LONGEST, UNUSABLE, Answer
from waymark.cases.htcds.names import plain
from waymark.cases.htcds.standard import Field
from waymark.cases.htcds.values.common import Refused, Taken
from waymark.web.workbooks.cells import Raw

YES = frozenset({"yes", "true", "y", "1", "x", "checked", "on"})
NO = frozenset({"no", "false", "n", "0", "unchecked", "off"})


def read_text(_field: Field, raw: Raw) -> Taken:
    """Any text. Raises Refused for what no text was typed as, and for what cannot be kept."""
    if isinstance(raw, time | timedelta):
        raise Refused(_("The cell holds a time of day. Format it as text and type it again."))
    if not isinstance(raw, str):
        return Taken(Answer(_number_or_date(raw)), _why_not_text(raw))
    text = tidy(raw)
    return Taken(Answer(text), "" if text == raw else _("Spaces and ends of lines were tidied."))


def tidy(raw: str) -> str:
    """Text in the one form that is kept. Raises Refused where it cannot be kept."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if UNUSABLE.search(text):
        raise Refused(_("There are characters that nobody can see. Type the text again."))
    if len(text.encode("utf-16-le")) // 2 > LONGEST:
        raise Refused(_("This is longer than one cell of a workbook. Shorten it."))
    return text


def _number_or_date(raw: Raw) -> str:
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    return str(raw)


def _why_not_text(raw: Raw) -> str:
    if isinstance(raw, date):
        return _("The spreadsheet made a date of it. Check what was meant.")
    if isinstance(raw, bool):
        return _("The spreadsheet made true or false of it. Check what was meant.")
    return _("The spreadsheet made a number of it, without zeros or + at its front. Check it.")


def read_yes_no(_field: Field, raw: Raw) -> Taken:
    """Yes or no. Raises Refused for anything else."""
    if isinstance(raw, bool):
        return Taken(Answer(raw))
    if isinstance(raw, int | float) and raw in (0, 1):
        return Taken(Answer(raw == 1), _("1 means yes and 0 means no."))
    if isinstance(raw, str) and raw in {"TRUE", "FALSE"}:
        return Taken(Answer(raw == "TRUE"))
    said = plain(raw) if isinstance(raw, str) else ""
    if said in YES | NO:
        return Taken(Answer(said in YES), _("The word was read as yes or no."))
    raise Refused(_("This needs yes or no. Write TRUE or FALSE."))
