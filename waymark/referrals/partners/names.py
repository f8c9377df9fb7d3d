"""The short name by which a desk speaks of a partner's referral."""

from waymark.referrals.models import PartnerReferral
from waymark.reports.names import short_name


def partner_referral_name(referral: PartnerReferral) -> str:
    """Such as `H-7K2QFX`, as other referrals are called: it says nothing about anybody."""
    return short_name("H", referral.pk)
