"""What the staff views of this room share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.accounts.views.common import add_errors
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile
from waymark.directory.actions.texts import doubts
from waymark.directory.models import Service
from waymark.directory.permissions import may_edit_directory
from waymark.directory.queries.visible import visible_to
from waymark.vault.primitives import CannotOpen

OK, CONFLICT, UNPROCESSABLE = 200, 409, 422
GET_OR_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Problem:
    """Why something was not done: the status of the answer, and a sentence above the form."""

    status: int
    sentence: str = ""
    changed: bool = False


def found_service(request: StaffRequest, service_id: UUID, *, to_edit: bool = False) -> Service:
    """A service that the worker may know of, or change; to others there is none."""
    rows = visible_to(request.worker).select_related("organization", "steward", "program")
    found = get_object_or_404(rows, pk=service_id)
    if to_edit:
        require(may_edit_directory, request.worker, found)
    return found


def attempt(form: forms.Form, act: Callable[[], object]) -> Problem | None:
    """Do it; returns why it could not be done, with mistakes put at the form's fields."""
    try:
        act()
    except ValidationError as error:
        if not form.is_bound:  # nothing was typed: it stands above the page
            return Problem(UNPROCESSABLE, " ".join(error.messages))
        add_errors(form, error)
        return Problem(UNPROCESSABLE)
    except ChangedMeanwhile as refusal:
        return Problem(CONFLICT, str(refusal.sentence), changed=True)
    except CannotNow as refusal:
        return Problem(CONFLICT, str(refusal.sentence))
    except CannotOpen:
        return Problem(CONFLICT, not_in_circle())
    return None


def not_in_circle() -> str:
    """Said to somebody whose keys do not open it."""
    return _(
        "You are not in its circle, so your key does not open it. A supervisor of the house that "
        "looks after it can let you in."
    )


def page(
    request: StaffRequest, template: str, problem: Problem | None = None, **context: Any
) -> HttpResponse:
    """A page of this room. 422 when a form came back with mistakes, 409 for a problem."""
    wrong = any(
        isinstance(value, forms.BaseForm) and value.is_bound and value.errors
        for value in context.values()
    )
    status = problem.status if problem else UNPROCESSABLE if wrong else OK
    context["problem"] = problem.sentence if problem else ""
    return render(request, f"directory/staff/{template}.html", context, status=status)


def done(request: StaffRequest, service: Service, sentence: str) -> HttpResponse:
    """Back to the page of a service, with what was done and what to look at again."""
    messages.success(request, sentence)
    for doubt in doubts(Service.objects.select_related("organization").get(pk=service.pk)):
        messages.warning(request, doubt)
    return redirect("directory_service", service.pk)
