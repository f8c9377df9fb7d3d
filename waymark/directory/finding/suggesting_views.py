"""Say what is wrong or missing, without an account."""

from uuid import UUID

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.accounts import throttle
from waymark.accounts.address import client_address
from waymark.accounts.throttle import Counter, Pace
from waymark.directory.actions.suggesting import NobodyReads, reader_of, suggest
from waymark.directory.finding.suggestion_form import SuggestionForm
from waymark.directory.finding.views import (
    ANY_METHOD,
    UNPROCESSABLE,
    carried,
    public_service_or_404,
)
from waymark.directory.models import Service
from waymark.vault import form_token
from waymark.vault.form_token import ExpiredToken, Form, WrongToken
from waymark.web.doors import open_doors

BAD_REQUEST, CONFLICT, TOO_MANY, UNAVAILABLE = 400, 409, 429, 503
# So many suggestions an hour from one address are free; then the wait doubles up to an hour.
FLOOD = Pace(free=10, first=60, longest=3600)
WRITE_DOOR = "saw"


@require_http_methods(ANY_METHOD)
def change(request: HttpRequest, service: UUID) -> HttpResponse:
    """Say what is wrong about a service."""
    return _answer(request, public_service_or_404(service))


@require_http_methods(ANY_METHOD)
def new(request: HttpRequest) -> HttpResponse:
    """Say what is missing in the directory."""
    return _answer(request, None)


def _answer(request: HttpRequest, service: Service | None) -> HttpResponse:
    try:
        reader_of(service)
    except NobodyReads:
        return _page(request, service, SuggestionForm(), status=UNAVAILABLE)
    if request.method != "POST" or request.POST.get("do") != "send":
        return _page(request, service, SuggestionForm.empty(new=service is None))
    return _receive(request, service)


def _receive(request: HttpRequest, service: Service | None) -> HttpResponse:
    """Store it, or show the form again with everything that was typed."""
    form = SuggestionForm.read(request.POST, new=service is None)
    try:
        key = form_token.read(Form.SUGGESTION, request.POST.get("token", ""))
    except ExpiredToken:
        said = _("This page was open for more than a day. Please send again.")
        return _page(request, service, form, said, status=CONFLICT)
    except WrongToken:
        said = _("Something went wrong on the way. Please send again.")
        return _page(request, service, form, said, status=BAD_REQUEST)
    if any(form.mistakes()):
        return _page(request, service, form, status=UNPROCESSABLE, token=request.POST["token"])
    return _store(request, service, form, key)


def _store(
    request: HttpRequest, service: Service | None, form: SuggestionForm, key: bytes
) -> HttpResponse:
    token = request.POST["token"]
    if throttle.admit((Counter("suggestion", client_address(request), FLOOD),)):
        said = _("Many suggestions came from your network. Please wait an hour and send again.")
        return _page(request, service, form, said, status=TOO_MANY, token=token)
    try:
        suggest(service, form.said(get_language() or ""), key)
    except Error:
        said = _("We could not store it. Please wait a minute and send again.")
        return _page(request, service, form, said, status=UNAVAILABLE, token=token)
    values = {"service": service, "form": carried(request)}
    return render(request, "directory/public/thanks.html", values)


def _page(
    request: HttpRequest,
    service: Service | None,
    suggestion: SuggestionForm,
    said: str = "",
    *,
    status: int = 200,
    token: str = "",
) -> HttpResponse:
    values = {
        "service": service,
        "suggestion": suggestion,
        "mistakes": list(suggestion.mistakes()),
        "general": [said] if said else [],
        "token": token or form_token.issue(Form.SUGGESTION),
        "form": carried(request),
        "write_url": next((door.url for door in open_doors() if door.door.key == WRITE_DOOR), ""),
    }
    return render(request, "directory/public/change.html", values, status=status)
