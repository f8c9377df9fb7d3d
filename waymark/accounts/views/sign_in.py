"""Sign in, sign out, lock."""

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from waymark.accounts import devices, throttle
from waymark.accounts.actions import sign_in as actions
from waymark.accounts.forms import SignInForm
from waymark.accounts.gate import (
    PendingRequest,
    StaffRequest,
    VisitorRequest,
    open_to_all,
    open_while_locked,
)
from waymark.accounts.views.common import give_cookie, next_of, page, take_cookie, wait_page
from waymark.vault.passwords import WrongPassword


@open_to_all
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: VisitorRequest) -> HttpResponseBase:
    """Ask for name and password."""
    if request.method != "POST":
        if request.worker:
            return HttpResponseRedirect(next_of(request) or resolve_url("root"))
        return page(request, "sign_in", SignInForm())
    form = SignInForm(request.POST)
    if not form.is_valid():
        return page(request, "sign_in", form)
    return _try(request, form)


def _try(request: VisitorRequest, form: SignInForm) -> HttpResponseBase:
    login, password = form.cleaned_data["login"], form.cleaned_data["password"]
    counters = devices.counters(request, login)
    if wait := throttle.admit(counters):
        return wait_page(request, wait)
    try:
        worker, keyring = actions.check_password(login, password)
    except WrongPassword:
        form.add_error(None, _("Name or password is wrong. Check both and try again."))
        return page(request, "sign_in", form)
    throttle.take_back(counters)
    if request.session_row:
        actions.sign_out(request.session_row.row)
    query = urlencode({"next": next_of(request)})
    response = HttpResponseRedirect(f"{resolve_url('second_factor')}?{query}")
    give_cookie(response, actions.sign_in(worker, keyring))
    return response


@open_while_locked
@require_POST
def sign_out(request: PendingRequest) -> HttpResponseBase:
    """End this sign-in."""
    actions.sign_out(request.session_row.row)
    response = redirect("sign_in")
    take_cookie(response)
    return response


@require_POST
def sign_out_everywhere(request: StaffRequest) -> HttpResponseBase:
    """End this worker's other sign-ins."""
    count = actions.sign_out_everywhere(request.worker, keep=request.session_row.row)
    messages.success(request, _("Signed out in %(count)d other places.") % {"count": count})
    return redirect("me")


@open_while_locked
@require_POST
def lock(request: PendingRequest) -> HttpResponseBase:
    """Drop the key now; the password brings it back."""
    actions.lock(request.session_row.row)
    return redirect("unlock")
