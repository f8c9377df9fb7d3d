"""How long reports are kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.reports.actions.retention import UNREAD_ANSWER_DAYS, change_rules
from waymark.reports.forms.staff import RetentionForm
from waymark.reports.models import RetentionRule
from waymark.reports.permissions import may_change_retention

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: StaffRequest) -> HttpResponse:
    """The rules of the worker's organisation, in plain words."""
    organisation = request.worker.organisation
    require(may_change_retention, request.worker)
    rules = RetentionRule.objects.filter(organisation=organisation)
    initial = dict(rules.values_list("state", "days"))
    form = RetentionForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            change_rules(organisation, form.days(), by=request.worker)
            messages.success(request, _("The rules are saved. They count from the next minute."))
            return redirect("retention")
        status = UNPROCESSABLE
    context = {"form": form, "unread_answer_days": UNREAD_ANSWER_DAYS}
    return render(request, "reports/staff/retention.html", context, status=status)
