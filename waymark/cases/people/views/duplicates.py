"""Pairs that may be one person: merge them, keep them apart, take either back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.caseload.views.stepping import CONFLICT
from waymark.cases.models import PersonMatch
from waymark.cases.people.actions import merging
from waymark.cases.people.actions.searching import note_search
from waymark.cases.people.indexing import index_some
from waymark.cases.people.queries.duplicates import decisions, look, pairs_of
from waymark.cases.people.views.common import person_of
from waymark.cases.permissions import may_work_on_cases
from waymark.cases.queries.visible import people_visible_to
from waymark.reports.states import CannotNow

PAGE = "cases/people/duplicates.html"
MOST_DIGITS = 7
OK = 200


@require_safe
def duplicates(request: StaffRequest) -> HttpResponse:
    """A few people at a time, compared with everybody; and what was decided."""
    require(may_work_on_cases, request.worker)
    return _page(request)


def _page(request: StaffRequest, *, status: int = OK, problem: str = "") -> HttpResponse:
    left = index_some(request.worker, request.keyring)
    note_search(by=request.worker)
    seen = look(request.worker, request.keyring, _start(request))
    context = {
        "look": seen,
        "pairs": seen.pairs,
        "left": left,
        "decisions": decisions(request.worker),
        "problem": problem,
    }
    return render(request, PAGE, context, status=status)


def _start(request: StaffRequest) -> int:
    typed = request.GET.get("after", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS else 0


@require_safe
def person_duplicates(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Whom one person may be."""
    found = person_of(request, person_id).standing
    left = index_some(request.worker, request.keyring)
    note_search(by=request.worker)
    context = {
        "person": found,
        "pairs": pairs_of(request.worker, request.keyring, [found]),
        "left": left,
        "decisions": decisions(request.worker, found),
    }
    return render(request, PAGE, context)


@require_POST
def people_merge(request: StaffRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Say that the second is the first."""
    one, other = person_of(request, person_id), person_of(request, other_id)
    return _decide(
        request,
        lambda: merging.merge(one, other, by=request.worker, keyring=request.keyring),
        _("They are one person from now on. You can take this back below."),
    )


@require_POST
def people_keep_apart(request: StaffRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Say that they are two people."""
    one, other = person_of(request, person_id), person_of(request, other_id)
    return _decide(
        request,
        lambda: merging.keep_apart(one, other, by=request.worker),
        _("They stay two people, and nobody is asked again. You can take this back below."),
    )


@require_POST
def match_undo(request: StaffRequest, match_id: int) -> HttpResponse:
    """Take a decision back."""
    mine = people_visible_to(request.worker)
    match = get_object_or_404(PersonMatch.objects.filter(one__in=mine, other__in=mine), pk=match_id)
    return _decide(
        request,
        lambda: merging.undo(match, by=request.worker),
        _("Taken back. Both are as they were."),
    )


def _decide(request: StaffRequest, act: Callable[[], Any], done: str) -> HttpResponse:
    try:
        act()
    except CannotNow as refusal:
        return _page(request, status=CONFLICT, problem=str(refusal.sentence))
    messages.success(request, done)
    return redirect("people_duplicates")
