"""Begin a case: empty, from a situation, or from a report."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.accounts.gate import StaffRequest
from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.accounts.roles import Role
from waymark.cases.caseload.actions.beginning import begin_case
from waymark.cases.caseload.forms.case import BeginForm
from waymark.cases.caseload.queries.workload import colleagues_of
from waymark.cases.caseload.views.overview import SECTIONS
from waymark.cases.caseload.views.stepping import CONFLICT, UNPROCESSABLE
from waymark.cases.fields.asking import asked_now, fields_for
from waymark.cases.fields.forms import AnswersForm
from waymark.cases.models import Case
from waymark.cases.permissions import may_work_on_cases
from waymark.reports.models import Report, Situation
from waymark.reports.names import report_name, situation_name
from waymark.reports.queries.visible import situations_visible_to, visible_to
from waymark.reports.states import CannotNow
from waymark.vault.models import Compartment, Membership

OK = 200


@require_http_methods(["GET", "HEAD", "POST"])
def case_begin(request: StaffRequest) -> HttpResponse:
    """The form, and what it begins. `situation` or `report` in the address say from what."""
    require(may_work_on_cases, request.worker)
    situation, report = _situation_of(request), _report_of(request)
    form, answers = _forms(request)
    if request.method != "POST":
        return _page(request, form, answers, situation, report)
    if not (form.is_valid() & answers.is_valid()):
        return _page(request, form, answers, situation, report, status=UNPROCESSABLE)
    try:
        case = begin_case(
            form.cleaned_data["compartment"],
            answers.answers(),
            by=request.worker,
            responsible=form.cleaned_data["responsible"],
            situation=situation,
            report=report,
            case_id=form.cleaned_data["case_id"],
        )
    except CannotNow as refusal:
        problem = str(refusal.sentence)
        return _page(request, form, answers, situation, report, status=CONFLICT, problem=problem)
    messages.success(request, _("The case is begun."))
    return redirect("case", case.pk)


def _forms(request: StaffRequest) -> tuple[BeginForm, AnswersForm]:
    circles = circles_of(request.worker)
    data = request.POST if request.method == "POST" else None
    asked = asked_now(fields_for(request.worker.organisation, "case"), sections=SECTIONS)
    initial = {"compartment": _usual_circle(circles), "responsible": request.worker.pk}
    form = BeginForm(circles, colleagues_of(request.worker), data, initial=initial)
    return form, AnswersForm(asked, data, prefix="case")


def circles_of(worker: Worker) -> QuerySet[Compartment]:
    """The worker's circles with case managers in them, by name; all where none has one."""
    inside = Membership.objects.filter(compartment_key__compartment=OuterRef("pk"))
    mine = Compartment.objects.filter(
        Exists(inside.filter(holder=worker.holder)), owner=worker.organisation_id
    ).order_by("name")
    managers = Worker.objects.filter(is_active=True, role_rows__role=Role.CASE_MANAGER)
    used = mine.filter(Exists(inside.filter(holder__in=managers.values("holder"))))
    return used if used.exists() else mine


def _usual_circle(circles: QuerySet[Compartment]) -> UUID | None:
    """The only circle, or the one of the newest case; a worker can always choose another."""
    first = list(circles.values_list("pk", flat=True)[:2])
    if len(first) == 1:
        return first[0]
    newest = Case.objects.filter(compartment__in=circles).order_by("-opened_on", "pk")
    return newest.values_list("compartment", flat=True).first()


def _situation_of(request: StaffRequest) -> Situation | None:
    pk = _named(request, "situation")
    return get_object_or_404(situations_visible_to(request.worker), pk=pk) if pk else None


def _report_of(request: StaffRequest) -> Report | None:
    pk = _named(request, "report")
    rows = visible_to(request.worker).select_related("situation")
    return get_object_or_404(rows, pk=pk) if pk else None


def _named(request: StaffRequest, name: str) -> UUID | None:
    """The id in the address; one that is none leads nowhere."""
    try:
        return UUID(request.GET[name]) if request.GET.get(name) else None
    except ValueError:
        raise Http404 from None


def _page(
    request: StaffRequest,
    form: BeginForm,
    answers: AnswersForm,
    situation: Situation | None,
    report: Report | None,
    *,
    status: int = OK,
    problem: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "answers": answers,
        "situation": situation_name(situation) if situation else "",
        "report": report_name(report) if report else "",
        "problem": problem,
    }
    return render(request, "cases/caseload/begin.html", context, status=status)
