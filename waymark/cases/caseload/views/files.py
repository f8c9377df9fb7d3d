"""The files of a case."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.refused_files import note_refused, require_whole
from waymark.cases.caseload.actions import files
from waymark.cases.caseload.actions.reading import note_file_opening
from waymark.cases.caseload.content import NAME, said
from waymark.cases.caseload.forms.records import FileForm
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.queries.records import files_of
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, take_step
from waymark.cases.downloads import worker_download
from waymark.cases.models import Case
from waymark.cases.records import open_with


@require_http_methods(["GET", "HEAD", "POST"])
def case_files(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The files, newest first, and a form for one more."""
    case = case_of(request, case_id)
    if request.method != "POST":
        return _list(request, case)
    form = FileForm(request.POST, request.FILES)
    require_whole(request, form)
    if not form.is_valid():
        note_refused(request, form, target=case)
        return _list(request, case, form=form, status=UNPROCESSABLE)
    data = form.cleaned_data
    return take_step(
        request,
        lambda: files.add_file(
            case,
            data["file"],
            about=data["about"],
            privilege=data["privilege"],
            by=request.worker,
            file_id=data["record_id"],
        ),
        done=_("The file is sealed and saved."),
        back=("case_files", case.pk),
        again=lambda problem, status: _list(
            request, case_of(request, case_id), form=form, status=status, problem=problem
        ),
    )


@worker_download(reason="a worker's own reading of a file of their case, audited")
@require_safe
def case_file(request: StaffRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """Open a file on the worker's own device, sealed until now; audited.

    It is the worker's own reading, as on a page, and no way out to somebody else: that one asks
    the gate. It is never shown in the browser.
    """
    case = case_of(request, case_id)
    rows = case.casefiles.filter(envelope__erased_at=None).select_related("case")
    file = get_object_or_404(rows, pk=file_id)
    key = request.keyring.data_key(file.envelope_id)
    name, body = str(said(open_with(file, key), NAME)), key.open(file, "body")
    note_file_opening(file, by=request.worker)
    shown_as = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        body,
        headers={
            "Content-Type": "application/octet-stream",
            "Content-Disposition": shown_as,
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _list(
    request: StaffRequest, case: Case, *, form: FileForm | None = None, **more: Any
) -> HttpResponse:
    context = {"files": files_of(case, request.keyring), "form": form or FileForm()}
    return case_page(request, case, "files", "cases/caseload/files.html", context, **more)
