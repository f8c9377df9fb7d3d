"""Who opens incoming referrals in an organisation, how soon they answer, and whether they do."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.referrals.models import Packet, PartnerNote, PartnerReferral, ReferralDesk
from waymark.referrals.referring.permissions import may_choose_circle
from waymark.referrals.referring.states import OPEN
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment, SealedRecord
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import add_compartment

LONGEST_HOURS = 14 * 24
NOT_HOURS = _("An answer comes within 1 to 336 hours.")
NOT_YOURS = _(
    "Referrals are open that only the present circle can read. Let somebody who is in it choose "
    "another, or finish them first."
)


@transaction.atomic
def set_desk(
    compartment: Compartment,
    *,
    answer_hours: int,
    takes_referrals: bool,
    by: Worker,
    keyring: Keyring,
) -> ReferralDesk:
    """Set up or change the desk of the worker's organisation.

    With another circle, what is open is sealed for it as well. Raises NotAllowed, CannotNow.
    """
    require(may_choose_circle, by, compartment)
    if not 1 <= answer_hours <= LONGEST_HOURS:
        raise CannotNow(NOT_HOURS)
    rows = ReferralDesk.objects.select_for_update().filter(organisation_id=by.organisation_id)
    before = rows.first()
    if before is not None and before.compartment_id != compartment.pk:
        _hand_on(before, compartment, keyring)
    desk, _made = ReferralDesk.objects.update_or_create(
        organisation_id=by.organisation_id,
        defaults={
            "compartment": compartment,
            "answer_hours": answer_hours,
            "open": takes_referrals,
        },
    )
    audit.record(Event.DESK_CHANGED, by=by, target=desk)
    return desk


def _hand_on(before: ReferralDesk, compartment: Compartment, keyring: Keyring) -> None:
    """Seal what the present circle opens of open referrals for another. Raises CannotNow.

    What a release that ended has closed to the receiver stays closed to both circles.
    """
    packets = Packet.objects.filter(
        referral__to_organisation_id=before.organisation_id,
        referral__state__in=OPEN,
        envelope__wrapped_keys__compartment_key__compartment=before.compartment_id,
    )
    of_partners = PartnerReferral.objects.filter(
        organisation_id=before.organisation_id, state__in=OPEN, envelope__erased_at=None
    )
    notes = PartnerNote.objects.filter(referral__in=of_partners, envelope__erased_at=None)
    records: list[SealedRecord] = [*packets, *of_partners, *notes]
    for record in records:
        try:
            key = keyring.data_key(record.envelope_id)
        except CannotOpen:
            raise CannotNow(NOT_YOURS) from None
        add_compartment(key, compartment)
