"""Looking at cases is an event: a list of them, one of them, a file of one."""

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.models import Case, CaseFile
from waymark.cases.permissions import may_open_case, may_work_on_cases


def works_on(worker: Worker, case: Case) -> bool:
    """Whether the worker is responsible for the case or in its team."""
    return case.responsible_id == worker.pk or case.team.filter(worker=worker).exists()


@transaction.atomic
def note_listing(*, by: Worker) -> None:
    """Audit one look at a list. Raises NotAllowed to those who do not work on cases."""
    require(may_work_on_cases, by)
    audit.record(Event.CASE_LISTED, by=by)


@transaction.atomic
def note_opening(case: Case, *, by: Worker) -> None:
    """Audit that a worker opened a page of a case; from outside its team, as that.

    Raises NotAllowed.
    """
    require(may_open_case, by, case)
    event = Event.CASE_READ if works_on(by, case) else Event.CASE_READ_OUTSIDE_TEAM
    audit.record(event, by=by, target=case)


@transaction.atomic
def note_file_opening(file: CaseFile, *, by: Worker) -> None:
    """Audit that a worker downloads a file of a case. Raises NotAllowed."""
    require(may_open_case, by, file.case)
    audit.record(Event.CASE_FILE_READ, by=by, target=file)
