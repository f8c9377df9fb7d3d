"""Who decides how long records are kept. Who erases: `waymark.cases.permissions.may_supervise`."""

from waymark.accounts.models import Worker
from waymark.cases.permissions import is_supervisor


def may_decide_keeping(worker: Worker) -> bool:
    """Supervisors decide how long their organisation keeps what cases hold."""
    return is_supervisor(worker)
