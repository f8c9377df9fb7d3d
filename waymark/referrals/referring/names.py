"""The short name by which both sides speak of a referral."""

from waymark.referrals.models import Referral
from waymark.reports.names import short_name


def referral_name(referral: Referral) -> str:
    """Such as `H-7K2QFX`: it says nothing about anybody."""
    return short_name("H", referral.pk)
