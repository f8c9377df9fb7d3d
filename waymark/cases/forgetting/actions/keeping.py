"""How long an organisation keeps what closed cases hold."""

from collections.abc import Mapping

from django.db import transaction

from waymark.accounts.models import Organisation, Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.forgetting.permissions import may_decide_keeping
from waymark.cases.models import KeepRule, KeptKind

# Our own proposal and no law's; nothing is erased by it before a supervisor has saved it.
PROPOSED_DAYS: Mapping[KeptKind, int] = {
    KeptKind.CASE: 7 * 365,
    KeptKind.NOTE: 3 * 365,
    KeptKind.FILE: 3 * 365,
    KeptKind.PERPETRATOR: 2 * 365,
}


def rules_of(organisation: Organisation) -> dict[KeptKind, int]:
    """The days of each kind that has a rule."""
    rows = KeepRule.objects.filter(organisation=organisation).values_list("kind", "days")
    return {KeptKind(kind): days for kind, days in rows}


@transaction.atomic
def change_keeping(days: Mapping[KeptKind, int | None], *, by: Worker) -> None:
    """Set for how many days after closure each kind is kept; None keeps it for good.

    Raises NotAllowed, ValueError for fewer than one day.
    """
    require(may_decide_keeping, by)
    organisation = by.organisation
    for kind, number in days.items():
        if number is not None and number < 1:
            raise ValueError(f"{kind} cannot be kept for {number} days")
        rows = KeepRule.objects.filter(organisation=organisation, kind=kind)
        if number is None:
            rows.delete()
        else:
            rows.update_or_create(organisation=organisation, kind=kind, defaults={"days": number})
    audit.record(Event.KEEPING_CHANGED, by=by, target=organisation)
