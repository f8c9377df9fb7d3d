"""Packs in and out, and whose packs are accepted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.contacts.actions import packs, signers
from waymark.contacts.actions.packs import Imported
from waymark.contacts.forms import ExportForm, PackForm, SignerForm, TakeForm
from waymark.contacts.models import Signer
from waymark.contacts.permissions import may_trust_signers, may_verify_contacts
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile
from waymark.contacts.views.staff.common import (
    CONFLICT,
    GET_OR_POST,
    UNPROCESSABLE,
    require_seeing,
)
from waymark.contacts.worklist import countries_of


@require_safe
def contact_packs(request: StaffRequest) -> HttpResponse:
    """Bring a pack in, write one, and the key that others trust."""
    require(may_verify_contacts, request.worker)
    return _page(request)


@require_POST
def contact_export(request: StaffRequest) -> HttpResponse:
    """A signed pack as a download."""
    require(may_verify_contacts, request.worker)
    form = ExportForm(countries_of(request.worker), request.POST)
    if not form.is_valid():
        return _page(request, export=form, status=UNPROCESSABLE)
    country = form.cleaned_data["country"]
    try:
        data = packs.export_pack(country, by=request.worker)
    except CannotNow as refusal:
        return _page(request, export=form, problem=refusal, status=CONFLICT)
    name = f"contacts-{country.lower() or 'all'}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="application/json", headers=headers)


@require_POST
def contact_import(request: StaffRequest) -> HttpResponse:
    """First what a pack would do; once that was seen, it is brought in."""
    require(may_verify_contacts, request.worker)
    if "pack" in request.POST:
        return _take(request)
    form = PackForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, bring=form, status=UNPROCESSABLE)
    data = form.cleaned_data["file"].read()
    return _preview(request, data)


def _preview(request: StaffRequest, data: bytes, problem: CannotNow | None = None) -> HttpResponse:
    try:
        planned = packs.look_into(data, by=request.worker)
    except CannotNow as refusal:
        return _page(request, problem=refusal, status=CONFLICT)
    context = {
        "planned": planned,
        "problem": problem.sentence if problem else "",
        "form": TakeForm(initial={"pack": data.decode(), "seen": planned.fingerprint}),
    }
    status = CONFLICT if problem else 200
    return render(request, "contacts/staff/pack.html", context, status=status)


def _take(request: StaffRequest) -> HttpResponse:
    form = TakeForm(request.POST)
    if not form.is_valid():
        return _page(request, status=UNPROCESSABLE)
    data = form.cleaned_data["pack"].encode()
    try:
        done = packs.import_pack(data, by=request.worker, expected=form.cleaned_data["seen"])
    except ChangedMeanwhile as refusal:
        return _preview(request, data, refusal)
    except CannotNow as refusal:
        return _page(request, problem=refusal, status=CONFLICT)
    messages.success(request, _said(done))
    return redirect("contacts")


def _said(done: Imported) -> str:
    if done.repeated:
        return _("This pack was imported before: nothing changed.")
    return _("Imported from %(name)s.") % {"name": done.signer.name}


@require_http_methods(GET_OR_POST)
def contact_signers(request: StaffRequest) -> HttpResponse:
    """Whose packs are accepted; a POST trusts one more."""
    require(may_trust_signers, request.worker)
    form = SignerForm(request.POST if request.method == "POST" else None)
    context = {"signers": Signer.objects.all(), "form": form, "own_key": packs.own_key()}
    if request.method != "POST":
        return render(request, "contacts/staff/signers.html", context)
    if not form.is_valid():
        return render(request, "contacts/staff/signers.html", context, status=UNPROCESSABLE)
    data = form.cleaned_data
    try:
        made = signers.trust_signer(data["name"], data["key"], by=request.worker)
    except CannotNow as refusal:
        context["problem"] = refusal.sentence
        return render(request, "contacts/staff/signers.html", context, status=CONFLICT)
    messages.success(request, _("Packs of %(name)s are accepted now.") % {"name": made.name})
    return redirect("contact_signers")


@require_POST
def contact_distrust(request: StaffRequest, signer_id: int) -> HttpResponse:
    """Refuse a signer's packs from now on."""
    found = get_object_or_404(Signer, pk=signer_id)
    require(may_trust_signers, request.worker, found)
    signers.distrust_signer(found, by=request.worker)
    messages.success(
        request, _("Packs of %(name)s are refused from now on.") % {"name": found.name}
    )
    return redirect("contact_signers")


def _page(
    request: StaffRequest,
    *,
    export: ExportForm | None = None,
    bring: PackForm | None = None,
    problem: CannotNow | None = None,
    status: int = 200,
) -> HttpResponse:
    require_seeing(request)
    context = {
        "export": export or ExportForm(countries_of(request.worker)),
        "bring": bring or PackForm(),
        "wrong": export or bring,
        "own_key": packs.own_key(),
        "problem": problem.sentence if problem else "",
    }
    return render(request, "contacts/staff/packs.html", context, status=status)
