"""How long records are kept, and what that erases soon."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.caseload.actions.reading import note_listing
from waymark.cases.forgetting.actions.keeping import PROPOSED_DAYS, change_keeping, rules_of
from waymark.cases.forgetting.forms import KeepingForm
from waymark.cases.forgetting.permissions import may_decide_keeping
from waymark.cases.forgetting.retention import due_until, erase_perpetrators_due
from waymark.cases.forgetting.views.common import CONFLICT, UNPROCESSABLE
from waymark.cases.models import KeptKind, today
from waymark.cases.names import case_name
from waymark.reports.states import CannotNow

OK = 200
SOON = timedelta(days=31)


@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request: StaffRequest) -> HttpResponse:
    """The rules of the worker's organisation, and what they erase within a month."""
    require(may_decide_keeping, request.worker)
    rules = rules_of(request.worker.organisation)
    if request.method != "POST":
        return _page(request, KeepingForm(initial=rules or PROPOSED_DAYS), saved=bool(rules))
    form = KeepingForm(request.POST)
    if not form.is_valid():
        return _page(request, form, saved=bool(rules), status=UNPROCESSABLE)
    change_keeping(form.days(), by=request.worker)
    messages.success(request, _("The rules are saved. They count from the next minute."))
    return redirect("keeping")


@require_POST
def keeping_perpetrators(request: StaffRequest) -> HttpResponse:
    """Erase what is due about suspected perpetrators, which needs a supervisor's keys."""
    require(may_decide_keeping, request.worker)
    try:
        number = erase_perpetrators_due(by=request.worker, keyring=request.keyring)
    except CannotNow as refusal:
        form = KeepingForm(initial=rules_of(request.worker.organisation))
        return _page(request, form, saved=True, problem=refusal.sentence, status=CONFLICT)
    done = ngettext("%(number)s person is erased.", "%(number)s people are erased.", number)
    messages.success(request, done % {"number": number})
    return redirect("keeping")


def _page(
    request: StaffRequest, form: KeepingForm, *, status: int = OK, **more: Any
) -> HttpResponse:
    note_listing(by=request.worker)
    due = due_until(today() + SOON, request.worker, request.keyring)
    waiting = [each for each in due if each.kind is KeptKind.PERPETRATOR and each.day <= today()]
    context = {
        "form": form,
        "due": [(each, case_name(each.case)) for each in due],
        "waiting": len(waiting),
        **more,
    }
    return render(request, "cases/forgetting/keeping.html", context, status=status)
