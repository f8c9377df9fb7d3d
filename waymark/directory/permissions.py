"""Who may read, change and open what in the directory."""

from django.db.models import Model

from waymark.accounts.models import Worker
from waymark.accounts.roles import Role
from waymark.directory.models import (
    Location,
    Organization,
    Partner,
    PendingChange,
    Service,
    Suggestion,
)

CASEWORKERS = frozenset({Role.HOTLINE_WORKER, Role.CASE_MANAGER, Role.SUPERVISOR})
READERS = CASEWORKERS | {Role.DIRECTORY_EDITOR}


def may_read_directory(worker: Worker) -> bool:
    """Those who find services for people, and those who keep the directory."""
    return bool(worker.roles & READERS)


def may_edit_directory(
    worker: Worker, row: Service | Location | Organization | None = None
) -> bool:
    """Directory editors change what their own organisation looks after, or what nobody does."""
    own = row is None or row.steward_id in {None, worker.organisation_id}
    return own and Role.DIRECTORY_EDITOR in worker.roles


def may_read_pending(worker: Worker, change: PendingChange | None = None) -> bool:
    """Editors and supervisors read what waits in their organisation, also who proposed it."""
    if not worker.roles & {Role.DIRECTORY_EDITOR, Role.SUPERVISOR}:
        return False
    return change is None or change.organisation_id == worker.organisation_id


def may_decide_pending(worker: Worker, change: PendingChange | None = None) -> bool:
    """A second person decides: an editor or supervisor of the same organisation, not the first."""
    return may_read_pending(worker, change) and (
        change is None or change.proposed_by_id != worker.pk
    )


def may_answer_suggestions(worker: Worker, suggestion: Suggestion | None = None) -> bool:
    """Directory editors decide what becomes of what visitors suggest to their organisation."""
    own = suggestion is None or suggestion.organisation_id == worker.organisation_id
    return own and Role.DIRECTORY_EDITOR in worker.roles


def may_state_capacity(worker: Worker, service: Service | None = None) -> bool:
    """Whoever talks with services says whether there is room: caseworkers and editors."""
    return may_read_directory(worker)


def may_reveal(worker: Worker, location: Location | None = None) -> bool:
    """Caseworkers and editors may ask for a closed place; its keys decide whether it opens."""
    return may_read_directory(worker)


def may_manage_partners(worker: Worker, partner: Partner | None = None) -> bool:
    """Supervisors hand out and take back partner keys of their own organisation."""
    own = partner is None or partner.organisation_id == worker.organisation_id
    return own and Role.SUPERVISOR in worker.roles


def may_export_directory(worker: Worker) -> bool:
    """Editors and supervisors hand on what everybody may see."""
    return bool(worker.roles & {Role.DIRECTORY_EDITOR, Role.SUPERVISOR})


def may_make_circle(worker: Worker, obj: Model | None = None) -> bool:
    """Supervisors make the circle that opens the closed places of their organisation."""
    return obj is None and Role.SUPERVISOR in worker.roles
