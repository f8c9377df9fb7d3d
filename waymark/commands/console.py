"""How commands speak: plain sentences, tables, and an exit code."""

import os
from collections.abc import Sequence

CANNOT_START = 78  # exit code of a child whose settings are wrong (EX_CONFIG of sysexits.h)

# What the person at the terminal types: way.py says that it was started, and not `waymark`.
PROGRAM = os.environ.get("WAYMARK_PROGRAM", "waymark")


def as_typed(sentence: str) -> str:
    """A sentence with its commands, such as `waymark serve`, as this person types them."""
    return sentence.replace("`waymark ", f"`{PROGRAM} ")


class PlainError(Exception):
    """What went wrong and what to do about it, as one sentence for the person at the terminal."""


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under a heading, in columns as wide as their widest cell."""
    widths = [max(len(row[column]) for row in [heading, *rows]) for column in range(len(heading))]

    def line(cells: Sequence[str]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))

    return "\n".join(line(row).rstrip() for row in [heading, ["-" * w for w in widths], *rows])
