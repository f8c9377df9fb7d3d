"""HSDS 3.x as a tabular data package: one CSV file for each entity."""

import json
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.importing.files import SourceFile
from waymark.directory.importing.readers.common import Progress, beyond, records
from waymark.directory.importing.rows import Read, Row, Unread

LARGEST_PACKAGE = 8 * 1024**2  # bytes of datapackage.json


def file_entities(files: Sequence[SourceFile]) -> dict[str, str]:
    """Which entity each file holds: as the package says, or else by its name."""
    known = {PurePosixPath(entity.file).stem: name for name, entity in ENTITIES.items()}
    known |= {name: name for name in ENTITIES} | {f"{name}s": name for name in ENTITIES}
    said = _said(files)
    found = {file.name: said.get(file.stem) or known.get(file.stem, "") for file in files}
    return {name: entity for name, entity in found.items() if entity in ENTITIES}


def _said(files: Sequence[SourceFile]) -> dict[str, str]:
    """What datapackage.json says of its files; nothing where it is absent or unreadable."""
    package = next((file for file in files if file.name.endswith("datapackage.json")), None)
    if package is None or package.size > LARGEST_PACKAGE:
        return {}
    try:
        with package.open() as stream:
            resources = json.loads(stream.read())["resources"]
        return {PurePosixPath(str(each["path"])).stem.lower(): each["name"] for each in resources}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}


def read(files: Sequence[SourceFile], done: Progress) -> Iterator[Read]:
    """Every row of every file. `done` gets the bytes read of all files."""
    entities = file_entities(files)
    before = 0
    for number, file in enumerate(files):
        entity = entities.get(file.name, "")
        if file.ending != "csv" or not entity:
            if file.ending == "csv":
                yield Unread("", "unknown_file", file.name, number, 0, refused=False)
        else:
            for each in records(file, number, entity, beyond(done, before)):
                yield each if isinstance(each, Unread) else Row(entity, each[1], number, each[0])
        before += file.size
