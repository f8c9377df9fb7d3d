"""Add somebody to a case, after looking whether we know them already."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.views.stepping import CONFLICT, UNPROCESSABLE
from waymark.cases.models import Case
from waymark.cases.people.actions.adding import add_known_person, add_person
from waymark.cases.people.actions.searching import note_search
from waymark.cases.people.forms.people import NEW, DecisionForm, RecordForm
from waymark.cases.people.indexing import index_some
from waymark.cases.people.queries.finding import (
    Found,
    candidates_for,
    found_candidates,
    identity_of,
)
from waymark.cases.people.views.common import PART, TAB, WHO, asked, form_for, person_of
from waymark.cases.people.views.people import saved_part
from waymark.cases.people.views.person import go_on_with_typed
from waymark.reports.states import CannotNow

DECISION = "same"


class _Adding:
    """One request to add somebody: its forms, and whom they may be."""

    def __init__(self, request: StaffRequest, case: Case) -> None:
        self.request, self.case = request, case
        self.part = form_for(request, asked(request, "participant", None, "part"), PART)
        self.who = form_for(request, asked(request, "identity"), WHO)
        self.hidden = RecordForm(request.POST or None)
        self.found: list[Found] = []
        self.decision: DecisionForm | None = None

    def is_valid(self) -> bool:
        """Whether all that was typed can be kept; every form is looked at."""
        return self.part.is_valid() & self.who.is_valid() & self.hidden.is_valid()

    def look(self) -> None:
        """Compare with everybody whom the worker may open."""
        index_some(self.request.worker, self.request.keyring)
        note_search(by=self.request.worker)
        worker, keyring = self.request.worker, self.request.keyring
        near = candidates_for(worker, keyring, identity_of(self.who.answers(), worker))
        self.found = found_candidates(worker, keyring, near)

    def decided(self) -> str:
        """What the worker chose, once they have seen everybody who may be meant; else empty."""
        if not self.found:
            return NEW
        shown = set(self.request.POST.get(f"{DECISION}-shown", "").split())
        now = [str(each.person.pk) for each in self.found]
        asked_before = shown >= set(now)
        data = self.request.POST if asked_before else None
        initial = {"shown": " ".join(now)}
        self.decision = DecisionForm(_choices(self.found), data, prefix=DECISION, initial=initial)
        if not asked_before or not self.decision.is_valid():
            return ""
        return str(self.decision.cleaned_data["decision"])

    def page(self, **more: Any) -> HttpResponse:
        """The forms, and whom they may be."""
        context = {
            "part": self.part,
            "who": self.who,
            "hidden_form": self.hidden,
            "found": self.found,
            "decision": self.decision,
        }
        return case_page(self.request, self.case, TAB, "cases/people/add.html", context, **more)


def _choices(found: Sequence[Found]) -> list[tuple[str, str]]:
    return [(str(each.person.pk), each.name) for each in found]


@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The forms; then, where somebody alike is known, who it is; then the person is added."""
    adding = _Adding(request, case_of(request, case_id))
    if request.method != "POST":
        return adding.page()
    if not adding.is_valid():
        return adding.page(status=UNPROCESSABLE)
    adding.look()
    decision = adding.decided()
    if not decision:
        bound = adding.decision is not None and adding.decision.is_bound
        return adding.page(status=UNPROCESSABLE if bound else 200)
    try:
        return _add(adding, decision)
    except CannotNow as refusal:
        return adding.page(status=CONFLICT, problem=str(refusal.sentence))


def _add(adding: _Adding, decision: str) -> HttpResponse:
    request, case = adding.request, adding.case
    part, who = adding.part.answers(), adding.who.answers()
    common: dict[str, Any] = {
        "by": request.worker,
        "keyring": request.keyring,
        "participant_id": adding.hidden.cleaned_data["record_id"],
    }
    if decision == NEW:
        return saved_part(request, case, add_person(case, who, part, **common))
    person = person_of(request, UUID(decision))
    added = add_known_person(case, person, part, **common)
    return go_on_with_typed(request, person.standing, who) or saved_part(request, case, added)
