"""A worker's own second factors."""

import uuid

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts import devices, queries, totp
from waymark.accounts.actions import factors
from waymark.accounts.actions import sign_in as sign_in_actions
from waymark.accounts.forms import NewPasskeyForm, NewTotpForm
from waymark.accounts.gate import PendingRequest, StaffRequest, open_before_second_factor
from waymark.accounts.models import Passkey
from waymark.accounts.relying_party import (
    PasskeyRefused,
    RelyingParty,
    creation_options,
    relying_party,
)
from waymark.accounts.sessions import Session
from waymark.accounts.views.common import page, posted


@open_before_second_factor
@require_safe
def first_factor(request: PendingRequest) -> HttpResponseBase:
    """Choose what to sign in with besides the password."""
    if request.session_row.passed:
        return redirect("me")
    factors.check_may_enrol(request.session_row)
    return page(request, "first_factor", party=relying_party())


@open_before_second_factor
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def add_totp(request: PendingRequest) -> HttpResponseBase:
    """Show a new secret and ask for its first code."""
    session = request.session_row
    factors.check_may_enrol(session)
    if request.method != "POST":
        return _show_secret(request, NewTotpForm(initial=_new_offer(session)))
    form = NewTotpForm(request.POST)
    if not form.is_valid():
        return _show_secret(request, form)
    offer, code = form.cleaned_data["offer"], form.cleaned_data["code"]
    try:
        factors.enrol_totp(session, offer, code)
    except ValidationError as error:
        form.add_error("code", error)
        return _show_secret(request, form)
    return _after_adding(request, session)


def _new_offer(session: Session) -> dict[str, str]:
    return {"offer": totp.offer_secret(session.row)}


def _show_secret(request: PendingRequest, form: NewTotpForm) -> HttpResponse:
    session = request.session_row
    secret = totp.offered_secret(session.row, str(form["offer"].value() or ""))
    if secret is None:
        messages.warning(request, _("This page was open too long. Scan the new picture."))
        form = NewTotpForm(initial=_new_offer(session))
        secret = totp.offered_secret(session.row, str(form["offer"].value())) or ""
    picture = segno.make(totp.address_for(session.worker, secret), error="m")
    groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    qr = picture.svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    return page(request, "add_totp", form, qr=qr, secret=groups)


@open_before_second_factor
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: PendingRequest) -> HttpResponseBase:
    """Have the browser make a passkey."""
    session, party = request.session_row, relying_party()
    factors.check_may_enrol(session)
    if party is None:
        return page(request, "add_passkey", None)
    form = NewPasskeyForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return _ask_for_passkey(request, form, party)
    try:
        factors.enrol_passkey(
            session, party, form.cleaned_data["answer"], form.cleaned_data["label"]
        )
    except PasskeyRefused:
        form.add_error(None, _("The browser made no key that can be used here. Try again."))
        return _ask_for_passkey(request, form, party)
    return _after_adding(request, session)


def _ask_for_passkey(
    request: PendingRequest, form: NewPasskeyForm, party: RelyingParty
) -> HttpResponse:
    session = request.session_row
    if form.is_bound:
        # An answer is good for one question only; the name of the key stays.
        form.data = {"label": form["label"].value() or "", "answer": ""}
    options = creation_options(party, session.worker, factors.ask_passkey(session.row))
    here = request.build_absolute_uri("/").rstrip("/")
    elsewhere = "" if here == party.origin else party.origin
    return page(request, "add_passkey", form, options=options, elsewhere=elsewhere)


def _after_adding(request: PendingRequest, session: Session) -> HttpResponseBase:
    """The first factor comes with recovery codes and lets its owner in."""
    worker = session.worker
    first = not session.passed
    if first:
        sign_in_actions.pass_second_factor(session.row)
        request.worker, request.keyring = worker, session.keyring
    if queries.unused_recovery_codes(worker):
        messages.success(request, _("Added. From now on you can sign in with it."))
        return redirect("me")
    response = _show_codes(request, factors.renew_recovery_codes(worker))
    if first:
        devices.remember(request, response, worker)
    return response


def _show_codes(request: PendingRequest | StaffRequest, codes: list[str]) -> HttpResponse:
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


@require_POST
def renew_recovery_codes(request: StaffRequest) -> HttpResponseBase:
    """Make ten new codes and show them this once."""
    return _show_codes(request, factors.renew_recovery_codes(request.worker))


@require_POST
def remove_totp(request: StaffRequest) -> HttpResponseBase:
    """Remove the one-time code generator."""
    try:
        factors.remove_totp(request.worker)
    except factors.LastFactor:
        return _refuse_last(request)
    return _removed(request)


@require_POST
def remove_passkey(request: StaffRequest, key_id: uuid.UUID) -> HttpResponseBase:
    """Remove one passkey."""
    try:
        factors.remove_passkey(request.worker, key_id)
    except Passkey.DoesNotExist as error:
        raise Http404 from error
    except factors.LastFactor:
        return _refuse_last(request)
    return _removed(request)


def _removed(request: StaffRequest) -> HttpResponseBase:
    messages.success(request, _("Removed. It no longer opens your account."))
    return redirect("me")


def _refuse_last(request: StaffRequest) -> HttpResponseBase:
    messages.error(request, _("This is your only second factor. Add another one first."))
    return redirect("me")
