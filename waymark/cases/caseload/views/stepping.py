"""One POST is one step: take it and go back, or say why not and keep all that was typed."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect

from waymark.accounts.gate import StaffRequest
from waymark.reports.states import CannotNow

CONFLICT = 409
UNPROCESSABLE = 422


def take_step(
    request: StaffRequest,
    act: Callable[[], object],
    *,
    done: str,
    back: tuple[str | Model | object, ...],
    again: Callable[[str, int], HttpResponse],
) -> HttpResponse:
    """Act and lead back to the URL name and arguments in `back`.

    Where it cannot be done now, `again` shows the page with a sentence and a status; what it
    shows must be read anew.
    """
    try:
        act()
    except CannotNow as refusal:
        return again(str(refusal.sentence), CONFLICT)
    messages.success(request, done)
    name, *arguments = back
    return redirect(str(name), *arguments)


def renewed(form: Form, seen: int) -> Form:
    """The same form with what was typed, but knowing the version that the page shows now."""
    typed = {name: form.data[name] for name in form.data}  # `**` would give lists
    form.data = {**typed, form.add_prefix("seen"): str(seen)}
    return form
