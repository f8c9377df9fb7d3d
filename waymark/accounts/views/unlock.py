"""Unlocking, without losing what was being written when the lock fell."""

import base64
import binascii
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import is_valid_path
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from waymark.accounts import throttle
from waymark.accounts.actions import sign_in as actions
from waymark.accounts.forms import UnlockForm
from waymark.accounts.gate import PendingRequest, StaffRequest, open_while_locked
from waymark.accounts.sessions import Session
from waymark.accounts.views.common import next_of, page, wait_page
from waymark.vault.keyring import Keyring
from waymark.vault.passwords import WrongPassword
from waymark.vault.primitives import CannotOpen, box_open, box_seal

FORBIDDEN = 403


@open_while_locked
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: PendingRequest) -> HttpResponseBase:
    """Ask for the password only; the second factor was shown when this sign-in began."""
    session = request.session_row
    if not session.locked:
        return HttpResponseRedirect(next_of(request) or resolve_url("root"))
    if request.method != "POST":
        return page(request, "unlock", UnlockForm(), who=session.worker.name)
    form = UnlockForm(request.POST)
    if not form.is_valid():
        return page(request, "unlock", form, who=session.worker.name)
    counters = throttle.known(f"unlock:{session.row.pk}")
    if wait := throttle.admit(counters):
        return wait_page(request, wait)
    try:
        keyring = actions.unlock(session, form.cleaned_data["password"])
    except WrongPassword:
        form.add_error("password", _("The password is wrong. Try again."))
        return page(request, "unlock", form, who=session.worker.name)
    throttle.take_back(counters)
    return _go_on(request, session, keyring, form.cleaned_data["held"])


@require_safe
def still_here(request: StaffRequest) -> HttpResponseBase:
    """Says that this sign-in is open; unless marked as a background request, it is work."""
    return HttpResponse(status=204)


def _go_on(
    request: PendingRequest, session: Session, keyring: Keyring, held: str
) -> HttpResponseBase:
    if kept := _open_held(session, keyring, held):
        # The worker has shown everything by now; the frame may greet them.
        request.worker = session.worker if session.passed else None
        return render(request, "accounts/resume.html", kept)
    return HttpResponseRedirect(next_of(request) or resolve_url("root"))


def keep_what_was_typed(request: HttpRequest, session: Session) -> HttpResponse:
    """Answer a form that met a locked sign-in: ask to unlock, carry what was typed, sealed.

    It is sealed to the worker's own key, so that the page of a locked screen shows nothing.
    """
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    holder = session.worker.holder
    kept = json.dumps({"path": request.path, "fields": fields}).encode()
    sealed = box_seal(bytes(holder.public_key), kept, _place(session)) if holder else b""
    form = UnlockForm(initial={"held": base64.b64encode(sealed).decode()})
    context = {"form": form, "who": session.worker.name, "kept": bool(fields)}
    return render(request, "accounts/unlock.html", context, status=FORBIDDEN)


def _open_held(session: Session, keyring: Keyring, held: str) -> dict[str, Any] | None:
    try:
        sealed = base64.b64decode(held, validate=True)
        kept: dict[str, Any] = json.loads(box_open(keyring.pair, sealed, _place(session)))
    except (binascii.Error, CannotOpen, ValueError):
        return None
    return kept if kept["fields"] and is_valid_path(kept["path"]) else None


def _place(session: Session) -> bytes:
    return f"accounts.unlock.held:{session.row.pk}".encode()
