"""Reading, exporting and verifying the log: each is an event of the log."""

from collections.abc import Iterator

from django.db import transaction

from waymark.accounts.auditing import queries
from waymark.accounts.auditing.permissions import may_audit
from waymark.accounts.auditing.queries import LogPage, Row, Wanted
from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import actions as audit
from waymark.audit import log
from waymark.audit.events import Event
from waymark.audit.verify import Verdict


@transaction.atomic
def read(wanted: Wanted, *, by: Worker) -> LogPage:
    """A page of the log. Raises NotAllowed."""
    require(may_audit, by)
    found = queries.page(by, wanted)
    log.record(Event.AUDIT_READ, by=by)
    return found


@transaction.atomic
def export(wanted: Wanted, *, by: Worker) -> Iterator[Row]:
    """Everything that matches, row by row. Raises NotAllowed."""
    require(may_audit, by)
    log.record(Event.AUDIT_EXPORTED, by=by)
    return queries.everything(by, wanted)


def verify(*, by: Worker) -> Verdict:
    """Verify the whole log, about half a minute for a million entries. Raises NotAllowed."""
    require(may_audit, by)
    return audit.verify(by=by)
