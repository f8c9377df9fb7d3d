"""Reads a file of somebody else's, or one of ours, as a dry run.

    run = dry_run(data, "cases.xlsx")
    run.counts, run.records

Nothing is stored: the worker sees what would come in, and why, before anything does.
"""

from django.utils.translation import gettext as _

from waymark.cases.htcds.dry_run import DryRun
from waymark.cases.htcds.reading.forms import read_archive, read_form
from waymark.cases.htcds.reading.workbooks import read_rows
from waymark.web.workbooks.archive import check_size, is_archive
from waymark.web.workbooks.refusals import CannotRead
from waymark.web.workbooks.workbook import is_workbook

__all__ = ["CannotRead", "DryRun", "dry_run"]

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def dry_run(data: bytes, file: str) -> DryRun:
    """What a file would bring: an XLSX workbook, an XForm instance, several in a zip, or a form.

    Arguments: the bytes of the file; its name, for messages. Raises CannotRead.
    """
    check_size(data)
    if is_archive(data):
        return read_rows(data, file) if is_workbook(data) else read_archive(data, file)
    if data.lstrip().startswith(XML_STARTS):
        return read_form(data, file)
    if data.startswith(OLD_WORKBOOK):
        raise CannotRead(
            _("This is an old XLS workbook or one with a password. Save it as XLSX without one.")
        )
    raise CannotRead(_("Bring an XLSX workbook, an XForm instance, or a zip of instances."))
