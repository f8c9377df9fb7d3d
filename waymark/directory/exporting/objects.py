"""Services with everything that hangs on them, as one JSON document or one object a line."""

import json
from collections.abc import Callable
from typing import TextIO

from waymark.directory.api.listing import OfTable
from waymark.directory.hsds import serialise
from waymark.directory.hsds.viewer import PUBLIC

Progress = Callable[[int], None]


def write_lines(file: TextIO, progress: Progress) -> int:
    """One service a line; returns how many."""
    return _write(file, progress, "", "\n")


def write_document(file: TextIO, progress: Progress) -> int:
    """All services in one list, in the envelope of a single page; returns how many."""
    file.write(_head(PUBLIC.services().count()))
    written = _write(file, progress, ",\n", "")
    file.write("\n]}\n")
    return written


def _write(file: TextIO, progress: Progress, between: str, after: str) -> int:
    written = 0
    for batch in OfTable(PUBLIC.services().select_related("steward")).batches():
        for made in serialise.full_services(PUBLIC, batch):
            separator = between if written else ""
            file.write(f"{separator}{json.dumps(made, ensure_ascii=False)}{after}")
            written += 1
        progress(written)
    return written


def _head(total: int) -> str:
    page = {
        "total_items": total,
        "total_pages": min(total, 1),
        "page_number": 1,
        "size": total,
        "first_page": True,
        "last_page": True,
        "empty": not total,
    }
    return json.dumps(page)[:-1] + ', "contents": ['
