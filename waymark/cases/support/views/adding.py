"""Write a new record."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.accounts.gate import StaffRequest
from waymark.cases.answers import Answer, Answers
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, take_step
from waymark.cases.models import Case, today
from waymark.cases.reference.milestones import milestones
from waymark.cases.support.actions.records import add_record
from waymark.cases.support.clocks import clock
from waymark.cases.support.codes import INDIVIDUAL, OWN, place_names
from waymark.cases.support.forms.basis import BasisForm
from waymark.cases.support.forms.people import AboutForm
from waymark.cases.support.forms.records import RecordForm, record_form
from waymark.cases.support.kinds import KINDS, Kind
from waymark.cases.support.queries.lines import lines_of
from waymark.cases.support.views.common import kind_named, participant_of, people_of

DETERMINATION = KINDS["determination"]
DONE_TODAY = frozenset({"made_on", "given_on", "recorded_on"})


@dataclass(frozen=True)
class Forms:
    """The forms of the page; `basis` only for a determination."""

    about: AboutForm
    fields: RecordForm
    basis: BasisForm | None

    def is_valid(self) -> bool:
        """Whether all of them are; each is looked at, so that all mistakes show at once."""
        every = (self.about, self.fields, self.basis)
        return not [form for form in every if form is not None and not form.is_valid()]

    def answers(self) -> Answers:
        """Everything that was said."""
        kept = self.basis.kept() if self.basis else {}
        return self.fields.all_answers() | kept


@require_http_methods(["GET", "HEAD", "POST"])
def support_add(request: StaffRequest, case_id: UUID, kind: str) -> HttpResponse:
    """A form for a new record of a kind, and what it says."""
    case, chosen = case_of(request, case_id), kind_named(kind)
    before = _before(request, chosen)
    forms = _forms(request, case, chosen, before)
    if request.method != "POST":
        return _page(request, case, chosen, before, forms)
    if not forms.is_valid():
        return _page(request, case, chosen, before, forms, status=UNPROCESSABLE)

    def again(problem: str, status: int) -> HttpResponse:
        fresh = case_of(request, case_id)
        return _page(request, fresh, chosen, before, forms, status=status, problem=problem)

    data = forms.about.cleaned_data
    return take_step(
        request,
        lambda: add_record(
            chosen,
            case,
            participant_of(case, data["about"]),
            forms.answers(),
            by=request.worker,
            record_id=data["record_id"],
        ),
        done=_("Saved."),
        back=(f"case_{chosen.tab}", case.pk),
        again=again,
    )


def with_result(request: StaffRequest, case: Case) -> HttpResponse:
    """The empty form of a determination with the result that another page handed over."""
    earlier = lines_of(DETERMINATION, case, request.keyring)
    basis = BasisForm(earlier, request.worker, request.POST)
    status = 200 if basis.is_valid() else UNPROCESSABLE
    about = AboutForm(people_of(case), needed=True)
    fields = record_form(DETERMINATION, request.worker.organisation, None, before={})
    return _page(request, case, DETERMINATION, {}, Forms(about, fields, basis), status=status)


def _before(request: StaffRequest, kind: Kind) -> dict[str, Answer]:
    """What is said before anybody types: the day, and what the address chose."""
    if kind.slug == "assessment":
        level = request.GET.get("level", INDIVIDUAL)
        known = level if level in OWN["assessment.level"] else INDIVIDUAL
        return _today(kind) | {"level": Answer(known)}
    if kind.slug == "milestone":
        place = request.GET.get("place", request.worker.organisation.country)
        return {"place": Answer(place)} if place in place_names() else {}
    return _today(kind)


def _today(kind: Kind) -> dict[str, Answer]:
    return {kind.day: Answer(today().isoformat())} if kind.day in DONE_TODAY else {}


def _forms(request: StaffRequest, case: Case, kind: Kind, before: Answers) -> Forms:
    data = request.POST if request.method == "POST" else None
    initial = {"about": request.GET.get("about", "")}
    about = AboutForm(people_of(case), data, needed=kind.about_one, initial=initial)
    fields = record_form(kind, request.worker.organisation, data, before=before)
    basis = None
    if kind is DETERMINATION:
        basis = BasisForm(lines_of(kind, case, request.keyring), request.worker, data)
    return Forms(about, fields, basis)


def _page(
    request: StaffRequest, case: Case, kind: Kind, before: Answers, forms: Forms, **more: Any
) -> HttpResponse:
    context = {
        "kind": kind,
        "about": forms.about,
        "form": forms.fields,
        "basis": forms.basis,
        "found": forms.basis.found if forms.basis else None,
        "kind_url": f"case_{kind.tab}",
        "nobody": kind.about_one and not people_of(case),
        **(_around(before) if kind.slug == "milestone" else {}),
    }
    return case_page(request, case, kind.tab, "cases/support/add.html", context, **more)


def _around(before: Answers) -> dict[str, Any]:
    """The places to choose from, and the clocks of the kinds that are near the chosen one."""
    place = before["place"].value if "place" in before else ""
    near = [clock(kind) for kind in milestones().near(place) if kind.term]
    return {"places": list(place_names().items()), "place": place, "clocks": near}
