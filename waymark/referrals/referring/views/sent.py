"""A referral as its sender sees it: one address and one POST for each step."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_page
from waymark.cases.caseload.views.stepping import CONFLICT, UNPROCESSABLE, take_step
from waymark.referrals.gate import Refused
from waymark.referrals.models import Referral
from waymark.referrals.referring.actions import links, moving, person_code, sending
from waymark.referrals.referring.forms.sending import LinkForm
from waymark.referrals.referring.forms.steps import AnswerForm
from waymark.referrals.referring.queries.page import sent_page
from waymark.referrals.referring.states import ANSWERS, Move
from waymark.referrals.referring.tokens import NewLink
from waymark.referrals.referring.views.finding import sent_of
from waymark.referrals.referring.views.sending import TAB
from waymark.referrals.ways import Way, already_out, way_out
from waymark.reports.states import CannotNow


@require_safe
def referral(request: StaffRequest, case_id: UUID, referral_id: UUID) -> HttpResponse:
    """What was sent, what was answered, and what can be done."""
    return show(request, sent_of(request, case_id, referral_id))


def show(
    request: StaffRequest,
    found: Referral,
    *,
    bound: AnswerForm | None = None,
    link_form: LinkForm | None = None,
    status: int = 200,
    problem: str = "",
    **more: Any,
) -> HttpResponse:
    """The page of a referral, perhaps with a form that has mistakes, or a secret shown once."""
    page = sent_page(found, request.keyring)
    forms = [bound if bound and bound.move is move else AnswerForm(move) for move in page.moves]
    lost = bound.data.get(bound.add_prefix("words"), "") if bound and bound not in forms else ""
    context = {
        "page": page,
        "referral": found,
        "forms": forms,
        "lost": lost,
        "link_form": link_form or LinkForm(),
        **more,
    }
    template = "referrals/referring/sent.html"
    return case_page(request, found.case, TAB, template, context, status=status, problem=problem)


@way_out(Way.REFERRAL)
@require_POST
def referral_later(request: StaffRequest, case_id: UUID, referral_id: UUID) -> HttpResponse:
    """Send what waited for the receiver to accept."""
    found = sent_of(request, case_id, referral_id)
    try:
        sending.send_later(found, by=request.worker, keyring=request.keyring)
    except (CannotNow, Refused) as refusal:
        fresh = sent_of(request, case_id, referral_id)
        return show(request, fresh, status=CONFLICT, problem=str(refusal.sentence))
    messages.success(request, _("The rest is sent."))
    return redirect("referral", case_id, referral_id)


@require_http_methods(["GET", "HEAD", "POST"])
def referral_recall(request: StaffRequest, case_id: UUID, referral_id: UUID) -> HttpResponse:
    """Take it back, after one look at what that means."""
    found = sent_of(request, case_id, referral_id)
    if request.method != "POST":
        context = {"page": sent_page(found, request.keyring), "referral": found}
        return case_page(request, found.case, TAB, "referrals/referring/recall.html", context)
    return take_step(
        request,
        lambda: moving.recall(found, by=request.worker),
        done=_("The referral is recalled. What was sent is destroyed."),
        back=("referral", case_id, referral_id),
        again=lambda problem, status: show(
            request, sent_of(request, case_id, referral_id), problem=problem, status=status
        ),
    )


@require_POST
def referral_note(
    request: StaffRequest, case_id: UUID, referral_id: UUID, step: str
) -> HttpResponse:
    """Note what a receiver said who is not on this system."""
    found = sent_of(request, case_id, referral_id)
    form = AnswerForm(answer_named(step), request.POST)
    if not form.is_valid():
        return show(request, found, bound=form, status=UNPROCESSABLE)
    return take_step(
        request,
        lambda: moving.answer(
            found, form.move, by=request.worker, keyring=request.keyring, **form.said()
        ),
        done=_("It is noted."),
        back=("referral", case_id, referral_id),
        again=lambda problem, status: show(
            request,
            sent_of(request, case_id, referral_id),
            bound=form,
            problem=problem,
            status=status,
        ),
    )


@require_POST
def referral_code(request: StaffRequest, case_id: UUID, referral_id: UUID) -> HttpResponse:
    """Make the person's code, and show it this once."""
    found = sent_of(request, case_id, referral_id)
    code = person_code.make_code(found, by=request.worker)
    return show(request, found, person_code=code, answer_url=_public(reverse_public("answer")))


@already_out(reason="the gate let the packet out to this receiver when it was sealed")
@require_POST
def referral_link(
    request: StaffRequest, case_id: UUID, referral_id: UUID, stage: int
) -> HttpResponse:
    """Make the file for a receiver outside, and show link and code this once."""
    found = sent_of(request, case_id, referral_id)
    packets = found.packets.select_related("envelope", "referral__case__organisation")
    packet = get_object_or_404(packets.select_related("referral__release__envelope"), stage=stage)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return show(request, found, link_form=form, status=UNPROCESSABLE)
    key = form.cleaned_data["age_key"]
    try:
        made = links.make_link(packet, by=request.worker, keyring=request.keyring, age_key=key)
    except (CannotNow, Refused) as refusal:
        fresh = sent_of(request, case_id, referral_id)
        sentence = str(refusal.sentence)
        return show(request, fresh, link_form=form, status=CONFLICT, problem=sentence)
    fresh = sent_of(request, case_id, referral_id)
    return show(request, fresh, made=made.link, link_url=link_url(made.link))


def answer_named(step: str) -> Move:
    """A receiver's step by the name in an address. Raises Http404."""
    for move in ANSWERS:
        if move.value == step:
            return move
    raise Http404


def link_url(link: NewLink) -> str:
    """The address that the receiver is sent."""
    return _public(reverse_public("file", link.in_link))


def reverse_public(name: str, *args: str) -> str:
    """An address of the public site, in the language of its first page."""
    return reverse(name, urlconf="waymark.config.public_urls", args=args)


def _public(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path
