"""What visitors suggest: the list, one opened, and what becomes of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.contacts.refusals import CannotNow
from waymark.directory.actions import suggestions as actions
from waymark.directory.actions.suggestions import Decline
from waymark.directory.forms.steps import DeclineForm
from waymark.directory.models import Suggestion, SuggestionState
from waymark.directory.permissions import may_answer_suggestions
from waymark.directory.queries.visible import suggestions_for, visible_to
from waymark.directory.views.staff.common import Problem, attempt, not_in_circle, page
from waymark.vault.primitives import CannotOpen

PER_PAGE = 50


@require_safe
def suggestions(request: StaffRequest) -> HttpResponse:
    """Those that wait first, then those decided, the newest first. Opens nothing."""
    require(may_answer_suggestions, request.worker)
    rows = suggestions_for(request.worker)
    new = rows.filter(state=SuggestionState.NEW).order_by("received_on", "pk")
    decided = rows.exclude(state=SuggestionState.NEW).order_by("-received_on", "pk")
    shown = Paginator(decided, PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "suggestions", new=new, shown=shown)


def _found(request: StaffRequest, suggestion_id: UUID) -> Suggestion:
    return get_object_or_404(suggestions_for(request.worker), pk=suggestion_id)


@require_safe
def suggestion(request: StaffRequest, suggestion_id: UUID) -> HttpResponse:
    """One suggestion. Each opening is audited."""
    return _page(request, _found(request, suggestion_id))


def _page(
    request: StaffRequest,
    found: Suggestion,
    problem: Problem | None = None,
    form: DeclineForm | None = None,
) -> HttpResponse:
    said: dict[str, Any] = {}
    try:
        said = actions.read(found, by=request.worker, keyring=request.keyring)
    except CannotNow as gone:
        problem = problem or Problem(200, str(gone.sentence))
    except CannotOpen:
        problem = problem or Problem(200, not_in_circle())
    service = found.service
    seen = service and visible_to(request.worker).filter(pk=service.pk).exists()
    return page(
        request,
        "suggestion",
        problem,
        suggestion=found,
        service=service if seen else None,
        facts=_facts(said),
        opened=bool(said),
        form=form or DeclineForm(),
    )


def _facts(said: dict[str, Any]) -> list[tuple[str, str]]:
    declined = said.get("declined")
    return [
        (_("What is wrong or missing"), str(said.get("what", ""))),
        (_("How they know"), str(said.get("how", ""))),
        (_("Name of the service"), str(said.get("name", ""))),
        (_("How to reach it"), str(said.get("reach", ""))),
        (_("Language of the page"), str(said.get("language", ""))),
        (_("Not used, because"), str(Decline(declined).label) if declined else ""),
    ]


@require_POST
def use(request: StaffRequest, suggestion_id: UUID) -> HttpResponse:
    """Work with it: the page of the service opens, or the form of a new one, filled in."""
    found = _found(request, suggestion_id)
    problem = attempt(DeclineForm(), lambda: actions.use(found, by=request.worker))
    if problem:
        return _page(request, _found(request, suggestion_id), problem)
    messages.success(request, _("Marked as used. Make the change here; it goes the usual way."))
    if found.service_id is not None and visible_to(request.worker).filter(pk=found.service_id):
        return redirect("directory_service", found.service_id)
    target = redirect("directory_service_new")
    target["Location"] += f"?suggestion={found.pk}"
    return target


@require_POST
def decline(request: StaffRequest, suggestion_id: UUID) -> HttpResponse:
    """Do not use it, with a reason."""
    found = _found(request, suggestion_id)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    reason = Decline(form.cleaned_data["reason"])
    problem = attempt(
        form, lambda: actions.decline(found, reason, by=request.worker, keyring=request.keyring)
    )
    if problem:
        return _page(request, _found(request, suggestion_id), problem)
    messages.success(request, _("Noted as not used."))
    return redirect("directory_suggestions")
