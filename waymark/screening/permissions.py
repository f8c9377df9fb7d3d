"""Who may read about the tools of this room, and who may work with them."""

from waymark.accounts.models import Worker
from waymark.accounts.roles import Role

USERS = frozenset({Role.HOTLINE_WORKER, Role.CASE_MANAGER, Role.SUPERVISOR})
READERS = USERS | {Role.ANALYST}


def may_read_tools(worker: Worker) -> bool:
    """Those who talk with people, and analysts, read what a tool is and where its limits are."""
    return bool(worker.roles & READERS)


def may_use_tools(worker: Worker) -> bool:
    """Only those who talk with people work with a tool; each instrument narrows this further."""
    return bool(worker.roles & USERS)
