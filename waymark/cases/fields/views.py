"""The pages on which an organisation decides what it asks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.fields.asking import Asked, asked_now, fields_for
from waymark.cases.fields.catalogue import catalogue
from waymark.cases.fields.forms import AnswersForm
from waymark.cases.fields.settings import back_to_catalogue, change_fields
from waymark.cases.fields.settings_form import SettingsForm
from waymark.cases.fields.wording import RECORDS
from waymark.cases.models import FieldUse
from waymark.cases.permissions import may_change_fields

OK, UNPROCESSABLE = 200, 422


@require_safe
def fields(request: StaffRequest) -> HttpResponse:
    """The records, and how many of their fields are asked."""
    require(may_change_fields, request.worker)
    rows = [_counted(request, record) for record in catalogue()]
    return render(request, "cases/fields/records.html", {"rows": rows})


def _counted(request: StaffRequest, record: str) -> dict[str, Any]:
    found = fields_for(request.worker.organisation, record)
    return {
        "record": record,
        "title": RECORDS[record],
        "asked": sum(not each.hidden for each in found),
        "needed": sum(each.required for each in found),
        "all": len(found),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def record_fields(request: StaffRequest, record: str) -> HttpResponse:
    """The fields of one record: look at a preview first, or save at once."""
    require(may_change_fields, request.worker)
    found = _fields(request, record)
    if request.method != "POST":
        return _page(request, record, SettingsForm(found))
    form = SettingsForm(found, request.POST)
    if not form.is_valid():
        return _page(request, record, form, status=UNPROCESSABLE)
    if "preview" in request.POST:
        return _page(request, record, form, preview=form.preview())
    change_fields(request.worker.organisation, form.wishes(), by=request.worker)
    messages.success(request, _("Saved. What is stored already stays as it is."))
    return redirect("case_record_fields", record)


@require_POST
def undo_fields(request: StaffRequest, record: str) -> HttpResponse:
    """Back to the catalogue."""
    require(may_change_fields, request.worker)
    _fields(request, record)
    back_to_catalogue(request.worker.organisation, record, by=request.worker)
    messages.success(request, _("These fields are as they came with Waymark."))
    return redirect("case_record_fields", record)


def _fields(request: StaffRequest, record: str) -> list[Asked]:
    """Raises Http404 for a record that is none."""
    if record not in catalogue():
        raise Http404
    return fields_for(request.worker.organisation, record)


def _page(
    request: StaffRequest,
    record: str,
    form: SettingsForm,
    *,
    preview: list[Asked] | None = None,
    status: int = OK,
) -> HttpResponse:
    context = {
        "record": record,
        "title": RECORDS[record],
        "form": form,
        "uses": FieldUse.choices,
        "preview": preview is not None and AnswersForm(asked_now(preview), prefix="preview"),
    }
    return render(request, "cases/fields/record.html", context, status=status)
