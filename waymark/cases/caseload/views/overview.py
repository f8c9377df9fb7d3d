"""The first page of a case, and changing what it says about itself."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.cases.answers import answers_as_json, answers_from_json
from waymark.cases.caseload.actions.about import change_about
from waymark.cases.caseload.actions.reading import works_on
from waymark.cases.caseload.content import TITLE
from waymark.cases.caseload.forms.case import HandOverForm, ReviewForm, TeamForm
from waymark.cases.caseload.forms.fields import SeenField
from waymark.cases.caseload.frame import case_of, case_page, tombstone_or_case_of
from waymark.cases.caseload.queries.records import tasks_of
from waymark.cases.caseload.queries.situation import situation_of
from waymark.cases.caseload.queries.work_list import last_contacts, since
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, take_step
from waymark.cases.fields.asking import Asked, asked_now, fields_for
from waymark.cases.fields.forms import AnswersForm
from waymark.cases.fields.showing import shown
from waymark.cases.models import Case, CaseState, today
from waymark.cases.permissions import is_supervisor
from waymark.cases.queries.visible import colleagues_for
from waymark.cases.records import read
from waymark.cases.states import CLOSED

OK = 200
SECTIONS: tuple[str, ...] = ("opening", "incoming")  # of the catalogue's fields of a case
TASKS = 5


@require_safe
def case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """What the case is, who works on it, what comes next."""
    found = tombstone_or_case_of(request, case_id)
    if found.state == CaseState.ERASED:
        return case_page(request, found, "", "cases/caseload/erased.html", {"tabs": []})
    return overview_page(request, found)


def overview_page(
    request: StaffRequest, found: Case, *, status: int = OK, problem: str = "", **typed: Any
) -> HttpResponse:
    """Show the overview; `typed` are forms that came back with something in them."""
    tasks = [line for line in tasks_of(found, request.keyring) if line.task.done_at is None]
    answers = answers_from_json(read(found, request.keyring))
    mine = found.responsible_id == request.worker.pk
    context = {
        "sections": shown(_below_the_title(found), answers),
        "team": found.team.select_related("worker").order_by("worker__name", "pk"),
        "situation": situation_of(found, request.worker, request.keyring),
        "tasks": tasks[:TASKS],
        "more_tasks": max(0, len(tasks) - TASKS),
        "contact": since(last_contacts([found.pk]).get(found.pk), today()),
        "mine": mine,
        "may_hand_over": mine or found.responsible is None or is_supervisor(request.worker),
        "may_choose_team": works_on(request.worker, found) or is_supervisor(request.worker),
        **_forms(found),
        **typed,
    }
    template = "cases/caseload/overview.html"
    return case_page(request, found, "overview", template, context, status=status, problem=problem)


def _below_the_title(found: Case) -> list[Asked]:
    """The case's fields but its title, which stands above them already."""
    return [each for each in fields_for(found.organisation, "case") if each.spec.name != TITLE]


def _forms(found: Case) -> dict[str, Any]:
    """Empty forms for what can be done from the overview."""
    colleagues = colleagues_for(found)
    others = colleagues.exclude(pk=found.responsible_id) if found.responsible_id else colleagues
    team = others.exclude(pk__in=found.team.values("worker"))
    seen = {"seen": found.version}
    return {
        "hand_over_form": HandOverForm(others, initial=seen, prefix="hand_over"),
        "team_form": TeamForm(team, prefix="team"),
        "review_form": ReviewForm(initial={"day": found.review_due_on, **seen}, prefix="review"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def about(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Change the title, the incoming referral, and after closure its reason."""
    found = case_of(request, case_id)
    answers = answers_from_json(read(found, request.keyring))
    # Why it is closed is asked by closing it; from then on it can be put right here.
    sections = SECTIONS + (("closure",) if found.state in CLOSED else ())
    asked = asked_now(fields_for(found.organisation, "case"), sections=sections)
    if request.method != "POST":
        form = AnswersForm(asked, answers=answers, prefix="case")
        return _about_page(request, found, form)
    form = AnswersForm(asked, request.POST, answers=answers, prefix="case")
    if not form.is_valid():
        return _about_page(request, found, form, status=UNPROCESSABLE)

    def again(problem: str, status: int) -> HttpResponse:
        fresh = case_of(request, case_id)
        return _about_page(request, fresh, form, status=status, problem=problem)

    return take_step(
        request,
        lambda: change_about(
            found,
            answers_as_json(form.merged(answers)),
            seen=SeenField().clean(request.POST.get("seen", "")),
            by=request.worker,
            keyring=request.keyring,
        ),
        done=_("It is saved."),
        back=("case", found.pk),
        again=again,
    )


def _about_page(request: StaffRequest, found: Case, form: AnswersForm, **more: Any) -> HttpResponse:
    return case_page(
        request, found, "overview", "cases/caseload/about.html", {"form": form}, **more
    )
