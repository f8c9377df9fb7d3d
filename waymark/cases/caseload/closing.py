"""What is looked at before a case is closed. A slice or a room above adds its own:

closing.register_check("outcome", require_outcome)      raises CannotNow: what to do first
closing.register_loose_ends("milestones", open_ones)     lines to read before one closes
"""

from collections.abc import Callable, Iterable

from waymark.accounts.models import Worker
from waymark.cases.models import Case
from waymark.vault.keyring import Keyring

Check = Callable[[Case, Keyring], None]
LooseEnds = Callable[[Case, Worker, Keyring], Iterable[str]]
_checks: dict[str, Check] = {}
_loose_ends: dict[str, LooseEnds] = {}


def register_check(key: str, check: Check) -> None:
    """Ask something of every case that is to be closed; the same key again replaces it."""
    _checks[key] = check


def register_loose_ends(key: str, source: LooseEnds) -> None:
    """Show what is still open in a case; the same key again replaces it."""
    _loose_ends[key] = source


def require_ready(case: Case, keyring: Keyring) -> None:
    """Raise CannotNow, with what to do first, when a check is not content."""
    for check in _checks.values():
        check(case, keyring)


def loose_ends_of(case: Case, worker: Worker, keyring: Keyring) -> list[str]:
    """What is still open, a sentence for each."""
    return [line for source in _loose_ends.values() for line in source(case, worker, keyring)]
