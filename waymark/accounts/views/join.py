"""Answering an invitation. The link holds an id only; the code comes another way, in a form."""

import uuid

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from waymark.accounts import throttle
from waymark.accounts.actions import sign_in as sign_in_actions
from waymark.accounts.actions.invitations import InvitationUnusable, accept_invitation
from waymark.accounts.address import client_address
from waymark.accounts.forms import JoinForm
from waymark.accounts.gate import VisitorRequest, open_to_all
from waymark.accounts.views.common import give_cookie, page, posted, wait_page


@open_to_all
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: VisitorRequest, invitation_id: uuid.UUID) -> HttpResponseBase:
    """Take code and password. An invitation that is not there looks like one that is."""
    form = JoinForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return page(request, "join", form)
    counters = throttle.stranger(str(invitation_id), client_address(request))
    if wait := throttle.admit(counters):
        return wait_page(request, wait)
    code, password = form.cleaned_data["code"], form.cleaned_data["new_password"]
    try:
        worker, keyring = accept_invitation(invitation_id, code, password)
    except InvitationUnusable:
        form.add_error(
            "code",
            _(
                "This code does not fit. Check each group of letters. An invitation works once and "
                "for three days; if it is older, ask for a new one."
            ),
        )
        return page(request, "join", form)
    except ValidationError as error:
        throttle.take_back(counters)
        form.add_error("new_password", error)
        return page(request, "join", form)
    throttle.take_back(counters)
    response = redirect("first_factor")
    give_cookie(response, sign_in_actions.sign_in(worker, keyring))
    return response
