"""What learners knew before a lesson, after it and a month later, from the counts.

Each learner is a pair, so the gain is the mean of the differences, with Student's interval for a
mean: m +- t(0.975, n-1) s / sqrt(n), where s is the standard deviation of the differences. All
figures are shares of the questions that were answered right, from 0 to 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import Sum

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.learn.lessons.reading import AUDIENCES, SOURCE_LANGUAGE, editions, library
from waymark.learn.lessons.wording import language_name
from waymark.learn.models import FirstCount, LaterCount
from waymark.learn.permissions import may_see_gain

FEWEST = 10
LEVEL = 0.95
GROUP = ("lesson", "version", "language", "questions")
Weighted = Iterable[tuple[float, int]]


@dataclass(frozen=True)
class Estimate:
    """A mean with the ends of its 95% interval; None where the learners do not differ."""

    mean: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Later:
    """Those who came back: what is kept of the gain, and what changed since the lesson."""

    learners: int
    mean: float
    kept: Estimate
    since: Estimate


@dataclass(frozen=True)
class Gain:
    """One lesson in one version and language. Too few learners leave everything but them out."""

    lesson: str
    title: str
    version: int
    language: str
    questions: int
    learners: int = 0
    before: float = 0.0
    after: float = 0.0
    gain: Estimate | None = None
    later: Later | None = None

    @property
    def name(self) -> str:
        """Title, language and version in one line."""
        return f"{self.title} ({language_name(self.language)}, {self.version})"


def gains(worker: Worker) -> list[Gain]:
    """Every lesson that was ever counted, ordered by audience. Raises NotAllowed."""
    require(may_see_gain, worker)
    first = _grouped(FirstCount, "before", "after")
    later = _grouped(LaterCount, "before", "after", "later")
    found = [_gain(key, first.get(key, []), later.get(key, [])) for key in first.keys() | later]
    return sorted(found, key=lambda one: (_place(one.lesson), one.title, one.language, one.version))


def estimate(differences: Weighted) -> Estimate:
    """The mean of weighted differences and its interval; needs two learners or more.

    Learners who all changed alike say nothing about chance: an interval of no width would claim
    that there is none.
    """
    from scipy.stats import t as student  # takes a second, which only this page should cost

    pairs = list(differences)
    if len({value for value, _ in pairs}) == 1:
        return Estimate(pairs[0][0])
    number = sum(count for _, count in pairs)
    mean = sum(value * count for value, count in pairs) / number
    variance = sum(count * (value - mean) ** 2 for value, count in pairs) / (number - 1)
    half = float(student.ppf((1 + LEVEL) / 2, number - 1)) * sqrt(variance / number)
    return Estimate(mean, mean - half, mean + half)


def _grouped(
    counts: type[FirstCount] | type[LaterCount], *marks: str
) -> dict[tuple[Any, ...], list[dict[str, int]]]:
    """The counts of all months, by lesson, version, language and number of questions."""
    rows = counts._default_manager.values(*GROUP, *marks).annotate(total=Sum("count"))
    found: dict[tuple[Any, ...], list[dict[str, int]]] = {}
    for row in rows.order_by(*GROUP, *marks):
        found.setdefault(tuple(row[name] for name in GROUP), []).append(row)
    return found


def _gain(key: tuple[Any, ...], first: list[dict[str, int]], later: list[dict[str, int]]) -> Gain:
    lesson, version, language, questions = key
    title = _title(lesson, language)
    learners = sum(row["total"] for row in first)
    back = _later(later, questions)
    if learners < FEWEST:
        return Gain(lesson, title, version, language, questions, later=back)
    return Gain(
        lesson,
        title,
        version,
        language,
        questions,
        learners=learners,
        before=_mean(first, "before", questions),
        after=_mean(first, "after", questions),
        gain=_change(first, "before", "after", questions),
        later=back,
    )


def _later(rows: list[dict[str, int]], questions: int) -> Later | None:
    learners = sum(row["total"] for row in rows)
    if learners < FEWEST:
        return None
    return Later(
        learners,
        mean=_mean(rows, "later", questions),
        kept=_change(rows, "before", "later", questions),
        since=_change(rows, "after", "later", questions),
    )


def _mean(rows: list[dict[str, int]], name: str, questions: int) -> float:
    learners = sum(row["total"] for row in rows)
    return sum(row[name] * row["total"] for row in rows) / learners / questions


def _change(rows: list[dict[str, int]], start: str, end: str, questions: int) -> Estimate:
    return estimate(((row[end] - row[start]) / questions, row["total"]) for row in rows)


def _title(slug: str, language: str) -> str:
    """The title in its language, else in English; the slug of a lesson that is gone."""
    versions = library().get(slug, {})
    lesson = versions.get(language) or versions.get(SOURCE_LANGUAGE)
    return lesson.title if lesson else slug


def _place(slug: str) -> int:
    """Where the lesson's audience stands in the list; lessons that are gone come last."""
    audiences = {lesson.slug: AUDIENCES.index(lesson.audience) for lesson in editions()}
    return audiences.get(slug, len(AUDIENCES))
