"""Answers to fields. Not asked, unknown and declined are three different things."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

Value = Any  # what JSON can carry: text, number, yes or no, a list, a mapping
FIELDS = "fields"
_VALUE, _SILENCE = "v", "s"


class Silence(Enum):
    """Why a field holds no value. What was never asked is not stored at all."""

    UNKNOWN = "unknown"
    DECLINED = "declined"


@dataclass(frozen=True)
class Answer:
    """One field's value, or why there is none. Never both."""

    value: Value = None
    silence: Silence | None = None

    def __post_init__(self) -> None:
        if (self.value is None) is (self.silence is None):
            raise ValueError("an answer is either a value or a reason for none")

    def as_json(self) -> dict[str, Value]:
        """As it is sealed."""
        return {_SILENCE: self.silence.value} if self.silence else {_VALUE: self.value}

    @classmethod
    def from_json(cls, stored: Mapping[str, Value]) -> "Answer":
        """Undo `as_json`. Raises ValueError and KeyError for anything else."""
        if _SILENCE in stored:
            return cls(silence=Silence(stored[_SILENCE]))
        return cls(value=stored[_VALUE])


Answers = Mapping[str, Answer]
UNKNOWN = Answer(silence=Silence.UNKNOWN)
DECLINED = Answer(silence=Silence.DECLINED)


def answers_as_json(answers: Answers) -> dict[str, Value]:
    """The content of a record that holds these answers."""
    return {FIELDS: {name: answer.as_json() for name, answer in answers.items()}}


def answers_from_json(content: Mapping[str, Value]) -> dict[str, Answer]:
    """The answers in a record's content; a field that is not there was not asked."""
    return {name: Answer.from_json(stored) for name, stored in content.get(FIELDS, {}).items()}


def value_of(answers: Answers, name: str, default: Value = None) -> Value:
    """A field's value; `default` where it was not asked, is unknown or was declined."""
    answer = answers.get(name)
    return default if answer is None or answer.value is None else answer.value
