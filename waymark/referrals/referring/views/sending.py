"""Refer somebody, from a release that holds."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.views.stepping import CONFLICT, UNPROCESSABLE
from waymark.referrals.consent.choices import Choice, choices_of
from waymark.referrals.consent.queries.lists import lines, releases_of
from waymark.referrals.consent.views.finding import release_of
from waymark.referrals.gate import Refused, fields_of
from waymark.referrals.models import Release
from waymark.referrals.referring.actions import sending
from waymark.referrals.referring.desks import desk_for
from waymark.referrals.referring.forms.sending import HOURS, SendForm
from waymark.referrals.referring.queries.page import sent_lines
from waymark.referrals.ways import Way, way_out
from waymark.reports.states import CannotNow

TAB = "referrals"


@require_safe
def case_referrals(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """What was referred from a case, and the releases from which somebody can be referred."""
    case = case_of(request, case_id)
    context = {
        "lines": sent_lines(case, request.keyring),
        "releases": [line for line in releases_of(case, request.keyring) if line.lets_out],
    }
    return case_page(request, case, TAB, "referrals/referring/list.html", context)


@way_out(Way.REFERRAL)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_new(request: StaffRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
    """Say what is asked, what goes now and what may follow, and send it."""
    release = release_of(request, case_id, release_id)
    [line] = lines([release], request.keyring)
    # What is sent although the page shows no form is for the gate to refuse, and to write down.
    if request.method != "POST" and not line.lets_out:
        return redirect("release", case_id, release_id)
    choices = covered_choices(release, request)
    desk = desk_for(release)
    if request.method != "POST":
        hours = desk.answer_hours if desk else HOURS
        return _page(request, release, SendForm(choices, initial={"hours": hours}))
    form = SendForm(choices, request.POST)
    if not form.is_valid():
        return _page(request, release, form, status=UNPROCESSABLE)
    try:
        sent = sending.send(
            release,
            form.draft(line.receiver),
            by=request.worker,
            keyring=request.keyring,
            referral_id=form.cleaned_data["record_id"],
        )
    except (CannotNow, Refused) as refusal:
        return _page(request, release, form, status=CONFLICT, problem=str(refusal.sentence))
    if sent.to_organisation_id is None:
        messages.success(request, _("It is recorded. Make the file for the receiver now."))
    else:
        messages.success(request, _("The referral is sent. They are told that it waits."))
    return redirect("referral", case_id, sent.pk)


def covered_choices(release: Release, request: StaffRequest) -> list[Choice]:
    """What the release covers and holds something today."""
    covers = fields_of(release, request.keyring)
    choices = choices_of(release.participant, request.keyring)
    return [each for each in choices if each.name in covers and each.holds]


def _page(request: StaffRequest, release: Release, form: SendForm, **more: Any) -> HttpResponse:
    [line] = lines([release], request.keyring)
    context = {"form": form, "line": line, "release": release, "on_system": bool(desk_for(release))}
    return case_page(request, release.case, TAB, "referrals/referring/send.html", context, **more)
