"""The teams that reporters may choose: promises, circles, words, and whether they show."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.reports.actions import recipients as actions
from waymark.reports.actions.recipients import Promises
from waymark.reports.forms.staff import NewRecipientForm, RecipientForm, TextsForm
from waymark.reports.models import Recipient, RecipientText
from waymark.reports.permissions import may_change_recipients
from waymark.reports.queries.queue import language_name
from waymark.reports.queries.recipients import name_of, recipients_of
from waymark.reports.states import CannotNow

CONFLICT = 409
UNPROCESSABLE = 422


@require_safe
def recipients(request: StaffRequest) -> HttpResponse:
    """Every recipient of the organisation."""
    require(may_change_recipients, request.worker)
    rows = [
        (recipient, name_of(recipient, get_language()))
        for recipient in recipients_of(request.worker.organisation)
    ]
    return render(request, "reports/staff/recipients.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def recipient_new(request: StaffRequest) -> HttpResponse:
    """Make a recipient; it shows to nobody yet."""
    require(may_change_recipients, request.worker)
    posted = request.POST if request.method == "POST" else None
    form = NewRecipientForm(request.worker.organisation_id, posted, initial=asdict(Promises()))
    status = 200
    if posted is not None and form.is_valid():
        made = actions.create_recipient(
            form.cleaned_data["slug"],
            compartments=form.cleaned_data["compartments"],
            by=request.worker,
            promises=form.promises(),
        )
        return redirect("recipient", made.pk)
    if posted is not None:
        status = UNPROCESSABLE
    return render(request, "reports/staff/recipient_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def recipient(request: StaffRequest, recipient_id: UUID) -> HttpResponse:
    """One recipient; a POST changes promises and circles."""
    found = _found(request, recipient_id)
    if request.method != "POST":
        return _page(request, found)
    form = RecipientForm(request.worker.organisation_id, request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=UNPROCESSABLE)
    try:
        actions.change_recipient(
            found, form.promises(), form.cleaned_data["compartments"], by=request.worker
        )
    except CannotNow as refusal:
        return _page(request, found, form=form, problem=str(refusal.sentence), status=CONFLICT)
    messages.success(request, _("The changes are saved."))
    return redirect("recipient", found.pk)


def _found(request: StaffRequest, recipient_id: UUID) -> Recipient:
    """A recipient that the worker may change; else there is none."""
    found = get_object_or_404(recipients_of(request.worker.organisation), pk=recipient_id)
    require(may_change_recipients, request.worker, found)
    return found


def _page(
    request: StaffRequest,
    found: Recipient,
    *,
    form: RecipientForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    written = {text.language for text in found.texts.all()}
    initial: dict[str, Any] = {name: getattr(found, name) for name in asdict(Promises())}
    initial["compartments"] = found.compartments.all()
    context = {
        "recipient": found,
        "name": name_of(found, get_language()),
        "form": form or RecipientForm(found.organisation_id, initial=initial),
        "languages": [
            (code, language_name(code), code in written) for code, _name in settings.LANGUAGES
        ],
        "problem": problem,
    }
    return render(request, "reports/staff/recipient.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def recipient_text(request: StaffRequest, recipient_id: UUID, language: str) -> HttpResponse:
    """The words of one language: write them, look at them, or save them."""
    found = _found(request, recipient_id)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    text = RecipientText.objects.filter(recipient=found, language=language).first()
    initial = {name: getattr(text, name) for name in TextsForm.base_fields} if text else {}
    form = TextsForm(request.POST if request.method == "POST" else None, initial=initial)
    context = {
        "recipient": found,
        "name": name_of(found, get_language()),
        "language": language,
        "language_name": language_name(language),
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "form": form,
    }
    if request.method != "POST":
        return render(request, "reports/staff/recipient_text.html", context)
    if not form.is_valid():
        return render(request, "reports/staff/recipient_text.html", context, status=UNPROCESSABLE)
    if "preview" in request.POST:
        context["preview"] = RecipientText(language=language, **form.cleaned_data)
        return render(request, "reports/staff/recipient_text.html", context)
    actions.write_text(found, language, form.texts(), by=request.worker)
    messages.success(request, _("The texts are saved."))
    return redirect("recipient", found.pk)


@require_POST
def recipient_publish(request: StaffRequest, recipient_id: UUID) -> HttpResponse:
    """Let reporters choose it, or no longer: the button says which."""
    found = _found(request, recipient_id)
    shown = request.POST.get("published") == "yes"
    try:
        (actions.publish if shown else actions.unpublish)(found, by=request.worker)
    except CannotNow as refusal:
        return _page(request, found, problem=str(refusal.sentence), status=CONFLICT)
    done = _("Reporters can choose this team now.") if shown else _("Reporters no longer see it.")
    messages.success(request, done)
    return redirect("recipient", found.pk)
