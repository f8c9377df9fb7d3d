"""What somebody answered to a set of questions, and how many of these answers are right."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from waymark.learn.lessons.reading import Lesson, Question

BEFORE, AFTER, LATER = "b", "a", "l"


@dataclass(frozen=True)
class Option:
    """An answer to choose: its value in the form, its words, whether it was chosen."""

    value: int
    text: str
    right: bool
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """A question as the page asks it, under the name of its field."""

    name: str
    question: Question
    chosen: int | None

    @property
    def options(self) -> Iterator[Option]:
        """The answers, numbered from 1."""
        for number, text in enumerate(self.question.answers):
            right, chosen = number == self.question.right, number == self.chosen
            yield Option(number + 1, text, right, chosen)


@dataclass(frozen=True)
class Sheet:
    """A set of questions with what was chosen so far; `moment` is BEFORE, AFTER or LATER."""

    moment: str
    asked: tuple[Asked, ...]

    @property
    def missing(self) -> list[Asked]:
        """The questions without an answer."""
        return [each for each in self.asked if each.chosen is None]

    @property
    def marks(self) -> int:
        """How many answers are right."""
        return sum(each.chosen == each.question.right for each in self.asked)


def blank(lesson: Lesson, moment: str) -> Sheet:
    """The questions, unanswered."""
    return filled(lesson, moment, QueryDict())


def filled(lesson: Lesson, moment: str, sent: QueryDict) -> Sheet:
    """The questions with the answers that were sent; what is no answer counts as missing."""
    named = ((f"{moment}{number}", one) for number, one in enumerate(lesson.questions, start=1))
    return Sheet(
        moment, tuple(Asked(name, one, _chosen(sent.get(name, ""), one)) for name, one in named)
    )


def _chosen(value: str, question: Question) -> int | None:
    numbers = {str(number + 1): number for number in range(len(question.answers))}
    return numbers.get(value)
