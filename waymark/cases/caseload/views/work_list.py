"""The cases of a worker, what is due first, and what is theirs to do."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.actions.reading import note_listing
from waymark.cases.caseload.parts import Whose, all_parts
from waymark.cases.caseload.queries import work_list
from waymark.cases.caseload.queries.records import PER_PAGE, due_now, task_lines, tasks_for
from waymark.cases.permissions import is_supervisor


@require_safe
def cases(request: StaffRequest, whose: str = Whose.MINE, part: str = "open") -> HttpResponse:
    """A page of the list. Each look is audited."""
    note_listing(by=request.worker)
    parts = all_parts()
    if whose not in Whose.values or part not in parts:
        raise Http404
    number = request.GET.get("page", "1")
    page = work_list.page_of(request.worker, Whose(whose), parts[part], number)
    context = {
        "page": page,
        "rows": work_list.rows_of(page, request.keyring),
        "whose": Whose(whose),
        "everybody": list(Whose),
        "part": parts[part],
        "parts": list(parts.values()),
        "due_now": due_now(request.worker),
        "supervises": is_supervisor(request.worker),
    }
    return render(request, "cases/caseload/work_list.html", context)


@require_safe
def my_tasks(request: StaffRequest) -> HttpResponse:
    """What the worker has to do in all cases, by its day. Each look is audited."""
    note_listing(by=request.worker)
    tasks = Paginator(tasks_for(request.worker), PER_PAGE)
    page = tasks.get_page(request.GET.get("page", "1"))
    context = {"page": page, "tasks": task_lines(page, request.keyring)}
    return render(request, "cases/caseload/my_tasks.html", context)
