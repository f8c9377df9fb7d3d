"""Who may read what on the staff site. Lessons and signs belong to the installation."""

from waymark.accounts.models import Worker
from waymark.accounts.roles import Role

SEE_GAIN = frozenset({Role.ANALYST, Role.SUPERVISOR, Role.ADMINISTRATOR})


def may_learn(worker: Worker) -> bool:
    """Every worker with a role reads what trained staff should know."""
    return bool(worker.roles)


def may_see_gain(worker: Worker) -> bool:
    """Analysts, supervisors and administrators see what lessons changed."""
    return bool(worker.roles & SEE_GAIN)
