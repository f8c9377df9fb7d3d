"""What the views of this room share."""

import math
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from waymark.accounts import devices, queries, sessions
from waymark.accounts.actions import sign_in as actions
from waymark.accounts.sessions import Session

UNPROCESSABLE = 422
TOO_MANY = 429


def next_of(request: HttpRequest) -> str:
    """Where to go afterwards; only a path of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own else ""


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to; an empty one that was sent is bound as well."""
    return request.POST if request.method == "POST" else None


def page(
    request: HttpRequest, template: str, form: forms.BaseForm | None = None, **context: Any
) -> HttpResponse:
    """A page of this room; 422 when its form was filled in wrongly."""
    wrong = form is not None and bool(form.errors)
    context |= {"form": form, "next": next_of(request)}
    return render(
        request, f"accounts/{template}.html", context, status=UNPROCESSABLE if wrong else 200
    )


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put an action's complaints at the fields they are about, or above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, ValidationError(errors))


def wait_page(request: HttpRequest, seconds: float) -> HttpResponse:
    """429: the attempt was not made; try again later."""
    rounded = max(1, math.ceil(seconds))
    context = {"seconds": rounded, "next": next_of(request), "back": request.path}
    response = render(request, "accounts/wait.html", context, status=TOO_MANY)
    response.headers["Retry-After"] = str(rounded)
    return response


def let_in(request: HttpRequest, session: Session) -> HttpResponseBase:
    """The second factor was right: note it, remember the browser, go on."""
    actions.pass_second_factor(session.row)
    if queries.rotations_due(session.worker).exists():
        messages.warning(
            request, _("Somebody lost access to records. Open “Circles” and renew the key.")
        )
    response = HttpResponseRedirect(next_of(request) or resolve_url("root"))
    devices.remember(request, response, session.worker)
    return response


def give_cookie(response: HttpResponseBase, token: str) -> None:
    """Hand the token to the browser until it is closed."""
    response.set_cookie(
        sessions.COOKIE,
        token,
        httponly=True,
        samesite="Strict",
        secure=settings.SECURE_COOKIES,
    )


def take_cookie(response: HttpResponseBase) -> None:
    """Take the token from the browser."""
    response.delete_cookie(sessions.COOKIE, samesite="Strict")
