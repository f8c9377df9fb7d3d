"""The work list, one contact with its history, and the forms that check or change it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.contacts.actions import proposing, verifying
from waymark.contacts.contact_form import ContactForm
from waymark.contacts.forms import CheckForm, ComparedForm
from waymark.contacts.models import Contact
from waymark.contacts.permissions import may_trust_signers, may_verify_contacts
from waymark.contacts.queries import named
from waymark.contacts.refusals import CannotNow
from waymark.contacts.table import DataFileError
from waymark.contacts.views.staff.common import (
    CONFLICT,
    GET_OR_POST,
    UNPROCESSABLE,
    found_contact,
    require_seeing,
)
from waymark.contacts.worklist import countries_of, history_of, proposals_visible_to, worklist


@require_safe
def contacts(request: StaffRequest) -> HttpResponse:
    """What is due, what waits for a second person, and everything else; one country or all."""
    require_seeing(request)
    countries = countries_of(request.worker)
    wanted = request.GET.get("country", "")
    country = wanted if wanted in {each.code for each in countries} else ""
    context = {
        "list": worklist(request.worker, country),
        "countries": countries,
        "country": named(country) if country else None,
        "may_work": may_verify_contacts(request.worker),
        "may_trust": may_trust_signers(request.worker),
    }
    return render(request, "contacts/staff/contacts.html", context)


@require_safe
def contact(request: StaffRequest, contact_id: int) -> HttpResponse:
    """One contact with everything that anybody found about it."""
    return _page(request, found_contact(request, contact_id))


@require_POST
def contact_verify(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Nothing changed: its numbers are offered for another half year."""
    found = found_contact(request, contact_id, to_work=True)
    form = ComparedForm(request.POST, auto_id="verify_%s")
    if not form.is_valid():
        return _page(request, found, verify=form, status=UNPROCESSABLE)
    seen = form.cleaned_data["version"]
    try:
        verifying.verify_again(found, form.check(), seen_version=seen, by=request.worker)
    except CannotNow as refusal:
        return _page(request, found, verify=form, problem=refusal, status=CONFLICT)
    messages.success(request, _("Verified. The numbers are shown for another half year."))
    return redirect("contact", found.pk)


@require_POST
def contact_withdraw(request: StaffRequest, contact_id: int) -> HttpResponse:
    """The numbers are wrong: they leave every page at once."""
    found = found_contact(request, contact_id, to_work=True)
    form = CheckForm(request.POST, auto_id="withdraw_%s")
    if not form.is_valid():
        return _page(request, found, withdraw=form, status=UNPROCESSABLE)
    try:
        verifying.withdraw_numbers(found, form.check(), by=request.worker)
    except CannotNow as refusal:
        return _page(request, found, withdraw=form, problem=refusal, status=CONFLICT)
    messages.success(request, _("The numbers are off the pages."))
    return redirect("contact", found.pk)


@require_http_methods(GET_OR_POST)
def contact_change(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Propose other numbers or details."""
    return _form_page(request, found_contact(request, contact_id, to_work=True))


@require_http_methods(GET_OR_POST)
def contact_new(request: StaffRequest) -> HttpResponse:
    """Propose a contact that is not in the registry."""
    require(may_verify_contacts, request.worker)
    return _form_page(request, None)


def _form_page(request: StaffRequest, found: Contact | None) -> HttpResponse:
    form = ContactForm(found, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"contact": found, "form": form}
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid():
                return _proposed(request, found, form)
            status = UNPROCESSABLE
        except CannotNow as refusal:
            context["problem"], status = refusal.sentence, CONFLICT
        except DataFileError as fault:
            context["problem"], status = str(fault), UNPROCESSABLE
    return render(request, "contacts/staff/change.html", context, status=status)


def _proposed(request: StaffRequest, found: Contact | None, form: ContactForm) -> HttpResponse:
    """Propose what the form says. Raises CannotNow, DataFileError."""
    row, check = form.row(), form.check()
    if found is None:
        made = proposing.propose_new(row, check, by=request.worker)
    else:
        made = proposing.propose_change(
            found,
            row,
            check,
            seen_version=form.cleaned_data["version"],
            by=request.worker,
            old_is_wrong=form.cleaned_data["old_is_wrong"],
        )
    messages.success(request, _("Proposed. Somebody else has to check and confirm it."))
    return redirect("contact_proposal", made.pk)


def _page(
    request: StaffRequest,
    found: Contact,
    *,
    verify: ComparedForm | None = None,
    withdraw: CheckForm | None = None,
    problem: CannotNow | None = None,
    status: int = 200,
) -> HttpResponse:
    found.refresh_from_db()
    initial = {"version": found.version, "checked_at": found.source_url}
    context = {
        "contact": found,
        "country": named(found.country),
        "history": history_of(found),
        "proposals": proposals_visible_to(request.worker).filter(contact=found),
        "may_work": may_verify_contacts(request.worker),
        "verify": verify or ComparedForm(initial=initial, auto_id="verify_%s"),
        "withdraw": withdraw or CheckForm(initial=initial, auto_id="withdraw_%s"),
        "wrong": verify or withdraw,
        "problem": problem.sentence if problem else "",
    }
    return render(request, "contacts/staff/contact.html", context, status=status)
