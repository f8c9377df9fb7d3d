"""The frame of every page of a case: which case, its header, its tabs.

A view of any slice, or of a room above, is built from two calls:

    found = case_of(request, case_id)
    return case_page(request, found, "people", "cases/people/people.html", {"rows": rows})

The template extends `cases/case_base.html` and fills the block `tab`.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.actions.reading import note_opening
from waymark.cases.caseload.content import TITLE, said
from waymark.cases.models import Case, CaseState, Person
from waymark.cases.names import case_name, person_name
from waymark.cases.permissions import is_supervisor
from waymark.cases.queries.visible import cases_visible_to
from waymark.cases.records import read_many
from waymark.cases.states import CaseStep, is_allowed
from waymark.cases.tabs import tabs_of
from waymark.vault.keyring import Keyring

OK = 200


def case_of(request: StaffRequest, case_id: UUID) -> Case:
    """The case with that id, if the worker may see it; else, and once it is erased, there is none.

    Only the overview of an erased case is left, and asks `tombstone_or_case_of`.
    """
    return get_object_or_404(_rows(request).exclude(state=CaseState.ERASED), pk=case_id)


def tombstone_or_case_of(request: StaffRequest, case_id: UUID) -> Case:
    """Like `case_of`, with erased cases."""
    return get_object_or_404(_rows(request), pk=case_id)


def case_page(
    request: StaffRequest,
    case: Case,
    tab: str,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = OK,
    problem: str = "",
) -> HttpResponse:
    """Show a page of a case. Each opening is audited.

    `tab` is the key of the tab that is current, or empty. `problem` is a sentence about why what
    the worker asked for could not be done; it stands above everything.
    """
    note_opening(case, by=request.worker)
    frame = {
        "case": case,
        "case_name": case_name(case),
        "case_title": title_of(case, request.keyring),
        "people": pseudonyms_of(case),
        "tabs": tabs_of(case.pk, tab),
        "can": {step.value: is_allowed(step, case) for step in CaseStep},
        "supervises": is_supervisor(request.worker),
        "problem": problem,
    }
    return render(request, template, {**frame, **(context or {})}, status=status)


def title_of(case: Case, keyring: Keyring) -> str:
    """What workers call a case; empty where no key of theirs opens it."""
    return str(said(read_many([case], keyring).get(case.pk, {}), TITLE))


def pseudonyms_of(case: Case) -> list[str]:
    """The short names of the people in a case, each person once."""
    rows = case.participants.filter(envelope__erased_at=None).order_by("written_at", "pk")
    people = (row.person for row in rows.select_related("person__merged_into"))
    return list(dict.fromkeys(person_name(_standing(person)) for person in people))


def _standing(person: Person) -> Person:
    """The row that stands for this one after a merge."""
    return person.merged_into or person


def _rows(request: StaffRequest) -> QuerySet[Case]:
    rows = cases_visible_to(request.worker)
    return rows.select_related("responsible", "compartment", "envelope", "situation")
