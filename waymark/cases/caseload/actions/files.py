"""Files of a case."""

from uuid import UUID

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.beginning import begin
from waymark.cases.caseload.actions.common import written_before
from waymark.cases.caseload.content import sealed
from waymark.cases.models import Case, CaseFile
from waymark.cases.records import seal_new
from waymark.cases.states import CaseStep
from waymark.reports.files import CheckedFile


@transaction.atomic
def add_file(
    case: Case,
    checked: CheckedFile,
    *,
    by: Worker,
    about: str = "",
    privilege: str = "",
    file_id: UUID | None = None,
) -> CaseFile:
    """Seal a file that was checked. `about` says what it is; `file_id`: see `written_before`.

    Raises NotAllowed to those who may not open the case and CannotNow for a closed one.
    """
    locked = begin(CaseStep.RECORD, case, by)
    if found := written_before(CaseFile, locked, file_id):
        return found
    file = CaseFile(case=locked, author=by)
    file.pk = file_id or file.pk
    label = sealed(
        name=checked.name,
        type=checked.type,
        size=len(checked.body),
        metadata_inside=checked.metadata_inside,
        about=about,
        privilege=privilege,
    )
    key = seal_new(file, label, [locked.compartment])
    key.seal(file, "body", checked.body)
    file.save(force_insert=True)
    audit.record(Event.RECORD_ADDED, by=by, target=file)
    return file
