"""Who may erase, hold, and decide how long records are kept."""

from waymark.accounts.models import Worker
from waymark.cases.permissions import is_supervisor, may_supervise

__all__ = ["may_decide_keeping", "may_supervise"]


def may_decide_keeping(worker: Worker, target: object = None) -> bool:
    """Supervisors decide how long their organisation keeps what cases hold."""
    return is_supervisor(worker)
