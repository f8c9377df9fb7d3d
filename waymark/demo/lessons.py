"""Invented counts of lessons, so that the page about what they changed has something to show."""

import random
from collections import Counter
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from waymark.learn.lessons.reading import Lesson, library
from waymark.learn.models import FirstCount, LaterCount

SEED = 20261130
# Lesson, language, learners, and how many of them came back after a month.
GROUPS = (
    ("public", "en", 64, 17),
    ("public", "es", 31, 11),
    ("students", "en", 118, 42),
    ("health", "en", 27, 12),
    ("hospitality", "en", 14, 3),
    ("hotline", "en", 6, 0),
)
LEARNS = 0.45  # how often a question that was wrong before is right after
FORGETS = 0.15


def count_lessons(now: datetime) -> None:
    """Write the counts of three months, the same for everybody who starts a demonstration."""
    draw = random.Random(SEED)  # noqa: S311  invented numbers, not a secret
    for slug, language, learners, came_back in GROUPS:
        lesson = library()[slug]["en"]
        marks = [_marks(draw, len(lesson.questions)) for _ in range(learners)]
        first = Counter((_month(now, draw.randrange(3)), b, a) for b, a, _ in marks)
        what = _of(lesson, language)
        FirstCount.objects.bulk_create(
            FirstCount(**what, month=month, before=before, after=after, count=count)
            for (month, before, after), count in first.items()
        )
        this_month = _month(now, 0)
        LaterCount.objects.bulk_create(
            LaterCount(**what, month=this_month, before=b, after=a, later=later, count=count)
            for (b, a, later), count in Counter(marks[:came_back]).items()
        )


def _marks(draw: random.Random, questions: int) -> tuple[int, int, int]:
    """Right answers before, after and later of one invented learner."""
    before = sum(draw.random() < 0.5 for _ in range(questions))
    after = before + sum(draw.random() < LEARNS for _ in range(questions - before))
    later = after - sum(draw.random() < FORGETS for _ in range(after))
    return before, after, later


def _month(now: datetime, back: int) -> date:
    return (now - relativedelta(months=back)).date().replace(day=1)


def _of(lesson: Lesson, language: str) -> dict[str, Any]:
    return {
        "lesson": lesson.slug,
        "version": lesson.version,
        "language": language,
        "questions": len(lesson.questions),
    }
