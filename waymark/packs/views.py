"""Staff pages of report packs: the list, a new run, its way, its tables."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.models import today
from waymark.packs import actions
from waymark.packs.behind import look_behind, may_look_behind
from waymark.packs.definitions import ALL, packs
from waymark.packs.files import archive
from waymark.packs.forms import PackForm
from waymark.packs.leaving import take_out
from waymark.packs.models import PackRun, PublishedTables, RunState
from waymark.packs.published import editions
from waymark.packs.showing import Shown, notes, period_text, shown_tables
from waymark.packs.visible import may_count, runs_of
from waymark.packs.wording import PACKS, cell_title
from waymark.packs.working import work
from waymark.referrals.gate_counts import CountsRefused
from waymark.referrals.ways import Way, way_out
from waymark.reports.states import CannotNow

CONFLICT, UNPROCESSABLE = 409, 422
LISTED = 25
REFRESH_SECONDS = 1
BOTH = ["GET", "HEAD", "POST"]


@require_safe
def pack_list(request: StaffRequest) -> HttpResponse:
    """The worker's own runs."""
    require(may_count, request.worker)
    page = Paginator(runs_of(request.worker), LISTED).get_page(request.GET.get("page"))
    rows = [(run, PACKS[run.pack].title, period_text(run)) for run in page.object_list]
    return render(request, "packs/list.html", {"page": page, "rows": rows})


@require_http_methods(BOTH)
def pack_new(request: StaffRequest) -> HttpResponse:
    """Choose a pack and a period; a POST begins to count."""
    require(may_count, request.worker)
    form = PackForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _form(request, form, 200)
    if not form.is_valid():
        return _form(request, form, UNPROCESSABLE)
    try:
        run = actions.start(form.wanted, form.period, by=request.worker, keyring=request.keyring)
    except CannotNow as refusal:
        form.add_error(None, str(refusal.sentence))
        return _form(request, form, CONFLICT)
    return redirect("pack_run", run.pk)


def _form(request: StaffRequest, form: PackForm, status: int) -> HttpResponse:
    help_ = [(PACKS[name].title, PACKS[name].help) for name in packs()]
    return render(request, "packs/new.html", {"form": form, "packs": help_}, status=status)


@require_safe
def pack_run(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Count a little further and show how far it is, or show the tables."""
    run = _run(request, run_id)
    try:
        work(run, by=request.worker, keyring=request.keyring)
        return _page(request, run)
    except CannotNow as refusal:
        return _page(request, run, str(refusal.sentence), CONFLICT)


def _page(
    request: StaffRequest, run: PackRun, problem: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "run": run,
        "title": PACKS[run.pack].title,
        "period": period_text(run),
        "problem": problem,
        "percent": min(100, 100 * run.done // max(run.total, 1)),
    }
    if run.state == RunState.READY and status == 200:
        context |= {
            "tables": _tables(request, run),
            "may_look": may_look_behind(request.worker, run),
        }
    response = render(request, "packs/run.html", context, status=status)
    if run.state == RunState.COUNTING and not problem:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


def _tables(request: StaffRequest, run: PackRun) -> list[Shown]:
    """What a run shows, as it is kept."""
    row = get_object_or_404(PublishedTables, run=run)
    return shown_tables(run, editions([row], request.keyring)[0].shown)


@require_POST
def pack_stop(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Stop counting."""
    return _step(request, _run(request, run_id), actions.stop, _("Counting is stopped."))


@require_POST
def pack_go_on(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Go on counting."""
    return _step(request, _run(request, run_id), actions.go_on, _("Counting goes on."))


def _step(request: StaffRequest, run: PackRun, act: Callable[..., None], done: str) -> HttpResponse:
    try:
        act(run, by=request.worker)
    except CannotNow as refusal:
        return _page(request, run, str(refusal.sentence), CONFLICT)
    messages.success(request, done)
    return redirect("pack_run", run.pk)


@require_http_methods(BOTH)
def pack_remove(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Ask, then remove a run."""
    run = _run(request, run_id)
    if request.method != "POST":
        context = {"run": run, "title": PACKS[run.pack].title, "period": period_text(run)}
        return render(request, "packs/remove.html", context)
    actions.remove(run, by=request.worker)
    messages.success(request, _("The run is removed."))
    return redirect("packs")


@require_POST
@way_out(Way.REPORT_PACK)
def pack_file(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """All tables as a workbook and CSV files."""
    run = _ready(request, run_id)

    def write(shown: list[Shown]) -> HttpResponse:
        name = f"{run.pack}-{run.first_day}-{run.last_day}.zip"
        return HttpResponse(
            archive(run, shown, today()),
            content_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return _leave(request, run, write)


@require_POST
@way_out(Way.REPORT_PACK)
def pack_paper(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """All tables on one page to print."""
    run = _ready(request, run_id)

    def write(shown: list[Shown]) -> HttpResponse:
        context = {"run": run, "tables": shown, "notes": list(notes(run, today()))}
        return HttpResponse(render_to_string("packs/paper.html", context, request))

    return _leave(request, run, write)


def _leave(
    request: StaffRequest, run: PackRun, write: Callable[[list[Shown]], HttpResponse]
) -> HttpResponse:
    try:
        return take_out(run, write, by=request.worker, keyring=request.keyring)
    except (CannotNow, CountsRefused) as refusal:
        return _page(request, run, str(refusal.sentence), CONFLICT)


@require_safe
def pack_cell(request: StaffRequest, run_id: UUID, table: str) -> HttpResponse:
    """Who is behind one cell."""
    run = _ready(request, run_id)
    pack, labels = packs()[run.pack], request.GET.get("of", "")
    if table not in {ALL, *pack.tables}:
        raise Http404
    require(may_look_behind, request.worker, run)
    try:
        title = cell_title(pack.population, table, labels)
    except (KeyError, ValueError):
        raise Http404 from None
    found = look_behind(run, table, labels, by=request.worker, keyring=request.keyring)
    context = {"run": run, "cell": title, "found": found, "period": period_text(run)}
    return render(request, "packs/cell.html", context)


def _run(request: StaffRequest, run_id: UUID) -> PackRun:
    """A run of the worker's own; anybody else's is not there."""
    require(may_count, request.worker)
    return get_object_or_404(runs_of(request.worker), pk=run_id)


def _ready(request: StaffRequest, run_id: UUID) -> PackRun:
    """A run whose tables are there."""
    run = _run(request, run_id)
    if run.state != RunState.READY:
        raise Http404
    return run
