"""What free words tell of who somebody is, so that words carry nothing past a release.

Compared are the words with what is on record; a nickname that nobody wrote down is not found, nor
a name of two letters, which is mostly a word as well.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from waymark.cases.answers import FIELDS
from waymark.cases.fields.catalogue import FieldSpec, FieldType, Identifying, every_field
from waymark.cases.matching.identity import TAIL
from waymark.cases.models import Participant
from waymark.cases.queries.values import IDENTITY
from waymark.cases.records import read
from waymark.vault.blind import fold, words
from waymark.vault.keyring import Keyring

NAMES = frozenset({"prs_FirstName", "prs_MiddleName", "prs_SecondName", "aliases", "name_used"})
SHORTEST_NAME = len("word:") + 3


def told_in(
    text: str, participant: Participant, keyring: Keyring, *, besides: Collection[str]
) -> frozenset[str]:
    """The fields of the person's identity that the words tell, by name. Raises CannotOpen.

    Args:
        besides: fields that go along anyhow; a word of theirs tells nothing of another one.
    """
    if not text:
        return frozenset()
    answers = read(participant.person.standing, keyring).get(FIELDS, {})
    specs = [spec for spec in every_field() if spec.record == IDENTITY]
    known = {word for spec in specs if spec.key in besides for word in _words(spec, answers)}
    tells = _teller(text, known)
    direct = (spec for spec in specs if spec.identifying is Identifying.DIRECT)
    return frozenset(
        spec.key
        for spec in direct
        if spec.key not in besides and any(tells(spec, each) for each in _values(spec, answers))
    )


def _teller(text: str, known: Collection[str]) -> Callable[[FieldSpec, str], bool]:
    """Whether the text tells a value of a field."""
    spoken, digits = words(text).difference(known), _digits(text)

    def tells(spec: FieldSpec, value: str) -> bool:
        if spec.name in NAMES:
            return any(len(word) >= SHORTEST_NAME for word in words(value) & spoken)
        if spec.type is FieldType.PHONE:
            number = _digits(value)
            return len(number) >= TAIL and number[-TAIL:] in digits
        return bool(words(value)) and words(value) <= spoken

    return tells


def _words(spec: FieldSpec, answers: Mapping[str, Any]) -> set[str]:
    return {word for value in _values(spec, answers) for word in words(value)}


def _values(spec: FieldSpec, answers: Mapping[str, Any]) -> list[str]:
    value = answers.get(spec.name, {}).get("v") or []
    return [str(each) for each in (value if isinstance(value, list) else [value])]


def _digits(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isdigit())
