"""Names of the fields in what this slice seals."""

from collections.abc import Mapping
from typing import Any

from waymark.cases.answers import Answer, answers_as_json, answers_from_json, value_of
from waymark.cases.records import Content

TITLE = "title"  # what workers call a case
CLOSURE = "cas_ReasonForCaseClosure"  # HTCDS
TEXT, PRIVILEGE, HANDS_OVER = "text", "privilege", "hands_over"  # of a note
WHAT = "what"  # of a task
REASON = "reason"  # of a wall
NAME, TYPE, SIZE, METADATA_INSIDE, ABOUT = "name", "type", "size", "metadata_inside", "about"


def sealed(**values: Any) -> Content:
    """Content of these fields; what is None or empty was not said and is left out."""
    said = {name: Answer(value) for name, value in values.items() if value not in (None, "")}
    return answers_as_json(said)


def said(content: Mapping[str, Any], name: str, default: Any = "") -> Any:
    """The value of one field of opened content."""
    return value_of(answers_from_json(content), name, default)
