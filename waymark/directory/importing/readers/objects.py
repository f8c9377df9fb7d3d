"""HSDS 3.x as JSON: single objects, lists with their envelope, tabular.json, NDJSON."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.shape import Nested
from waymark.directory.importing.files import SourceFile
from waymark.directory.importing.readers.common import EVERY, Progress, beyond
from waymark.directory.importing.rows import Read, Row, Unread
from waymark.directory.importing.text import CHUNK, encoding_of, text_of

ENVELOPE = re.compile(r'\s*\{(?:[^\[\]{}]*?)"contents"\s*:\s*\[')
LIST = re.compile(r"\s*\[")
HEAD = 64 * 1024  # letters in which a list must have begun
LARGEST_OBJECT = 64 * 1024**2  # letters of one object
# What the published examples nest besides the schema.
ALSO_NESTED = {
    "service_at_location": (Nested(name="service", entity="service", by="service_id", many=False),),
    "organization": (Nested(name="services", entity="service", by="organization_id"),),
}
OWNERS = {"link_id": "link_entity", "resource_id": "resource_type"}


def read(files: Sequence[SourceFile], done: Progress) -> Iterator[Read]:
    """Every row of every object of every file."""
    before = 0
    for number, file in enumerate(files):
        if file.ending in {"json", "ndjson", "jsonl"}:
            yield from _file(file, number, beyond(done, before))
        before += file.size


def _file(file: SourceFile, number: int, done: Progress) -> Iterator[Read]:
    entry = 0
    try:
        for entry, (found, size) in enumerate(_objects(file), start=1):
            if entry % EVERY == 0:
                done(size)
            yield from _rows(found, PurePosixPath(file.name).stem.lower(), number, entry)
    except (ValueError, RecursionError):
        yield Unread("", "bad_entry", "", number, entry + 1)


def _objects(file: SourceFile) -> Iterator[tuple[Any, int]]:
    """Each object of a file and the bytes read so far. Raises ValueError where it breaks off."""
    encoding = encoding_of(file)  # first: both read the one open file from its beginning
    with file.open() as stream, text_of(stream, encoding) as text:
        head = text.read(HEAD).lstrip("\ufeff")
        found = LIST.match(head) or ENVELOPE.match(head)
        if found:
            for each in _items(head[found.end() :], text):
                yield each, stream.tell()
            return
        rest = head + text.readline()
        lines = rest.splitlines()
        if len(lines) > 1 and _is_whole(lines[0]):
            for line in (*lines, *text):
                if line.strip():
                    yield json.loads(line), stream.tell()
            return
        rest += text.read(LARGEST_OBJECT)
        if text.read(1):
            raise ValueError("too large")
        yield json.loads(rest), file.size


def _is_whole(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _items(buffer: str, text: Any) -> Iterator[Any]:
    """The items of a list whose opening bracket was read; only one is in memory at a time."""
    decoder = json.JSONDecoder()
    while True:
        buffer = buffer.lstrip().removeprefix(",").lstrip()
        if buffer.startswith("]"):
            return
        try:
            item, end = decoder.raw_decode(buffer)
        except ValueError:
            more = text.read(max(CHUNK, len(buffer)))
            if not more or len(buffer) > LARGEST_OBJECT:
                raise
            buffer += more
            continue
        yield item
        buffer = buffer[end:]


def _rows(found: Any, stem: str, number: int, entry: int) -> Iterator[Read]:
    if not isinstance(found, Mapping):
        yield Unread("", "bad_entry", "", number, entry)
    elif any(key.endswith(".csv") for key in found):
        yield from _tables(found, number)
    elif entity := _entity(found, stem):
        yield from _walk(found, entity, {}, number, entry)
    elif "openapi_url" not in found:
        yield Unread("", "bad_entry", "", number, entry)


def _tables(found: Mapping[str, Any], number: int) -> Iterator[Read]:
    """The shape of tabular.json: file names and their rows."""
    known = {entity.file: name for name, entity in ENTITIES.items()}
    for name, rows in found.items():
        entity = known.get(name)
        if entity is None or not isinstance(rows, list):
            yield Unread("", "unknown_file", str(name), number, 0, refused=False)
            continue
        for line, row in enumerate(rows, start=1):
            if isinstance(row, Mapping):
                yield Row(entity, row, number, line)
            else:
                yield Unread(entity, "bad_entry", "", number, line)


def _entity(found: Mapping[str, Any], stem: str) -> str:
    """What an object is: HSDS gives it no type, so its keys tell."""
    keys = found.keys()
    if "openapi_url" in keys:
        return ""
    tests = (
        ("service", {"status", "service_at_locations", "eligibility_description", "organization"}),
        ("service_at_location", {"location", "service"}),
        ("location", {"location_type", "addresses", "latitude"}),
        ("taxonomy_term", {"taxonomy_detail", "term_uri", "parent_id", "code"}),
    )
    for entity, signs in tests:
        if keys & signs:
            return entity
    if "version" in keys or "taxonom" in stem:
        return "taxonomy"
    return "organization" if "name" in keys else ""


def _walk(
    found: Mapping[str, Any], entity: str, parent: Mapping[str, str], number: int, entry: int
) -> Iterator[Read]:
    """The object itself, and everything inside it as rows that name it."""
    own = ENTITIES[entity]
    row_id = found.get("id")
    nested = (*own.nested, *ALSO_NESTED.get(entity, ()))
    names = {each.name for each in nested if isinstance(found.get(each.name), list | Mapping)}
    values = {key: value for key, value in found.items() if key not in names}
    links: dict[str, Any] = {}
    for each in nested:
        inside = found.get(each.name)
        if each.many and isinstance(inside, list):
            for child in inside:
                owned = _owned(child, each.by, entity)
                yield from _child(owned, each.entity, {each.by: row_id}, number, entry)
        elif not each.many and isinstance(inside, Mapping):
            links[each.by] = inside.get("id")
            yield from _child(inside, each.entity, {}, number, entry)
    # Where something is nested says more certainly what it belongs to than a field that is null.
    above = {key: value for key, value in {**parent, **links}.items() if value is not None}
    yield Row(entity, {**values, **above}, number, entry)


def _owned(child: Any, by: str, entity: str) -> Any:
    """An attribute or change inside a row is about that row, unless it says something else."""
    if by in OWNERS and isinstance(child, Mapping):
        return {OWNERS[by]: entity, **child}
    return child


def _child(
    child: Any, entity: str, parent: Mapping[str, Any], number: int, entry: int
) -> Iterator[Read]:
    if isinstance(child, Mapping):
        yield from _walk(child, entity, parent, number, entry)
    else:
        yield Unread(entity, "bad_entry", "", number, entry)
