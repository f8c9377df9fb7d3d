"""Staff pages of imports: upload, what it would do, progress, what it did."""

import io
import tempfile
from collections.abc import Sequence
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.directory.importing import jobs, running
from waymark.directory.importing import template as empty_table
from waymark.directory.importing.forms import ImportForm, largest_upload
from waymark.directory.importing.jobs import Job
from waymark.directory.importing.plan import About
from waymark.directory.importing.report import PAGE, Line, Report
from waymark.directory.importing.wording import PROBLEMS, Verdict, entity_name
from waymark.directory.importing.writing import counted as rows_counted
from waymark.directory.models import ImportRun
from waymark.directory.permissions import may_edit_directory
from waymark.web.uploads import IN_MEMORY

CONFLICT, TOO_LARGE, UNPROCESSABLE = 409, 413, 422
REFRESH_SECONDS = 2
LISTED = 50
CUT_HEADER = "HTTP_X_WAYMARK_CUT"  # our server dropped the end of the body


def runs_of(request: StaffRequest) -> "QuerySet[ImportRun]":
    """The imports that a worker's organisation made, and those for everybody."""
    own = Q(organisation=request.worker.organisation_id) | Q(organisation=None)
    return ImportRun.objects.filter(own).select_related("by").order_by("-started_at")


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: StaffRequest) -> HttpResponse:
    """The form, and the imports until now; a POST starts looking at a file."""
    require(may_edit_directory, request.worker)
    running.catch_up()
    if request.method != "POST":
        return _list(request, ImportForm(), 200)
    form = ImportForm(request.POST, request.FILES)
    if CUT_HEADER in request.META:
        form.add_error("file", _("This file is too large. It did not arrive whole."))
        return _list(request, form, TOO_LARGE)
    if not form.is_valid():
        return _list(request, form, UNPROCESSABLE)
    try:
        job = _begin(request, form)
    except jobs.TooMany:
        form.add_error(None, _("Other imports are under way. Wait until one is done."))
        return _list(request, form, CONFLICT)
    return redirect("directory_import_run", job.id)


def _begin(request: StaffRequest, form: ImportForm) -> Job:
    organisation = request.worker.organisation
    about = About(
        source=form.cleaned_data["source"],
        steward=organisation,
        by=request.worker,
        country=organisation.country,
        retire=form.cleaned_data["retire"],
    )
    upload = form.cleaned_data["file"]
    # The request closes its own file when it ends; the copy has no name either.
    kept = cast("BinaryIO", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    for chunk in upload.chunks():
        kept.write(chunk)
    kept.seek(0)
    try:
        return jobs.begin(about, upload.name or "upload", kept)
    except jobs.TooMany:
        kept.close()
        raise


def _list(request: StaffRequest, form: ImportForm, status: int) -> HttpResponse:
    rows = [(run, totals(run)) for run in runs_of(request)[:LISTED]]
    context = {"form": form, "rows": rows, "most": largest_upload()}
    return render(request, "directory/importing/imports.html", context, status=status)


def totals(run: ImportRun) -> list[tuple[str, int]]:
    """How many rows got each verdict."""
    found = [(verdict, run.counts.get(verdict.value)) for verdict in Verdict]
    return [
        (str(verdict.label), sum(rows.values()))
        for verdict, rows in found
        if isinstance(rows, dict)
    ]


@require_safe
def run(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Where an import stands: being looked at, looked at, being made, made."""
    require(may_edit_directory, request.worker)
    job = _job(request, run_id)
    if job is None:
        found = get_object_or_404(runs_of(request), pk=run_id)
        running.catch_up()
        found.refresh_from_db()
        context = {"run": found, "counts": counted(found.counts)}
        return render(request, "directory/importing/run.html", context)
    if job.state in {jobs.LOOKING, jobs.IMPORTING}:
        response = render(request, "directory/importing/progress.html", {"job": job, **_far(job)})
        response.headers["Refresh"] = str(REFRESH_SECONDS)
        return response
    return _result(request, job)


def _job(request: StaffRequest, run_id: UUID) -> Job | None:
    """A job of the worker's own organisation; another one's is not there."""
    job = jobs.find(run_id)
    if job is not None and job.about.steward != request.worker.organisation:
        raise Http404
    return job


def _far(job: Job) -> dict[str, Any]:
    return {"percent": round(job.part * 100), "importing": job.state == jobs.IMPORTING}


def _result(request: StaffRequest, job: Job) -> HttpResponse:
    only = request.GET.get("show") == "problems"
    shown = PROBLEMS if only else tuple(Verdict)
    lines = cast("Sequence[Line]", _Lines(job.report, shown))
    paginator = Paginator(lines, PAGE)
    context = {
        "job": job,
        "busy": job.problem == jobs.BUSY,
        "looked": job.state == jobs.LOOKED,
        "failed": job.state == jobs.FAILED,
        "counts": counted(rows_counted(job.report)),
        "problems": job.report.length(PROBLEMS),
        "only": only,
        "page": paginator.get_page(request.GET.get("page")),
        "nothing": not job.report.total(),
    }
    status = UNPROCESSABLE if job.state == jobs.FAILED else 200
    return render(request, "directory/importing/result.html", context, status=status)


def counted(counts: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Verdict, kind of row and number, in the order of the verdicts."""
    return [
        (str(verdict.label), entity_name(entity), number)
        for verdict in Verdict
        for entity, number in counts.get(verdict.value, {}).items()
    ]


class _Lines:
    """The lines of a report as a paginator takes them, without reading them all."""

    def __init__(self, report: Report, shown: tuple[Verdict, ...]) -> None:
        self.report, self.shown = report, shown

    @cached_property
    def _length(self) -> int:
        return self.report.length(self.shown)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, part: slice) -> list[Line]:
        start = part.start or 0
        return self.report.lines(self.shown, start, (part.stop or start) - start)


@require_POST
def import_now(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Do what was looked at."""
    require(may_edit_directory, request.worker)
    job = _job(request, run_id)
    if job is None:
        get_object_or_404(runs_of(request), pk=run_id)
        messages.error(request, _("The file is not kept any more. Choose it again."))
        return redirect("directory_import")
    jobs.start_import(job)
    return redirect("directory_import_run", run_id)


@require_POST
def forget(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Forget an upload without importing it."""
    require(may_edit_directory, request.worker)
    job = _job(request, run_id)
    if job is None:
        get_object_or_404(runs_of(request), pk=run_id)
    elif not jobs.drop(job):
        messages.error(request, _("It is being worked on. Wait until it is done."))
        return redirect("directory_import_run", run_id)
    messages.success(request, _("The file is forgotten. Nothing was changed."))
    return redirect("directory_import")


@require_safe
def template(request: StaffRequest) -> HttpResponseBase:
    """The empty table to fill in."""
    require(may_edit_directory, request.worker)
    table = io.BytesIO(empty_table.template())
    return FileResponse(table, as_attachment=True, filename="services.xlsx")
