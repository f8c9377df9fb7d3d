"""The second factor at sign-in: a one-time code, a passkey or a recovery code."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from waymark.accounts import devices, queries, throttle
from waymark.accounts.actions import factors
from waymark.accounts.forms import PasskeyForm, RecoveryCodeForm, TotpForm
from waymark.accounts.gate import PendingRequest, open_before_second_factor
from waymark.accounts.models import TotpDevice
from waymark.accounts.relying_party import relying_party, request_options
from waymark.accounts.views.common import let_in, next_of, page, posted, wait_page


@open_before_second_factor
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: PendingRequest) -> HttpResponseBase:
    """Ask for a one-time code, and offer the other ways."""
    session = request.session_row
    if session.passed:
        return HttpResponseRedirect(next_of(request) or resolve_url("root"))
    if not factors.has_factor(session.worker):
        return redirect("first_factor")
    form = TotpForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form)
    return _try_code(request, form)


def _try_code(request: PendingRequest, form: TotpForm) -> HttpResponseBase:
    session = request.session_row
    counters = devices.factor_counters(request, session.worker)
    if wait := throttle.admit(counters):
        return wait_page(request, wait)
    if not factors.check_totp(session.worker, session.opened, form.cleaned_data["code"]):
        form.add_error("code", _("This code does not fit or was used. Wait for the next one."))
        return _ask(request, form)
    throttle.take_back(counters)
    return let_in(request, session)


def _ask(request: PendingRequest, form: TotpForm) -> HttpResponse:
    worker = request.session_row.worker
    party = relying_party()
    options = ""
    if party and worker.passkeys.exists():
        options = request_options(party, worker, factors.ask_passkey(request.session_row.row))
    return page(
        request,
        "second_factor",
        form,
        passkey=PasskeyForm(),
        options=options,
        has_totp=TotpDevice.objects.filter(worker=worker).exists(),
        party=party,
    )


@open_before_second_factor
@require_POST
def passkey(request: PendingRequest) -> HttpResponseBase:
    """Take the browser's answer."""
    session, party = request.session_row, relying_party()
    answer = request.POST.get("answer", "")
    if session.passed:
        return redirect("root")
    if party is None or not factors.check_passkey(session, party, answer):
        messages.error(request, _("That key was not accepted. Try again or use another way."))
        return redirect("second_factor")
    return let_in(request, session)


@open_before_second_factor
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_code(request: PendingRequest) -> HttpResponseBase:
    """Take one of the printed codes instead."""
    session = request.session_row
    form = RecoveryCodeForm(posted(request))
    if session.passed:
        return redirect("root")
    if request.method != "POST" or not form.is_valid():
        return page(request, "recovery_code", form)
    counters = devices.factor_counters(request, session.worker)
    if wait := throttle.admit(counters):
        return wait_page(request, wait)
    if not factors.use_recovery_code(session.worker, form.cleaned_data["code"]):
        form.add_error("code", _("This code does not fit or was used. Check it or take another."))
        return page(request, "recovery_code", form)
    throttle.take_back(counters)
    messages.warning(request, _codes_left(queries.unused_recovery_codes(session.worker)))
    return let_in(request, session)


def _codes_left(count: int) -> str:
    return ngettext(
        "You have %(count)d recovery code left. If you lost your phone or key, remove it under "
        "your name above and add the new one.",
        "You have %(count)d recovery codes left. If you lost your phone or key, remove it under "
        "your name above and add the new one.",
        count,
    ) % {"count": count}
