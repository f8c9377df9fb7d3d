"""What the pages of this slice have in common."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.caseload.frame import case_of
from waymark.cases.forgetting.actions.erasing import KEPT_WITH_THE_CASE
from waymark.cases.forgetting.hanging import model_named
from waymark.cases.models import Case, CaseRecord, Participant
from waymark.cases.permissions import may_supervise

CONFLICT, UNPROCESSABLE = 409, 422


def supervised(request: StaffRequest, case_id: UUID) -> Case:
    """The case, to a supervisor who may open it; to anybody else there is none."""
    case = case_of(request, case_id)
    require(may_supervise, request.worker, case)
    return case


def record_in(case: Case, label: str, record_id: UUID) -> CaseRecord:
    """A record of the case that is not erased, by its model's label and its id."""
    model = model_named(label)
    if model is None or issubclass(model, KEPT_WITH_THE_CASE):
        raise Http404
    rows = model._default_manager.filter(case=case, envelope__erased_at=None)
    return get_object_or_404(rows.select_related("case", "envelope"), pk=record_id)


def participant_in(case: Case, participant_id: UUID) -> Participant:
    """A person of the case who is not erased."""
    rows = case.participants.filter(envelope__erased_at=None)
    found = rows.select_related("case", "person__merged_into", "person__envelope", "envelope")
    return get_object_or_404(found, pk=participant_id)
