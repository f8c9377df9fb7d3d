"""Audit that reports were listed: first words are opened for a list, too."""

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.reports.permissions import may_work_on_reports


@transaction.atomic
def note_listing(*, by: Worker) -> None:
    """Audit one look at a list. Raises NotAllowed to those who do not work on reports."""
    require(may_work_on_reports, by)
    audit.record(Event.REPORT_LISTED, by=by)


@transaction.atomic
def note_search(*, by: Worker) -> None:
    """Audit that a worker searched, without the words. Raises NotAllowed."""
    require(may_work_on_reports, by)
    audit.record(Event.SEARCH_MADE, by=by)
