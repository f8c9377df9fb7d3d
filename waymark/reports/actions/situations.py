"""Group reports that speak of the same thing."""

from collections.abc import Iterable

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.reports.actions.triage import begin
from waymark.reports.models import Report, Situation
from waymark.reports.permissions import may_open_situation
from waymark.reports.states import Step
from waymark.vault.models import Compartment
from waymark.vault.records import new_envelope


@transaction.atomic
def create_situation(title: str, *, report: Report, by: Worker) -> Situation:
    """Begin a situation with a report; whoever opens the report's recipient opens its title.

    `title` is sealed. Raises NotAllowed and CannotNow like `group`.
    """
    locked = begin(Step.GROUP, report, by)
    compartments: Iterable[Compartment] = locked.recipient.compartments.select_related("key")
    data_key = new_envelope(compartments)
    situation = Situation(envelope_id=data_key.envelope_id, organisation_id=by.organisation_id)
    data_key.seal(situation, "title", title.encode())
    situation.save(force_insert=True)
    audit.record(Event.SITUATION_CREATED, by=by, target=situation)
    group(locked, situation, by=by)
    return situation


@transaction.atomic
def group(report: Report, situation: Situation | None, *, by: Worker) -> Report:
    """Put a report into a situation, or with None out of its own.

    Raises NotAllowed to those who open only one of the two, CannotNow when the report is
    withdrawn or erased.
    """
    locked = begin(Step.GROUP, report, by)
    if situation is not None:
        require(may_open_situation, by, situation)
    if locked.situation_id != (situation.pk if situation else None):
        locked.situation = situation
        locked.save(update_fields=["situation"])
        audit.record(Event.REPORT_GROUPED, by=by, target=locked)
    return locked


@transaction.atomic
def note_opening(situation: Situation, *, by: Worker) -> None:
    """Audit that a worker opened a situation."""
    require(may_open_situation, by, situation)
    audit.record(Event.SITUATION_READ, by=by, target=situation)
