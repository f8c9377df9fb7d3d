"""Whole numbers, and degrees of latitude and longitude."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from waymark.cases.htcds.answers import Answer, BadAnswer, check
from waymark.cases.htcds.standard import Field
from waymark.cases.htcds.values.common import Refused, Taken
from waymark.web.workbooks.cells import Raw

WHOLE = re.compile(r"[0-9]{1,9}(\.0+)?")
DEGREES = re.compile(r"[-+]?[0-9]{1,9}([.,][0-9]{1,20})?")


def read_number(field: Field, raw: Raw) -> Taken:
    """A whole number. Raises Refused for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise Refused(_("This needs a whole number."))
    text = str(raw).strip()
    if not WHOLE.fullmatch(text):
        raise Refused(_("This needs a whole number, in digits."))
    answer = Answer(int(text.partition(".")[0]))
    _within(field, answer)
    kept = str(answer.value) == raw or not isinstance(raw, str)
    return Taken(answer, "" if kept else _("Spaces, zeros or decimals were tidied."))


def read_coordinate(field: Field, raw: Raw) -> Taken:
    """Degrees. Raises Refused for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise Refused(_("This needs degrees as a decimal number."))
    text = str(raw).strip()
    if isinstance(raw, float):
        text = format(Decimal(text), "f") if text not in {"nan", "inf", "-inf"} else ""
    if not DEGREES.fullmatch(text):
        raise Refused(_("This needs degrees as a decimal number, such as 38.58 or -121.49."))
    answer = Answer(Decimal(text.replace(",", ".")))
    _within(field, answer)
    kept = not isinstance(raw, str) or ("," not in raw and raw == text)
    return Taken(answer, "" if kept else _("A comma was read as the decimal point."))


def _within(field: Field, answer: Answer) -> None:
    try:
        check(field.name, answer)
    except BadAnswer as bad:
        raise Refused(str(bad)) from bad
