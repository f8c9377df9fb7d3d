"""Opening a report or a file is an event."""

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.reports.models import Attachment
from waymark.reports.permissions import may_open_report


@transaction.atomic
def note_file_opening(file: Attachment, *, by: Worker) -> None:
    """Audit that a worker downloads a file. Raises NotAllowed."""
    require(may_open_report, by, file.report)
    audit.record(Event.ATTACHMENT_READ, by=by, target=file)
