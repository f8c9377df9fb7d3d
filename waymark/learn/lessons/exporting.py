"""What lessons changed, as a table for others; that somebody took it is logged."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.db import transaction

from waymark.accounts.auditing.table import BYTE_ORDER_MARK, harmless
from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.learn.lessons.gain import Estimate, Gain, gains

HEADING = (
    "lesson", "title", "version", "language", "questions",
    "learners", "before", "after", "gain", "gain_low", "gain_high",
    "learners_later", "later", "kept", "kept_low", "kept_high",
    "since", "since_low", "since_high",
)  # fmt: skip
FEW = "fewer than 10"


@transaction.atomic
def export(*, by: Worker) -> str:
    """The table as CSV, shares from 0 to 1. Raises NotAllowed."""
    found = gains(by)
    audit.record(Event.LESSON_COUNTS_EXPORTED, by=by)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADING)
    writer.writerows([*map(harmless, _named(one)), *_numbers(one)] for one in found)
    return BYTE_ORDER_MARK + text.getvalue()


def _named(one: Gain) -> tuple[str, ...]:
    return one.lesson, one.title, str(one.version), one.language, str(one.questions)


def _numbers(one: Gain) -> Iterator[str]:
    if one.gain is None:
        yield from (FEW, *[""] * 5)
    else:
        yield str(one.learners)
        yield from _shares((one.before, one.after))
        yield from _ends(one.gain)
    if one.later is None:
        yield from (FEW, *[""] * 7)
    else:
        yield str(one.later.learners)
        yield from _shares((one.later.mean,))
        yield from (*_ends(one.later.kept), *_ends(one.later.since))


def _ends(of: Estimate) -> Iterator[str]:
    return _shares((of.mean, of.low, of.high))


def _shares(numbers: Iterable[float | None]) -> Iterator[str]:
    return ("" if number is None else f"{number:.4f}" for number in numbers)
