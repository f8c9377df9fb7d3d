"""Searches and looks for doubles are audited; what was sought is not written down."""

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.permissions import may_work_on_cases


@transaction.atomic
def note_search(*, by: Worker) -> None:
    """Audit that a worker had people searched or compared. Raises NotAllowed."""
    require(may_work_on_cases, by)
    audit.record(Event.PEOPLE_SEARCHED, by=by)
