"""What was answered. It lives in the fields of the page only, and is gone with it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from waymark.contacts.places import dialled_countries, is_language
from waymark.directory.finding.spelling import MOST_LETTERS
from waymark.screening.navigator.reading import NEEDS, Condition, Navigator, Question, Step

# Which of several places of a name was meant, and for which text that was said.
PICK, PICKED_FOR = "pick", "picked_for"


@dataclass(frozen=True)
class Answers:
    """The answers by question. What the questions do not know was left out on arrival."""

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pick: int | None = None
    picked_for: str = ""

    @classmethod
    def read(cls, sent: QueryDict, navigator: Navigator) -> "Answers":
        """Read what was sent; whatever cannot be an answer is dropped, and so harms nothing."""
        given = {
            question.id: values
            for question in navigator.questions.values()
            if (values := _known(question, sent.getlist(question.id)))
        }
        pick = sent.get(PICK, "")
        return cls(
            given=given,
            pick=int(pick) if re.fullmatch(r"[0-9]{1,2}", pick) else None,
            picked_for=_text(sent.get(PICKED_FOR, "")),
        )._without_orphans(navigator)

    def _without_orphans(self, navigator: Navigator) -> "Answers":
        """Without answers to questions that are asked after a tick only, where it was taken out."""
        asked = {each.id for step in navigator.steps for each in self.asked(step, navigator)}
        return replace(self, given={k: v for k, v in self.given.items() if k in asked})

    def without(self, step: Step, navigator: Navigator) -> "Answers":
        """The answers with one step skipped."""
        skipped = {question.id for question in step.questions}
        left = {key: values for key, values in self.given.items() if key not in skipped}
        town_left = "town" in left
        return Answers(
            left, self.pick if town_left else None, self.picked_for if town_left else ""
        )._without_orphans(navigator)

    def asked(self, step: Step, navigator: Navigator) -> tuple[Question, ...]:
        """The questions of a step: of those that hang on a tick, the first few."""
        found = [each for each in step.questions if not each.need or self.has(NEEDS, each.need)]
        follow_ups = [each for each in found if each.need][navigator.most_follow_ups :]
        return tuple(each for each in found if each not in follow_ups)

    def values(self, question: str) -> tuple[str, ...]:
        """The answers to a question; none where it was skipped."""
        return self.given.get(question, ())

    def one(self, question: str) -> str:
        """The one answer to a question, or an empty text."""
        return next(iter(self.values(question)), "")

    def has(self, question: str, value: str) -> bool:
        """Whether this was answered."""
        return value in self.values(question)

    def matching(self, conditions: Iterable[Condition]) -> list[Condition]:
        """The conditions that hold."""
        return [each for each in conditions if self.has(each.question, each.answer)]

    def fields(self, leave_out: Step | None = None) -> Iterator[tuple[str, str]]:
        """Every answer as it travels hidden; not those of the step that the page shows."""
        shown = {each.id for each in leave_out.questions} if leave_out else set()
        for key, values in self.given.items():
            if key not in shown:
                yield from ((key, value) for value in values)
        if self.pick is not None and "town" not in shown:
            yield from ((PICK, str(self.pick)), (PICKED_FOR, self.picked_for))


def _known(question: Question, sent: list[str]) -> tuple[str, ...]:
    if question.answers:
        found = tuple(each for each in question.answers if each in sent)
        return found if question.kind == "many" else found[:1]
    value = _text(sent[-1]) if sent else ""
    return (value,) if value and _CHECKS[question.kind](value) else ()


def _text(value: str) -> str:
    return " ".join(value.replace("\x00", "").split())[:MOST_LETTERS]


def _is_country(value: str) -> bool:
    return any(code == value for code, _name in dialled_countries("en"))


_CHECKS: dict[str, Callable[[str], bool]] = {
    "country": _is_country,
    "town": lambda _value: True,
    "language": is_language,
}
