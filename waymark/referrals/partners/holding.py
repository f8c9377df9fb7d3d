"""Whether a partner's referral still stands on the person's consent. Asked at every opening."""

from waymark.cases.models import today
from waymark.referrals.models import PartnerReferral
from waymark.referrals.referring.holding import NO_LONGER, READABLE
from waymark.reports.states import CannotNow


def consent_holds(referral: PartnerReferral) -> bool:
    """Whether its last day is not over; no tick has to run first."""
    return referral.expires_on >= today()


def desk_may_read(referral: PartnerReferral) -> bool:
    """Whether the desk may open what was sent, as far as state and consent go."""
    return referral.state in READABLE and not referral.erased and consent_holds(referral)


def require_consent(referral: PartnerReferral) -> None:
    """Raise CannotNow where the consent is over, or what was sent is destroyed."""
    if referral.erased or not consent_holds(referral):
        raise CannotNow(NO_LONGER)
