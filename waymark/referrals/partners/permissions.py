"""Who makes keys for partners, and who reads and answers what partners send."""

from waymark.accounts.models import Worker
from waymark.referrals.models import PartnerKey, PartnerReferral, ReferralDesk
from waymark.referrals.partners.queries.visible import partner_referrals_for
from waymark.referrals.referring.permissions import may_set_desk


def may_manage_keys(worker: Worker, key: PartnerKey | None = None) -> bool:
    """Who sets up the desk of an organisation, once it has one, for their own organisation."""
    own = key is None or key.organisation_id == worker.organisation_id
    desks = ReferralDesk.objects.filter(organisation_id=worker.organisation_id)
    return own and may_set_desk(worker) and desks.exists()


def may_open_partner_referral(worker: Worker, referral: PartnerReferral) -> bool:
    """Those at the desk that it was sent to, unless a wall keeps it from them."""
    return partner_referrals_for(worker).filter(pk=referral.pk).exists()
