"""What a worker does with one release: one address and one POST for each step."""

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_page
from waymark.cases.caseload.views.stepping import CONFLICT, UNPROCESSABLE, renewed, take_step
from waymark.cases.models import today
from waymark.referrals.consent.actions import drafting, ending, giving
from waymark.referrals.consent.choices import choices_of
from waymark.referrals.consent.forms.signing import SignForm
from waymark.referrals.consent.forms.terms import TermsForm, as_typed
from waymark.referrals.consent.queries.page import page_of, said_by
from waymark.referrals.consent.states import ReleaseStep, require_release_step
from waymark.referrals.consent.views.finding import release_of
from waymark.referrals.consent.views.pages import TAB, show
from waymark.referrals.models import Release
from waymark.referrals.reference.releases import releases
from waymark.reports.states import CannotNow

AnyForm = TypeVar("AnyForm", bound=Form)
READ_OR_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_WRITE)
def release_terms(request: StaffRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
    """What may leave, what for and until when, while it is a draft."""
    found = release_of(request, case_id, release_id)
    if refused := _not_now(request, found, ReleaseStep.CHANGE):
        return refused
    before = said_by(found, request.keyring).terms
    choices = choices_of(found.participant, request.keyring)
    if request.method != "POST":
        return _terms_page(request, found, TermsForm(choices, initial=as_typed(found, before)))
    form = TermsForm(choices, request.POST)
    if not form.is_valid():
        return _terms_page(request, found, form, status=UNPROCESSABLE)
    return take_step(
        request,
        lambda: drafting.set_terms(
            found,
            form.terms(before),
            form.cleaned_data["expires_on"],
            seen=form.cleaned_data["seen"],
            by=request.worker,
            keyring=request.keyring,
        ),
        done=_("The draft is saved. Read the text to the person now."),
        back=("release", case_id, release_id),
        again=lambda problem, status: _terms_page(
            request,
            fresh := release_of(request, case_id, release_id),
            _renewed(form, fresh),
            status=status,
            problem=problem,
        ),
    )


@require_http_methods(READ_OR_WRITE)
def release_sign(request: StaffRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
    """How the person agreed."""
    found = release_of(request, case_id, release_id)
    if refused := _not_now(request, found, ReleaseStep.SIGN):
        return refused
    country = found.case.organisation.country
    if request.method != "POST":
        initial = {"signed_on": today(), "seen": found.version}
        return _sign_page(request, found, SignForm(country=country, initial=initial))
    form = SignForm(request.POST, country=country)
    if not form.is_valid():
        return _sign_page(request, found, form, status=UNPROCESSABLE)
    signed_on: date = form.cleaned_data["signed_on"]
    return take_step(
        request,
        lambda: giving.sign(
            found,
            form.given,
            signed_on,
            seen=form.cleaned_data["seen"],
            by=request.worker,
            keyring=request.keyring,
        ),
        done=_("It is recorded that the person agreed. Nothing leaves until you make it active."),
        back=("release", case_id, release_id),
        again=lambda problem, status: _sign_page(
            request,
            fresh := release_of(request, case_id, release_id),
            _renewed(form, fresh),
            status=status,
            problem=problem,
        ),
    )


@require_POST
def release_activate(request: StaffRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
    """From now on it lets out what it covers."""
    found = release_of(request, case_id, release_id)
    return take_step(
        request,
        lambda: giving.activate(found, by=request.worker, keyring=request.keyring),
        done=_("The release is active."),
        back=("release", case_id, release_id),
        again=lambda problem, status: show(
            request, release_of(request, case_id, release_id), problem=problem, status=status
        ),
    )


@require_http_methods(READ_OR_WRITE)
def release_withdraw(request: StaffRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
    """Take it back, after one look at what that means."""
    found = release_of(request, case_id, release_id)
    if request.method != "POST":
        if refused := _not_now(request, found, ReleaseStep.WITHDRAW):
            return refused
        context = {"page": page_of(found, request.keyring), "release": found}
        template = "referrals/consent/withdraw.html"
        return case_page(request, found.case, TAB, template, context)
    return take_step(
        request,
        lambda: ending.withdraw(found, by=request.worker),
        done=_("The release is withdrawn. Nothing leaves under it any more."),
        back=("release", case_id, release_id),
        again=lambda problem, status: show(
            request, release_of(request, case_id, release_id), problem=problem, status=status
        ),
    )


@require_POST
def release_renew(request: StaffRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
    """A new draft with the same terms."""
    found = release_of(request, case_id, release_id)
    try:
        again = drafting.renew(found, by=request.worker, keyring=request.keyring)
    except CannotNow as refusal:
        return show(request, found, problem=str(refusal.sentence), status=CONFLICT)
    messages.success(request, _("This is a new draft with the same terms. Ask the person again."))
    return redirect("release_terms", case_id, again.pk)


def _not_now(request: StaffRequest, found: Release, step: ReleaseStep) -> HttpResponse | None:
    """The release's own page with the reason, where its state does not allow the step."""
    try:
        require_release_step(step, found)
    except CannotNow as refusal:
        return show(request, found, problem=str(refusal.sentence), status=CONFLICT)
    return None


def _renewed(form: AnyForm, fresh: Release) -> AnyForm:
    """What was typed, with the version that the page shows now."""
    renewed(form, fresh.version)
    return form


def _terms_page(
    request: StaffRequest, found: Release, form: TermsForm, **more: Any
) -> HttpResponse:
    said = said_by(found, request.keyring)
    context = {"form": form, "release": found, "said": said, "never": releases().never()}
    return case_page(request, found.case, TAB, "referrals/consent/terms.html", context, **more)


def _sign_page(request: StaffRequest, found: Release, form: SignForm, **more: Any) -> HttpResponse:
    context = {"form": form, "release": found, "page": page_of(found, request.keyring)}
    return case_page(request, found.case, TAB, "referrals/consent/sign.html", context, **more)
