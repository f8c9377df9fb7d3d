"""A worker's own page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from waymark.accounts import queries, throttle
from waymark.accounts.actions import profile
from waymark.accounts.forms import PasswordForm, ProfileForm
from waymark.accounts.gate import StaffRequest
from waymark.accounts.models import TotpDevice, Worker
from waymark.accounts.views.common import page, posted, wait_page
from waymark.vault.passwords import WrongPassword


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: StaffRequest) -> HttpResponseBase:
    """Name, language, factors and where one is signed in."""
    # A copy: a form that is refused must not change the name in the frame.
    form = ProfileForm(posted(request), instance=Worker.objects.get(pk=request.worker.pk))
    if request.method != "POST" or not form.is_valid():
        return _show(request, form)
    profile.change_profile(form.instance)
    messages.success(request, _("Saved."))
    return redirect("me")


def _show(request: StaffRequest, form: ProfileForm) -> HttpResponse:
    worker = request.worker
    return page(
        request,
        "me",
        form,
        totp=TotpDevice.objects.filter(worker=worker).first(),
        passkeys=queries.passkeys(worker),
        codes_left=queries.unused_recovery_codes(worker),
        sign_ins=queries.sign_ins(worker),
        here=request.session_row.row.pk,
        roles=sorted(role.label for role in worker.roles),
        compartments=sorted(each.name for each in request.keyring.compartments),
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: StaffRequest) -> HttpResponseBase:
    """Close one's key with a new password."""
    form = PasswordForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return page(request, "password", form)
    counters = throttle.known(f"unlock:{request.session_row.row.pk}")
    if wait := throttle.admit(counters):
        return wait_page(request, wait)
    old, new = form.cleaned_data["password"], form.cleaned_data["new_password"]
    try:
        profile.change_password(request.session_row, old, new)
    except WrongPassword:
        form.add_error("password", _("The password is wrong. Try again."))
        return page(request, "password", form)
    except ValidationError as error:
        throttle.take_back(counters)
        form.add_error("new_password", error)
        return page(request, "password", form)
    throttle.take_back(counters)
    messages.success(request, _("Your password is changed. Other sign-ins have ended."))
    return redirect("me")
