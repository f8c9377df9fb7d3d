"""Staff pages of estimates: the list, a new one, its way and what came out."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.analysis import actions, queries
from waymark.analysis.forms import EstimateForm
from waymark.analysis.models import WAITING, EstimateJob, State
from waymark.analysis.permissions import may_estimate, may_read_estimates
from waymark.analysis.results import Result, content_type
from waymark.analysis.retention import KEPT_DAYS

CONFLICT, TOO_LARGE, UNPROCESSABLE = 409, 413, 422
REFRESH_SECONDS = 3
LISTED = 25
CUT_HEADER = "HTTP_X_WAYMARK_CUT"  # our server dropped the end of the body


@require_safe
def estimates(request: StaffRequest) -> HttpResponse:
    """What the worker's organisation estimated."""
    require(may_read_estimates, request.worker)
    found = queries.visible_to(request.worker).defer("files", "lists")
    context = {
        "page": Paginator(found, LISTED).get_page(request.GET.get("page")),
        "may_estimate": may_estimate(request.worker),
        "days": KEPT_DAYS,
    }
    return render(request, "analysis/estimates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """The form; a POST puts an estimate into the queue."""
    require(may_estimate, request.worker)
    if request.method != "POST":
        return _form(request, EstimateForm(), 200)
    form = EstimateForm(request.POST, request.FILES)
    if CUT_HEADER in request.META:
        form.add_error("file", _("This file is too large. It did not arrive whole."))
        return _form(request, form, TOO_LARGE)
    if not form.is_valid() or form.reading is None:
        return _form(request, form, UNPROCESSABLE)
    wanted = actions.Wanted(
        form.reading, form.choice, form.file_name, title=form.cleaned_data["title"]
    )
    try:
        job = actions.start(wanted, by=request.worker)
    except actions.TooMany:
        form.add_error(None, _("Many estimates are waiting already. Wait until some are done."))
        return _form(request, form, CONFLICT)
    return redirect("analysis_estimate", job.pk)


def _form(request: StaffRequest, form: EstimateForm, status: int) -> HttpResponse:
    return render(request, "analysis/new.html", {"form": form}, status=status)


@require_safe
def estimate(request: StaffRequest, job_id: UUID) -> HttpResponse:
    """Where an estimate stands, or what came out: the verdict first."""
    job = _job(request, job_id)
    context = {
        "job": job,
        "may_estimate": may_estimate(request.worker, job),
        "waits": job.state in WAITING,
        "chosen": job.options,
    }
    if job.state == State.DONE:
        return render(request, "analysis/result.html", {**context, "result": Result(job.files)})
    context |= {"percent": round(job.part * 100), "before": queries.before(job)}
    response = render(request, "analysis/progress.html", context)
    if context["waits"]:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


def _job(request: StaffRequest, job_id: UUID) -> EstimateJob:
    """An estimate of the worker's own organisation; another one's is not there."""
    require(may_read_estimates, request.worker)
    return get_object_or_404(queries.visible_to(request.worker), pk=job_id)


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: StaffRequest, job_id: UUID) -> HttpResponse:
    """Ask, then stop what waits or runs."""
    job = _job(request, job_id)
    require(may_estimate, request.worker, job)
    if request.method != "POST":
        return render(request, "analysis/stop.html", {"job": job})
    try:
        actions.stop(job, by=request.worker)
    except actions.NotNow:
        messages.error(request, _("This estimate has ended already."))
    else:
        messages.success(request, _("The estimate is stopped."))
    return redirect("analysis_estimate", job.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: StaffRequest, job_id: UUID) -> HttpResponse:
    """Ask, then remove what has ended."""
    job = _job(request, job_id)
    require(may_estimate, request.worker, job)
    if request.method != "POST":
        return render(request, "analysis/remove.html", {"job": job})
    try:
        actions.remove(job, by=request.worker)
    except actions.NotNow:
        messages.error(request, _("This estimate has not ended. Stop it first."))
        return redirect("analysis_estimate", job.pk)
    messages.success(request, _("The estimate is removed."))
    return redirect("analysis")


@require_safe
def download(request: StaffRequest, job_id: UUID, name: str) -> HttpResponse:
    """One file of what came out, to save."""
    job = _job(request, job_id)
    try:
        text = actions.take_away(job, name, by=request.worker)
    except KeyError:
        raise Http404 from None
    saved = f"estimate-{str(job.pk)[:8]}-{name}"
    return HttpResponse(
        text,
        content_type=content_type(name),
        headers={"Content-Disposition": f'attachment; filename="{saved}"'},
    )
