"""Who may do what with reports, recipients, the on-call list and retention."""

from waymark.accounts.models import Organisation, Worker
from waymark.accounts.roles import Role
from waymark.reports.models import Recipient, Report, Situation
from waymark.reports.queries.visible import (
    recipients_open_to,
    situations_visible_to,
    visible_to,
    works_on_reports,
)


def may_work_on_reports(worker: Worker) -> bool:
    """Hotline workers, case managers and supervisors read and answer reports."""
    return works_on_reports(worker)


def may_open_report(worker: Worker, report: Report) -> bool:
    """Those who work on reports, for recipients whose compartments they belong to."""
    return visible_to(worker).filter(pk=report.pk).exists()


def may_open_situation(worker: Worker, situation: Situation) -> bool:
    """Those who belong to a compartment that opens the situation's title."""
    return situations_visible_to(worker).filter(pk=situation.pk).exists()


def is_supervisor(worker: Worker) -> bool:
    """Supervisors may put back what a colleague holds."""
    return Role.SUPERVISOR in worker.roles


def may_see_on_call(worker: Worker) -> bool:
    """Whoever works on reports sees who is on call, and so does who runs the system."""
    return may_work_on_reports(worker) or Role.ADMINISTRATOR in worker.roles


def may_change_on_call(worker: Worker, recipient: Recipient | None = None) -> bool:
    """Supervisors keep the on-call lists of their own organisation."""
    return is_supervisor(worker) and _own(worker, recipient)


def may_change_recipients(worker: Worker, recipient: Recipient | None = None) -> bool:
    """Administrators say which teams reporters may choose, and what is promised."""
    return Role.ADMINISTRATOR in worker.roles and _own(worker, recipient)


def may_change_retention(worker: Worker, organisation: Organisation | None = None) -> bool:
    """Administrators and supervisors decide how long their organisation keeps reports."""
    own = organisation is None or organisation.pk == worker.organisation_id
    return own and bool(worker.roles & {Role.ADMINISTRATOR, Role.SUPERVISOR})


def may_import_reports(worker: Worker, recipient: Recipient | None = None) -> bool:
    """Supervisors bring in reports for recipients whose circles they belong to."""
    able = is_supervisor(worker) and works_on_reports(worker)
    return able and (
        recipient is None or recipients_open_to(worker).filter(pk=recipient.pk).exists()
    )


def _own(worker: Worker, recipient: Recipient | None) -> bool:
    return recipient is None or recipient.organisation_id == worker.organisation_id
