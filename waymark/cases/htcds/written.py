"""An answer as text, the way it stands in files."""

from datetime import date
from decimal import Decimal

from waymark.cases.htcds.answers import Answer, Value

IN_WORKBOOKS, IN_FORMS = ";", " "  # what stands between codes


def as_text(value: Value, between: str = IN_WORKBOOKS) -> str:
    """A value: codes with `between` between them, TRUE or FALSE, dates as 2024-03-31."""
    if isinstance(value, tuple):
        return between.join(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def answer_as_text(answer: Answer) -> str:
    """A value as text, or the word for why there is none."""
    return str(answer.silence) if answer.value is None else as_text(answer.value)
