"""Puts records together: keys that are there once, and what a case has a second time."""

from collections.abc import Mapping

from waymark.cases.htcds.answers import LONGEST_KEY, Answer, Further, Record
from waymark.cases.htcds.standard import FIELDS, Group


class Building:
    """One record while its file is read."""

    def __init__(self, key: str, answers: dict[str, Answer]) -> None:
        self.key = key
        self.answers = answers
        self._further: list[Further] = []

    def has(self, group: Group) -> bool:
        """Whether the first part of this group is there."""
        return any(FIELDS[name].group is group for name in self.answers)

    def add(self, group: Group, answers: Mapping[str, Answer]) -> None:
        """Add a part; the first of its group stands in the row itself."""
        if not answers:
            return
        if self.has(group):
            self._further.append(Further(group, dict(answers)))
        else:
            self.answers.update(answers)

    def record(self) -> Record:
        """The record."""
        return Record(self.key, self.answers, tuple(self._further))


class Keys:
    """Gives each record of a file a key of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, said: str, place: str) -> str:
        """The key that the file says, or one made of the place where it says none, or one twice."""
        key = _usable(said) or place
        if key in self._taken:
            key = f"{key} ({place})"
        self._taken.add(key)
        return key


def _usable(said: str) -> str:
    key = said.strip()
    return key if key.isprintable() and len(key) <= LONGEST_KEY else ""
