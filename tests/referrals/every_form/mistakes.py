"""What people and their machines put into a field by mistake, or to see what happens."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.base import File

from tests.referrals.attempts.posts import Post, Ref

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONG = "x" * 60_000
# Nothing that can be seen; an end of text for a C program; letters that turn a line around.
UNSEEN, TURNED, BLANK = "a\x00b\x1b[31m\x7f", "\u202eevil\u2066\u200b", " \t\u00a0\n"
WORDS = (LONG, UNSEEN, "no-such-code", TURNED, BLANK)
DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", "٢٠٢٦-٠٣-٠٢", UNSEEN)
NUMBERS = ("-1", "9" * 5000, "NaN", "1.5", "1e400")
IDS = ("not-an-id", UNSEEN, LONG, "'; DROP TABLE cases_case; --", BLANK)
ROUNDS = 5
MANY = 300  # times the same field
Body = Mapping[str, Any]


def bodies(post: Post, number: int) -> Iterator[Body]:
    """What is sent in place of a good form: some mistakes for each, and all of them over all forms.

    Every field wrong at once, in two ways; the same fields many times; one field empty.
    """
    fields = _fields(post)
    if not fields:
        return
    for turn in (number % ROUNDS, (number + 2) % ROUNDS):
        yield {name: _wrong(value)[turn] for name, value in fields.items()}
    name = list(fields)[number % len(fields)]
    yield {name: ""}
    if number % 3 == 0:
        yield {name: [_as_typed(value)] * MANY for name, value in fields.items()}


def _fields(post: Post) -> Body:
    return {name: value for name, value in post.data.items() if not isinstance(value, File)}


def _wrong(value: Any) -> tuple[str, ...]:
    if isinstance(value, Ref):
        return IDS
    text = _as_typed(value)
    if text.isdecimal():
        return NUMBERS
    return DAYS if DAY.fullmatch(text) else WORDS


def _as_typed(value: Any) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return "" if isinstance(first, Ref) else str(first)


def typed_besides(post: Post, changed: Body) -> list[str]:
    """Words in the other fields, which have to be there when the page comes back."""
    return [
        value
        for name, value in _fields(post).items()
        if name not in changed and isinstance(value, str) and value[:1].isupper()
    ]
