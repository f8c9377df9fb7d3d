"""Releases of a case, one of them, and its text for the person."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.caseload.actions.reading import note_listing
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.permissions import may_work_on_cases
from waymark.referrals.consent.queries.lists import ENDS_SOON_DAYS, ending_soon, lines, releases_of
from waymark.referrals.consent.queries.page import page_of
from waymark.referrals.consent.views.finding import release_of
from waymark.referrals.consent.wording import lines_to_sign
from waymark.referrals.models import Release

TAB = "releases"
PER_PAGE = 50


@require_safe
def case_releases(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """What the people of a case allowed, and what they did not."""
    case = case_of(request, case_id)
    found = releases_of(case, request.keyring)
    context = {"lines": found, "days": ENDS_SOON_DAYS, "soon": any(x.ends_soon for x in found)}
    return case_page(request, case, TAB, "referrals/consent/list.html", context)


@require_safe
def release(request: StaffRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
    """One release: terms, text, what left under it, and what can be done."""
    return show(request, release_of(request, case_id, release_id))


def show(request: StaffRequest, found: Release, **more: Any) -> HttpResponse:
    """The page of a release, perhaps with a problem and its status."""
    context = {"page": page_of(found, request.keyring), "release": found}
    return case_page(request, found.case, TAB, "referrals/consent/release.html", context, **more)


@require_safe
def release_text(request: StaffRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
    """The text in large letters, to read together or to print and sign; no record is in it."""
    found = release_of(request, case_id, release_id)
    page = page_of(found, request.keyring)
    signing = lines_to_sign(page.text.text.language) if page.text else []
    context = {"page": page, "release": found, "lines_to_sign": signing}
    return case_page(request, found.case, TAB, "referrals/consent/text.html", context)


@require_safe
def releases_ending(request: StaffRequest) -> HttpResponse:
    """Active releases that end soon, so that people can be asked in time."""
    require(may_work_on_cases, request.worker)
    note_listing(by=request.worker)
    page = Paginator(ending_soon(request.worker), PER_PAGE).get_page(request.GET.get("page"))
    found = lines(page.object_list, request.keyring)
    context = {"lines": found, "page": page, "days": ENDS_SOON_DAYS}
    return render(request, "referrals/consent/ending.html", context)
