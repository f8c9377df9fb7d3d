"""Begin a case."""

from uuid import UUID

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.answers import Answers, answers_as_json, value_of
from waymark.cases.caseload.actions.common import FORM_USED, note_turn, require_colleague
from waymark.cases.caseload.content import TITLE
from waymark.cases.models import Case
from waymark.cases.names import case_name
from waymark.cases.permissions import may_begin_case, may_open_case
from waymark.cases.records import seal_new
from waymark.reports.actions.situations import create_situation
from waymark.reports.models import Report, Situation
from waymark.reports.permissions import may_open_report, may_open_situation
from waymark.reports.states import CannotNow
from waymark.vault.models import Compartment


@transaction.atomic
def begin_case(
    compartment: Compartment,
    answers: Answers,
    *,
    by: Worker,
    responsible: Worker | None = None,
    situation: Situation | None = None,
    report: Report | None = None,
    case_id: UUID | None = None,
) -> Case:
    """Begin a case in intake; `compartment` is the circle that opens it from now on.

    `answers` are its sealed fields, such as `title` and those of the incoming referral. With a
    `report` the case belongs to the report's situation, which is begun where there is none. A
    `case_id` makes sending a form twice begin one case. Raises NotAllowed to those who may not
    open what was named, CannotNow when `responsible` cannot open the circle.
    """
    require(may_begin_case, by, compartment)
    if case_id and (found := Case.objects.filter(pk=case_id).first()):
        return _begun_before(found, compartment, by)
    case = Case(compartment=compartment, organisation_id=by.organisation_id)
    case.pk = case_id or case.pk
    case.responsible = responsible
    case.situation = _situation(case, answers, situation, report, by)
    seal_new(case, answers_as_json(answers), [compartment])
    case.save(force_insert=True)
    if responsible is not None:
        require_colleague(case, responsible)
    note_turn(case, by)
    audit.record(Event.CASE_BEGUN, by=by, target=case)
    return case


def _begun_before(case: Case, compartment: Compartment, by: Worker) -> Case:
    """The case that the same form has begun already. Raises CannotNow for another's id."""
    if case.compartment_id != compartment.pk or not may_open_case(by, case):
        raise CannotNow(FORM_USED)
    return case


def _situation(
    case: Case, answers: Answers, situation: Situation | None, report: Report | None, by: Worker
) -> Situation | None:
    """The situation that the case belongs to; a report without one begins it."""
    if report is not None:
        require(may_open_report, by, report)
        situation = situation or report.situation
        if situation is None:
            title = str(value_of(answers, TITLE, case_name(case)))
            return create_situation(title, report=report, by=by)
    if situation is not None:
        require(may_open_situation, by, situation)
    return situation
