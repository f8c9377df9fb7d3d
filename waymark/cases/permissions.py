"""Who may do what with cases and people."""

from waymark.accounts.models import Organisation, Worker
from waymark.accounts.roles import Role
from waymark.cases.models import Case, CaseState, Person
from waymark.cases.queries.visible import cases_visible_to, people_visible_to, works_on_cases
from waymark.vault.models import Compartment, Membership


def may_work_on_cases(worker: Worker) -> bool:
    """Case managers and supervisors who have a key."""
    return works_on_cases(worker)


def may_open_case(worker: Worker, case: Case) -> bool:
    """Those who work on cases, in compartments of theirs, where no wall keeps them out."""
    return cases_visible_to(worker).filter(pk=case.pk).exists()


def may_change_case(worker: Worker, case: Case) -> bool:
    """Whoever may open it, while it is not erased. Steps ask the state besides."""
    return cases_visible_to(worker).filter(pk=case.pk).exclude(state=CaseState.ERASED).exists()


def may_open_person(worker: Worker, person: Person) -> bool:
    """Those whose keys open the person, where no wall keeps them out."""
    return people_visible_to(worker).filter(pk=person.pk).exists()


def may_begin_case(worker: Worker, compartment: Compartment) -> bool:
    """Case managers and supervisors, in a compartment of theirs."""
    inside = Membership.objects.filter(
        holder=worker.holder, compartment_key__compartment=compartment
    )
    own = compartment.owner == worker.organisation_id
    return own and works_on_cases(worker) and inside.exists()


def is_supervisor(worker: Worker) -> bool:
    """Whether the worker leads a team: assigns cases, builds walls, erases."""
    return works_on_cases(worker) and Role.SUPERVISOR in worker.roles


def may_supervise(worker: Worker, case: Case) -> bool:
    """Supervisors who may open the case."""
    return is_supervisor(worker) and may_open_case(worker, case)


def may_change_fields(worker: Worker, organisation: Organisation | None = None) -> bool:
    """Supervisors and administrators decide what their organisation asks."""
    own = organisation is None or organisation.pk == worker.organisation_id
    return own and bool(worker.roles & {Role.ADMINISTRATOR, Role.SUPERVISOR})
