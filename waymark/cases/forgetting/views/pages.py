"""What can be erased in a case, what keeps it, and the proofs of what is gone."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_page, tombstone_or_case_of
from waymark.cases.caseload.views.stepping import take_step
from waymark.cases.forgetting.actions.holds import lift_hold, place_hold
from waymark.cases.forgetting.copies import gone_by, received
from waymark.cases.forgetting.forms import HoldForm
from waymark.cases.forgetting.queries import erasable_in, holds_of, kind_of, proof_of, tombs_of
from waymark.cases.forgetting.views.common import UNPROCESSABLE, supervised
from waymark.cases.models import Case, CaseState, Participant
from waymark.cases.names import person_name


@require_http_methods(["GET", "HEAD", "POST"])
def case_forgetting(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Every record of the case with a way to erase it; its holds, and a form for another."""
    case = supervised(request, case_id)
    if request.method != "POST":
        return _page(request, case, HoldForm())
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _page(request, case, form, status=UNPROCESSABLE)
    data = form.cleaned_data
    return take_step(
        request,
        lambda: place_hold(case, **data, by=request.worker),
        done=_("Nothing in this case is erased from now on."),
        back=("case_forgetting", case.pk),
        again=lambda problem, status: _page(request, case, form, problem=problem, status=status),
    )


@require_POST
def hold_lift(request: StaffRequest, case_id: UUID, hold_id: UUID) -> HttpResponse:
    """Lift a hold."""
    case = supervised(request, case_id)
    hold = get_object_or_404(case.legalholds.select_related("case"), pk=hold_id)
    return take_step(
        request,
        lambda: lift_hold(hold, by=request.worker),
        done=_("The hold is lifted."),
        back=("case_forgetting", case.pk),
        again=lambda problem, status: _page(
            request, case, HoldForm(), problem=problem, status=status
        ),
    )


@require_safe
def case_erased(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The tombstones of a case, also once it is erased itself."""
    case = tombstone_or_case_of(request, case_id)
    tombs = [(each, kind_of(each.target)) for each in tombs_of(case)]
    return _tomb_page(request, case, "erased.html", {"tombs": tombs})


@require_safe
def erasure(request: StaffRequest, case_id: UUID, erasure_id: UUID) -> HttpResponse:
    """The proof that something is gone, asked of the database at this moment."""
    case = tombstone_or_case_of(request, case_id)
    found = get_object_or_404(tombs_of(case), pk=erasure_id)
    told = received(gone_by(found), request.worker, request.keyring)
    context = {"proof": proof_of(found), "received": told}
    return _tomb_page(request, case, "proof.html", context)


def _tomb_page(
    request: StaffRequest, case: Case, template: str, context: dict[str, Any]
) -> HttpResponse:
    """A page that an erased case has, too; such a case has no others."""
    only: dict[str, Any] = {"tabs": []} if case.state == CaseState.ERASED else {}
    return case_page(request, case, "", f"cases/forgetting/{template}", {**context, **only})


def _page(request: StaffRequest, case: Case, form: HoldForm, **more: Any) -> HttpResponse:
    records = erasable_in(case)
    holds = holds_of(case, request.keyring)
    people = [each.record for each in records if isinstance(each.record, Participant)]
    context = {
        "records": records,
        "persons": [(each, person_name(each.person.standing)) for each in people],
        "holds": holds,
        "held": any(line.hold.lifted_at is None for line in holds),
        "form": form,
    }
    return case_page(request, case, "", "cases/forgetting/forgetting.html", context, **more)
