"""The one thing that the API writes: that a partner read."""

from django.db import transaction
from django.utils import timezone

from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.directory.models import Partner
from waymark.directory.partners import Opened, partner_of


@transaction.atomic
def let_partner_read(key: str) -> Opened | None:
    """The partner whose key is presented, with the use of it on record; None for no such key.

    It is recorded before anything is read: what cannot be recorded is not answered.
    """
    opened = partner_of(key)
    if opened is None:
        return None
    today = timezone.now().date()
    Partner.objects.filter(pk=opened.partner.pk).update(last_used_on=today)
    audit.record(Event.PARTNER_READ, by=Actor.SYSTEM, target=opened.partner)
    return opened
