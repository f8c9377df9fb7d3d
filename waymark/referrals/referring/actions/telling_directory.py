"""A decline of a directory's service tells the directory whether there is room."""

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.models import today
from waymark.directory.actions.capacity import state_capacity
from waymark.directory.actions.suggesting import NobodyReads, Said, suggest
from waymark.directory.models import CapacityStatus
from waymark.directory.permissions import may_state_capacity
from waymark.directory.queries.visible import visible_to
from waymark.referrals.models import Referral, StatusReason

SAYS = {
    StatusReason.NO_CAPACITY: CapacityStatus.NO_CAPACITY,
    StatusReason.WAITLIST: CapacityStatus.WAITLIST,
    StatusReason.ASSESSMENT: CapacityStatus.ASSESSMENT,
}


def tell_directory(referral: Referral, reason: str, *, by: Worker) -> None:
    """State what the decline says about room, as told on this day; nothing of the person.

    Who may not state it, or has the service not in sight, makes a suggestion of it. Where nobody
    reads suggestions nothing is said: a decline does not fail by it.
    """
    service = referral.to_service
    if service is None or reason not in SAYS:
        return
    status = SAYS[StatusReason(reason)]
    told = _("As told to a referrer on %(day)s.") % {"day": date_format(today(), "DATE_FORMAT")}
    if may_state_capacity(by, service) and visible_to(by).filter(pk=service.pk).exists():
        try:
            state_capacity(service, status, by=by, told=told)
        except ValidationError:
            return
        return
    try:
        suggest(service, Said(what=f"{status.label}. {told}"), referral.pk.bytes)
    except NobodyReads:
        return
