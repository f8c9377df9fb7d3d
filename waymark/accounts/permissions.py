"""Who may do what to workers, compartments and the installation."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import Model

from waymark.accounts.models import Worker
from waymark.accounts.roles import APART, OPENS_RECORDS, Role
from waymark.vault.models import Compartment


class NotAllowed(PermissionDenied):
    """Refused. About an object it is answered like a missing one, else with a page that says so."""

    def __init__(self, *, hidden: bool) -> None:
        super().__init__("not allowed")
        self.hidden = hidden


def require(
    predicate: Callable[..., bool], worker: Worker | None, obj: Model | None = None
) -> None:
    """Raise NotAllowed unless the predicate holds for an active worker (and the object, if any).

    A predicate is called as `predicate(worker)` or `predicate(worker, obj)`.
    """
    about = () if obj is None else (obj,)
    if worker is None or not worker.is_active or not predicate(worker, *about):
        raise NotAllowed(hidden=obj is not None)


def has_role(worker: Worker, role: Role) -> bool:
    """Whether the worker has this role."""
    return role in worker.roles


def may_manage_workers(worker: Worker, other: Worker | None = None) -> bool:
    """Administrators invite, change, reset and deactivate workers of their own organisation."""
    own = other is None or other.organisation_id == worker.organisation_id
    return own and has_role(worker, Role.ADMINISTRATOR)


def may_invite(worker: Worker) -> bool:
    """Administrators invite anybody; supervisors invite those who will open records."""
    return bool(roles_to_invite(worker))


def roles_to_invite(worker: Worker) -> frozenset[Role]:
    """The roles that a worker may give away. A supervisor makes no other supervisor."""
    if has_role(worker, Role.ADMINISTRATOR):
        return frozenset(Role)
    if has_role(worker, Role.SUPERVISOR):
        return OPENS_RECORDS - {Role.SUPERVISOR}
    return frozenset()


def may_change_site(worker: Worker) -> bool:
    """Administrators decide what the installation shows on its pages."""
    return has_role(worker, Role.ADMINISTRATOR)


def may_manage_compartments(worker: Worker, compartment: Compartment | None = None) -> bool:
    """Supervisors say who opens the records of their own organisation."""
    own = compartment is None or compartment.owner == worker.organisation_id
    return own and has_role(worker, Role.SUPERVISOR)


def may_open_records(worker: Worker) -> bool:
    """Whether a worker may be a member of a compartment at all."""
    return is_allowed_together(worker.roles) and bool(worker.roles & OPENS_RECORDS)


def is_allowed_together(roles: frozenset[Role]) -> bool:
    """Who runs the system opens no record: an administrator has no role that does."""
    administrator, opening = APART
    return not (administrator in roles and roles & opening)
