"""Who may read the audit log."""

from waymark.accounts.models import Worker
from waymark.accounts.permissions import has_role
from waymark.accounts.roles import Role


def may_audit(worker: Worker) -> bool:
    """Auditors read and verify the log; nobody else does, administrators neither."""
    return has_role(worker, Role.AUDITOR)
