"""The tasks of a case."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.actions import tasks
from waymark.cases.caseload.forms.records import TaskForm
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.queries.records import task_lines, tasks_of
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, renewed, take_step
from waymark.cases.models import Case, Task
from waymark.cases.queries.visible import colleagues_for

MINE = "mine"  # `from=mine`: the button stood on the worker's own list


@require_http_methods(["GET", "HEAD", "POST"])
def case_tasks(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """What is to be done and what is done, and a form for one more."""
    case = case_of(request, case_id)
    if request.method != "POST":
        return _list(request, case)
    form = TaskForm(colleagues_for(case), request.POST)
    if not form.is_valid():
        return _list(request, case, form=form, status=UNPROCESSABLE)
    data = form.cleaned_data
    return take_step(
        request,
        lambda: tasks.add_task(case, **form.said(), by=request.worker, task_id=data["record_id"]),
        done=_("The task is saved."),
        back=("case_tasks", case.pk),
        again=lambda problem, status: _list(
            request, case_of(request, case_id), form=form, status=status, problem=problem
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_task(request: StaffRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """Change a task."""
    case = case_of(request, case_id)
    task = _task(case, task_id)
    if request.method != "POST":
        return _one(request, case, task, _form_of(request, case, task))
    form = TaskForm(colleagues_for(case), request.POST)
    if not form.is_valid():
        return _one(request, case, task, form, status=UNPROCESSABLE)
    seen = form.cleaned_data["seen"]

    def again(problem: str, status: int) -> HttpResponse:
        fresh, now = case_of(request, case_id), _task(case, task_id)
        kept = renewed(form, now.version)
        return _one(request, fresh, now, kept, status=status, problem=problem)

    return take_step(
        request,
        lambda: tasks.change_task(
            task, **form.said(), seen=seen, by=request.worker, keyring=request.keyring
        ),
        done=_("The task is saved."),
        back=("case_tasks", case.pk),
        again=again,
    )


@require_POST
def case_task_tick(
    request: StaffRequest, case_id: UUID, task_id: UUID, change: str
) -> HttpResponse:
    """Say that a task is done, or that it is not after all."""
    case = case_of(request, case_id)
    task, done = _task(case, task_id), change == "done"
    mine = request.POST.get("from") == MINE
    return take_step(
        request,
        lambda: tasks.tick_off(task, done=done, by=request.worker),
        done=_("Done. You can undo it.") if done else _("The task is open again."),
        back=("my_tasks",) if mine else ("case_tasks", case.pk),
        again=lambda problem, status: _list(
            request, case_of(request, case_id), status=status, problem=problem
        ),
    )


def _task(case: Case, task_id: UUID) -> Task:
    rows = case.tasks.filter(envelope__erased_at=None)
    return get_object_or_404(rows.select_related("case", "assignee"), pk=task_id)


def _form_of(request: StaffRequest, case: Case, task: Task) -> TaskForm:
    line = task_lines([task], request.keyring)[0]
    initial = {
        "what": line.what,
        "due_on": task.due_on,
        "assignee": task.assignee_id,
        "seen": task.version,
    }
    return TaskForm(colleagues_for(case), initial=initial)


def _list(
    request: StaffRequest, case: Case, *, form: TaskForm | None = None, **more: Any
) -> HttpResponse:
    empty = TaskForm(colleagues_for(case), initial={"assignee": request.worker.pk})
    context = {"tasks": tasks_of(case, request.keyring), "form": form or empty}
    return case_page(request, case, "tasks", "cases/caseload/tasks.html", context, **more)


def _one(request: StaffRequest, case: Case, task: Task, form: Any, **more: Any) -> HttpResponse:
    line = task_lines([task], request.keyring)[0]
    context = {"form": form, "line": line}
    return case_page(request, case, "tasks", "cases/caseload/task.html", context, **more)
