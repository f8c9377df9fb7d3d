"""Edit pages of what one person changes. One address for each part of a service."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from waymark.accounts.gate import StaffRequest
from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.directory.actions import details, pending, services
from waymark.directory.actions.services import organization_version, version_of
from waymark.directory.forms.common import VersionedForm
from waymark.directory.forms.details import FeesForm, HoursForm, LanguagesForm, WhomForm
from waymark.directory.forms.services import FactsForm, OrganizationForm, TermsForm, TierForm
from waymark.directory.models import Attribute, Organization, PendingKind, Service
from waymark.directory.permissions import may_edit_directory
from waymark.directory.views.staff.common import (
    GET_OR_POST,
    Problem,
    attempt,
    done,
    found_service,
    page,
)

FREE = 3


@dataclass(frozen=True)
class Part:
    """One part of a service: its form, what saves it, and the page's title and template."""

    title: str | Promise
    make: Callable[[Service, QueryDict | None, dict[str, Any]], Any]
    values: Callable[[Service], dict[str, Any]]
    save: Callable[[Service, Any, Worker], object]
    template: str = "edit"


@require_http_methods(GET_OR_POST)
def service_edit(request: StaffRequest, service_id: UUID, part: str) -> HttpResponse:
    """Change a part of a service; nothing typed and nobody else's change is lost."""
    found = found_service(request, service_id, to_edit=True)
    if part not in PARTS:
        raise Http404
    chosen = PARTS[part]
    initial = chosen.values(found) | {"seen": version_of(found)}
    form = chosen.make(found, request.POST if request.method == "POST" else None, initial)
    context: dict[str, Any] = {"form": form, "service": found, "title": chosen.title, "part": part}
    if request.method != "POST" or "look" in request.POST or not form.is_valid():
        return page(request, chosen.template, **context)
    problem = attempt(form, lambda: chosen.save(found, form, request.worker))
    if problem is None:
        return done(request, found, _saved(found, form))
    if problem.changed:
        fresh = Service.objects.get(pk=found.pk)
        form.renew(version_of(fresh))
        context["differing"] = form.differing(chosen.values(fresh))
    return page(request, chosen.template, problem, **context)


def _saved(service: Service, form: VersionedForm) -> str:
    if isinstance(form, TierForm) and form.cleaned_data["tier"] < service.tier:
        return _("This waits for a second person now. Until then nothing changes.")
    return _("The changes are saved.")


def _plain(form: type[Any]) -> Callable[[Service, QueryDict | None, dict[str, Any]], Any]:
    return lambda service, data, initial: form(data, initial=initial)


def _rows(form: type[Any], prefix: str) -> Callable[..., Any]:
    """A form with as many lines as are filled, and some free ones."""

    def make(service: Service, data: QueryDict | None, initial: dict[str, Any]) -> Any:
        rows = max(_counted(data or {}, prefix), _counted(initial, prefix) + FREE)
        return form(data, initial=initial, rows=rows)

    return make


def _hours(service: Service, data: QueryDict | None, initial: dict[str, Any]) -> HoursForm:
    spans = max(_counted(data or {}, "MO"), HoursForm.spans_of(service))
    return HoursForm(data, initial=initial, spans=spans)


MOST_ROWS = 60


def _counted(values: Mapping[str, Any], prefix: str) -> int:
    """How many numbered fields there are: `code_0` and `code_1` are two."""
    found = (re.match(rf"{prefix}_(\d{{1,2}})(?:_|$)", name) for name in values)
    return min(max((int(each[1]) + 1 for each in found if each), default=0), MOST_ROWS)


def _terms_of(service: Service) -> dict[str, Any]:
    rows = Attribute.objects.filter(link_id=service.pk, taxonomy_term__isnull=False)
    return {"terms": [str(pk) for pk in rows.values_list("taxonomy_term_id", flat=True)]}


def _seen(form: VersionedForm) -> str:
    return str(form.cleaned_data["seen"])


def _save_facts(service: Service, form: FactsForm, by: Worker) -> None:
    services.change_service(
        service, form.values(), seen=_seen(form), by=by, means=form.cleaned_data["means"]
    )


def _save_tier(service: Service, form: TierForm, by: Worker) -> None:
    tier = form.cleaned_data["tier"]
    if tier < service.tier:
        pending.propose(service, PendingKind.PLACE, {"service_tier": tier}, by=by)
    else:
        services.close_service(service, tier, seen=_seen(form), by=by)


@transaction.atomic
def _save_whom(service: Service, form: WhomForm, by: Worker) -> None:
    means = form.cleaned_data["means"]
    services.change_service(service, form.ages(), seen=_seen(form), by=by, means=means)
    details.set_eligibility(service, form.answers(), seen=None, by=by, means=means)


def _save_hours(service: Service, form: HoursForm, by: Worker) -> None:
    data = form.cleaned_data
    details.set_openings(
        service, form.openings(), data["zone"], seen=_seen(form), by=by, means=data["means"]
    )


def _save_languages(service: Service, form: LanguagesForm, by: Worker) -> None:
    details.set_languages(
        service, form.languages(), seen=_seen(form), by=by, means=form.cleaned_data["means"]
    )


def _save_fees(service: Service, form: FeesForm, by: Worker) -> None:
    data = form.cleaned_data
    details.set_fees(
        service,
        data["fees_description"],
        form.fees(),
        seen=_seen(form),
        by=by,
        means=data["means"],
    )


def _save_terms(service: Service, form: TermsForm, by: Worker) -> None:
    details.set_terms(service, form.chosen(), seen=_seen(form), by=by)


PARTS = {
    "facts": Part(gettext_lazy("What it is"), _plain(FactsForm), FactsForm.of, _save_facts),
    "tier": Part(gettext_lazy("Who may know of it"), _plain(TierForm), TierForm.of, _save_tier),
    "whom": Part(
        gettext_lazy("Whom they take"), _plain(WhomForm), WhomForm.of, _save_whom, "edit_whom"
    ),
    "hours": Part(gettext_lazy("Opening hours"), _hours, HoursForm.of, _save_hours, "edit_hours"),
    "languages": Part(
        gettext_lazy("Languages"),
        _rows(LanguagesForm, "code"),
        LanguagesForm.of,
        _save_languages,
        "edit_rows",
    ),
    "fees": Part(
        gettext_lazy("Fees"), _rows(FeesForm, "option"), FeesForm.of, _save_fees, "edit_rows"
    ),
    "terms": Part(
        gettext_lazy("Terms it is found by"),
        _plain(TermsForm),
        _terms_of,
        _save_terms,
        "edit_terms",
    ),
}


@require_http_methods(GET_OR_POST)
def organization_edit(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Change the organization behind a service."""
    found = found_service(request, service_id, to_edit=True)
    organization = get_object_or_404(Organization, pk=found.organization_id)
    require(may_edit_directory, request.worker, organization)
    initial = OrganizationForm.of(organization) | {"seen": organization_version(organization)}
    form = OrganizationForm(request.POST if request.method == "POST" else None, initial=initial)
    context: dict[str, Any] = {"form": form, "service": found, "title": _("The organization")}
    if request.method != "POST" or not form.is_valid():
        return page(request, "edit", **context)
    problem: Problem | None = attempt(
        form,
        lambda: services.change_organization(
            organization, form.values(), seen=_seen(form), by=request.worker
        ),
    )
    if problem is None:
        return done(request, found, _("The changes are saved."))
    if problem.changed:
        fresh = Organization.objects.get(pk=organization.pk)
        form.renew(organization_version(fresh))
        context["differing"] = form.differing(OrganizationForm.of(fresh))
    return page(request, "edit", problem, **context)
