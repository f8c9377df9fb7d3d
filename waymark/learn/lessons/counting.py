"""Adds a learner's marks to the counts, once for each code. It keeps nothing about a learner."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from waymark.learn.lessons.codes import Code
from waymark.learn.lessons.reading import Lesson
from waymark.learn.models import FirstCount, LaterCount, SpentCode

FIRST, LATER = b"first", b"later"
# From the first day of a month. Longer than a code is valid after that day, so that what is
# forgotten is always of a code that nobody counts any more.
KEPT = timedelta(days=400)


@transaction.atomic
def count_first(lesson: Lesson, code: Code) -> bool:
    """Count the marks of a code that was just issued; False when that was done already."""
    if not _spend(code, FIRST):
        return False
    _add(FirstCount, _what(lesson, code))
    return True


@transaction.atomic
def count_later(lesson: Lesson, code: Code, later: int) -> bool:
    """Count the marks of somebody who came back; False when the code was used for it already."""
    if not _spend(code, LATER):
        return False
    _add(LaterCount, {**_what(lesson, code), "later": later})
    return True


def is_spent(code: Code) -> bool:
    """Whether somebody came back with this code already."""
    return SpentCode.objects.filter(digest=code.spent_as(LATER)).exists()


def forget_spent(now: datetime) -> int:
    """Forget the codes that nobody could count again anyway; returns how many."""
    return SpentCode.objects.filter(month__lt=timezone.localdate(now) - KEPT).delete()[0]


def _spend(code: Code, use: bytes) -> bool:
    digest = code.spent_as(use)
    return SpentCode.objects.get_or_create(digest=digest, defaults={"month": this_month()})[1]


def this_month() -> date:
    """The first day of the month, which is all that is ever stored of a time."""
    return timezone.localdate().replace(day=1)


def _what(lesson: Lesson, code: Code) -> dict[str, Any]:
    return {
        "lesson": lesson.slug,
        "version": lesson.version,
        "language": lesson.language,
        "month": this_month(),
        "questions": len(lesson.questions),
        "before": code.before,
        "after": code.after,
    }


def _add(counts: type[FirstCount] | type[LaterCount], what: dict[str, Any]) -> None:
    """One more. Two at once meet at the unique row, and neither is lost."""
    _row, made = counts._default_manager.get_or_create(**what, defaults={"count": 1})
    if not made:
        counts._default_manager.filter(**what).update(count=F("count") + 1)
