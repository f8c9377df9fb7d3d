"""Exports: always the public tier, whoever asks, so they need no permission beyond the caller's."""

import tempfile
from collections.abc import Callable
from enum import Enum
from pathlib import Path

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.directory.exporting import files, objects
from waymark.directory.exporting.package import write_package
from waymark.web import queries as web

Progress = Callable[[int], None]


class Format(Enum):
    """What an export is written as."""

    PACKAGE = "package"
    ZIP = "zip"
    JSON = "json"
    NDJSON = "ndjson"


def export(
    target: Path, form: Format, *, by: Worker | Actor, progress: Progress = lambda written: None
) -> int:
    """Write what everybody may see to a file, or to a folder for Format.PACKAGE.

    Returns how many rows of tables, or how many services in JSON. `progress` is told the same on
    the way. Nothing appears under `target` before all of it is written. Raises NotOurs where a
    folder is in the way, OSError where the disk refuses.
    """
    with files.snapshot():
        written = _write(target, form, progress)
    with transaction.atomic():
        audit.record(Event.DIRECTORY_EXPORTED, by=by)
    return written


def _write(target: Path, form: Format, progress: Progress) -> int:
    publisher = web.site().organisation
    if form is Format.PACKAGE:
        with files.new_folder(target) as folder:
            return write_package(folder, publisher, progress)
    with files.new_file(target) as made:
        if form is Format.ZIP:
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export.") as folder_name:
                folder = Path(folder_name)
                written = write_package(folder, publisher, progress)
                files.zip_folder(folder, made)
            return written
        write = objects.write_document if form is Format.JSON else objects.write_lines
        with made.open("w", encoding="utf-8") as file:
            return write(file, progress)
