"""What must hold before a file is written."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from waymark.cases.htcds.answers import BadAnswer, Record, check_record
from waymark.cases.htcds.standard import FIELDS, Field, core_fields

MOST_RECORDS = 10_000


def check_records(records: Sequence[Record]) -> None:
    """Raises BadAnswer for too many records, two with one key, and what cannot be read again."""
    if len(records) > MOST_RECORDS:
        raise BadAnswer(_("One file takes 10,000 records. Write several."))
    if len({record.key for record in records}) < len(records):
        raise BadAnswer(_("Two records have the same key."))
    for record in records:
        check_record(record)


def fields_to_write(records: Sequence[Record]) -> tuple[Field, ...]:
    """The core fields, then all others; what the standard withdrew only where it is answered."""
    core = core_fields()
    answered = {name for record in records for name in record.row}
    rest = (field for field in FIELDS.values() if not field.core or field.deprecated)
    return (*core, *(field for field in rest if not field.deprecated or field.name in answered))
