"""Consent, referrals, compelled disclosures and the rights of those whose data it is."""

from waymark.referrals.models.compelled import (
    Disclosure,
    DisclosureState,
    RightKind,
    RightsRequest,
    RightsState,
)
from waymark.referrals.models.consent import Release, ReleaseState
from waymark.referrals.models.referring import (
    Packet,
    PartnerKey,
    PartnerNote,
    PartnerReferral,
    Referral,
    ReferralDesk,
    SealedLink,
    StatusReason,
    TakenOver,
    TaskState,
)

__all__ = [
    "Disclosure",
    "DisclosureState",
    "Packet",
    "PartnerKey",
    "PartnerNote",
    "PartnerReferral",
    "Referral",
    "ReferralDesk",
    "Release",
    "ReleaseState",
    "RightKind",
    "RightsRequest",
    "RightsState",
    "SealedLink",
    "StatusReason",
    "TakenOver",
    "TaskState",
]
