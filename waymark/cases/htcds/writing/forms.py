"""XForm instances as OpenRosa has them: one file for each record, several in a zip."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from uuid import NAMESPACE_URL, uuid5

from waymark.cases.htcds.answers import Answer, HtcdsRow, Record
from waymark.cases.htcds.ours import (
    ELEMENTS,
    FORM_ID,
    NAMESPACE,
    RECORD_ATTRIBUTE,
    SILENCE_ATTRIBUTE,
)
from waymark.cases.htcds.standard import ATTRIBUTION, VERSION, Field, fields_of
from waymark.cases.htcds.writing.checking import check_records, fields_to_write
from waymark.cases.htcds.written import IN_FORMS, as_text

OPENROSA = "http://openrosa.org/xforms"


def write_instance(record: Record) -> bytes:
    """One record as an instance. Raises BadAnswer for what could not be read again unchanged."""
    check_records([record])
    return _document(record)


def write_instances(records: Sequence[Record]) -> bytes:
    """Records as a zip of instances. Raises BadAnswer as `write_instance` does."""
    check_records(records)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, record in enumerate(records, start=1):
            member = zipfile.ZipInfo(f"instance-{number:05}.xml")  # no time: it would say when
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, _document(record))
    return made.getvalue()


def _document(record: Record) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<!-- Human Trafficking Case Data Standard {VERSION}: {ATTRIBUTION} -->",
        f'<data xmlns:orx="{OPENROSA}" xmlns:wm="{NAMESPACE}" id="{FORM_ID}" '
        f'version="{VERSION}" wm:{RECORD_ATTRIBUTE}="{escape(record.key)}">',
        *_elements(record.row, fields_to_write([record])),
        *_further(record),
        f"<orx:meta><orx:instanceID>{_identifier(record)}</orx:instanceID></orx:meta>",
        "</data>",
    ]
    return "\n".join(lines).encode()


def _elements(row: HtcdsRow, fields: Sequence[Field]) -> Iterator[str]:
    """Core fields also where they are blank, as forms have them; others where they are answered."""
    for field in fields:
        answer = row.get(field.name)
        if answer or field.core:
            yield _element(field.name, answer)


def _element(name: str, answer: Answer | None) -> str:
    if answer is None:
        return f"<{name}/>"
    if answer.value is None:
        return f'<{name} wm:{SILENCE_ATTRIBUTE}="{answer.silence}"/>'
    return f"<{name}>{escape(as_text(answer.value, IN_FORMS))}</{name}>"


def _further(record: Record) -> Iterator[str]:
    for part in record.further:
        element = ELEMENTS[part.group]
        fields = [field for field in fields_of(part.group) if field.name in part.row]
        inner = "".join(_element(field.name, part.row[field.name]) for field in fields)
        yield f"<{element}>{inner}</{element}>"


def _identifier(record: Record) -> str:
    """The same record has the same identifier, so that a server takes it once."""
    return f"uuid:{uuid5(NAMESPACE_URL, f'{NAMESPACE}:{record.key}')}"
