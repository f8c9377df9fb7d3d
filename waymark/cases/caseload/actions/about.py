"""Change what a case says about itself: its title, how it came, why it closed."""

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases import records
from waymark.cases.beginning import lock_case
from waymark.cases.models import Case
from waymark.cases.permissions import may_change_case
from waymark.cases.records import Content
from waymark.vault.keyring import Keyring


@transaction.atomic
def change_about(case: Case, content: Content, *, seen: int, by: Worker, keyring: Keyring) -> Case:
    """Replace the case's sealed fields, in any state but erased.

    Raises NotAllowed, CannotNow and, unless `seen` is the newest version, ChangedMeanwhile.
    """
    require(may_change_case, by, lock_case(case.pk))
    changed = records.change(case, content, seen=seen, keyring=keyring)
    audit.record(Event.CASE_CHANGED, by=by, target=changed)
    return changed
