"""A page as an organisation would write it, to be changed a little by each test."""

from collections.abc import Mapping

FRONT = {
    "title": '"Help in our county"',
    "path": '"county"',
    "section": '"do"',
    "order": "90",
    "summary": '"Who helps here."',
    "reading_age": "11",
    "reviewed_by": '"Ana at the coalition"',
    "reviewed_on": "2026-11-01",
    "review_due": "2099-05-01",
}
SOURCE = """
[[sources]]
id = "county"
title = "The county's page"
url = "https://county.example/help"
seen = 2026-11-01
"""
BODY = """We help people here.[^county]

## Come in

The door is open. See [the lines](page:lines).
"""


def page(body: str = BODY, *, sources: str = SOURCE, **changed: str) -> str:
    """The text of a page; a field that is set to an empty text is left out."""
    fields: Mapping[str, str] = {**FRONT, **changed}
    front = "\n".join(f"{name} = {value}" for name, value in fields.items() if value)
    return f"+++\n{front}\n{sources}+++\n{body}"
