"""Who is told first: one list for each recipient."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.reports import escalation
from waymark.reports.actions import on_call as actions
from waymark.reports.forms.staff import OnCallForm
from waymark.reports.models import OnCall, Recipient
from waymark.reports.permissions import may_change_on_call, may_see_on_call
from waymark.reports.queries.recipients import name_of, recipients_of
from waymark.reports.queries.visible import colleagues_for
from waymark.reports.states import CannotNow

CONFLICT = 409
UNPROCESSABLE = 422


@dataclass(frozen=True)
class Place:
    """One line of a list. Who cannot open the reports is passed over."""

    worker: Worker
    able: bool


@dataclass(frozen=True)
class CallList:
    """One recipient's list; `reached`: somebody would really be told."""

    recipient: Recipient
    name: str
    places: list[Place]
    reached: bool
    form: OnCallForm


@require_safe
def on_call(request: StaffRequest) -> HttpResponse:
    """Every list of the worker's organisation."""
    require(may_see_on_call, request.worker)
    return _page(request)


def _page(
    request: StaffRequest,
    *,
    problem: str = "",
    status: int = 200,
    mistaken: tuple[Recipient, OnCallForm] | None = None,
) -> HttpResponse:
    lists = [_list(recipient) for recipient in recipients_of(request.worker.organisation)]
    if mistaken is not None:
        recipient, form = mistaken
        lists = [
            replace(each, form=form) if each.recipient == recipient else each for each in lists
        ]
    context = {
        "lists": lists,
        "may_change": may_change_on_call(request.worker),
        "problem": problem,
        "mistaken": mistaken[1] if mistaken else None,
    }
    return render(request, "reports/staff/on_call.html", context, status=status)


def _list(recipient: Recipient) -> CallList:
    able = colleagues_for(recipient)
    able_ids = set(able.values_list("pk", flat=True))
    rows = OnCall.objects.filter(recipient=recipient).select_related("worker")
    places = [Place(row.worker, row.worker_id in able_ids) for row in rows]
    others = able.exclude(pk__in=[place.worker.pk for place in places])
    return CallList(
        recipient=recipient,
        name=name_of(recipient, get_language()),
        places=places,
        reached=bool(escalation.stops(recipient)),
        form=_form(recipient, others),
    )


def _form(recipient: Recipient, others: QuerySet[Worker]) -> OnCallForm:
    return OnCallForm(others, prefix=f"add-{recipient.pk}")


def _recipient(request: StaffRequest, recipient_id: UUID) -> Recipient:
    """A recipient whose list the worker may change; else there is none."""
    found = get_object_or_404(recipients_of(request.worker.organisation), pk=recipient_id)
    require(may_change_on_call, request.worker, found)
    return found


@require_POST
def on_call_add(request: StaffRequest, recipient_id: UUID) -> HttpResponse:
    """Put somebody at the end."""
    recipient = _recipient(request, recipient_id)
    form = OnCallForm(colleagues_for(recipient), request.POST, prefix=f"add-{recipient.pk}")
    if not form.is_valid():
        return _page(request, status=UNPROCESSABLE, mistaken=(recipient, form))
    worker = form.cleaned_data["worker"]
    try:
        actions.add_on_call(recipient, worker, by=request.worker)
    except CannotNow as refusal:
        return _page(request, problem=str(refusal.sentence), status=CONFLICT)
    messages.success(request, _("%(name)s is on the list.") % {"name": worker.name})
    return redirect("on_call")


@require_POST
def on_call_change(
    request: StaffRequest, recipient_id: UUID, worker_id: UUID, change: str
) -> HttpResponse:
    """Move somebody up or down, or take them off: `change` is up, down or remove."""
    if change not in {"up", "down", "remove"}:
        raise Http404
    recipient = _recipient(request, recipient_id)
    colleagues = Worker.objects.filter(organisation_id=request.worker.organisation_id)
    worker = get_object_or_404(colleagues, pk=worker_id)
    try:
        if change == "remove":
            actions.remove_on_call(recipient, worker, by=request.worker)
        else:
            actions.move_on_call(recipient, worker, up=change == "up", by=request.worker)
    except CannotNow as refusal:
        return _page(request, problem=str(refusal.sentence), status=CONFLICT)
    messages.success(request, _("The list is changed."))
    return redirect("on_call")
