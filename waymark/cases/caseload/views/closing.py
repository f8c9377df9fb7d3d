"""Close a case, with what is still open before one's eyes."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.actions import moving
from waymark.cases.caseload.closing import loose_ends_of
from waymark.cases.caseload.forms.case import CloseForm
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, renewed, take_step
from waymark.cases.fields.asking import asked_now, fields_for
from waymark.cases.fields.forms import AnswersForm
from waymark.cases.models import Case

SECTIONS = ("closure",)  # of the catalogue's fields of a case


@require_http_methods(["GET", "HEAD", "POST"])
def case_close(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """What is still open, the reason, and whether somebody else goes on."""
    case = case_of(request, case_id)
    why = _why_form(request, case)
    if request.method != "POST":
        return _page(request, case, CloseForm(initial={"seen": case.version}), why)
    form = CloseForm(request.POST)
    if not (form.is_valid() & why.is_valid()):
        return _page(request, case, form, why, status=UNPROCESSABLE)
    data = form.cleaned_data

    def again(problem: str, status: int) -> HttpResponse:
        fresh = case_of(request, case_id)
        kept = renewed(form, fresh.version)
        return _page(request, fresh, kept, why, status=status, problem=problem)

    return take_step(
        request,
        lambda: moving.close(
            case,
            why.answers(),
            referred=data["how"] == "referred",
            by=request.worker,
            seen=data["seen"],
            keyring=request.keyring,
        ),
        done=_("The case is closed. You can reopen it."),
        back=("case", case.pk),
        again=again,
    )


def _why_form(request: StaffRequest, case: Case) -> AnswersForm:
    """What the organisation asks at closure, each time anew."""
    fields = asked_now(fields_for(case.organisation, "case"), sections=SECTIONS)
    data = request.POST if request.method == "POST" else None
    return AnswersForm(fields, data, prefix="case")


def _page(
    request: StaffRequest, case: Case, form: Any, why: AnswersForm, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "why": why,
        "loose_ends": loose_ends_of(case, request.worker, request.keyring),
    }
    return case_page(request, case, "overview", "cases/caseload/close.html", context, **more)
