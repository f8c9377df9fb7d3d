"""Verifying the log is itself an event of the log."""

from django.db import transaction

from waymark.audit import log
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.audit.verify import Verdict, verify_log


def verify(*, by: log.HasId | Actor) -> Verdict:
    """Verify the log of this installation and record that it was whole, or that it was not.

    Permission is the caller's. Takes about half a minute for a million entries.
    """
    verdict = verify_log()
    record_verification(verdict.intact, by=by)
    return verdict


@transaction.atomic
def record_verification(intact: bool, *, by: log.HasId | Actor) -> None:
    """Record that somebody verified the log, and whether it was whole."""
    log.record(Event.AUDIT_VERIFIED if intact else Event.AUDIT_DAMAGE_FOUND, by=by)
