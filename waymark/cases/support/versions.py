"""What stood in a record before: each change keeps the version that it replaces.

The versions are part of the record's own sealed content, in `earlier`, so that they are opened by
the same keys and erased with the same key: `{"fields": {…}, "by": id, "earlier": [{"version": 1,
"at": moment, "by": id, "fields": {…}}, …]}`, the oldest first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from waymark.accounts.models import Worker
from waymark.cases.answers import (
    FIELDS,
    Answer,
    Answers,
    answers_as_json,
    answers_from_json,
)
from waymark.cases.models import AboutParticipant
from waymark.cases.records import Content

EARLIER, BY, AT, VERSION = "earlier", "by", "at", "version"


@dataclass(frozen=True)
class Version:
    """One version; `at` and `by`: when and by whom it was written."""

    number: int
    at: datetime
    by: UUID | None
    answers: Answers


def first_content(answers: Answers, by: Worker) -> Content:
    """The content of a record that is written for the first time."""
    return {**answers_as_json(answers), BY: str(by.pk)}


def next_content(
    record: AboutParticipant, before: Mapping[str, Any], answers: Answers, by: Worker
) -> Content:
    """The content of a record that held `before`, which is kept among the earlier ones."""
    replaced = {
        VERSION: record.version,
        AT: record.changed_at.isoformat(),
        BY: before.get(BY),
        FIELDS: before.get(FIELDS, {}),
    }
    return {**first_content(answers, by), EARLIER: [*before.get(EARLIER, []), replaced]}


def earlier_versions(content: Mapping[str, Any]) -> list[Version]:
    """What a record held before, the newest first."""
    return [_version(row) for row in reversed(content.get(EARLIER, []))]


def every_answer(content: Mapping[str, Any]) -> dict[str, Answer]:
    """What a record says, and of what it said before the fields that it has no more."""
    found: dict[str, Answer] = {}
    for version in reversed(earlier_versions(content)):
        found |= version.answers
    return found | answers_from_json(content)


def forget_field(content: Content, name: str) -> bool:
    """Take a field out of a record's content and out of every earlier version.

    Returns whether it was anywhere.
    """
    held = [content, *content.get(EARLIER, [])]
    taken = [each.get(FIELDS, {}).pop(name, None) for each in held]
    return any(each is not None for each in taken)


def _version(row: Mapping[str, Any]) -> Version:
    by = row.get(BY)
    at = datetime.fromisoformat(row[AT])
    return Version(row[VERSION], at, UUID(by) if by else None, answers_from_json(row))
