"""What a partner is told of its referrals: state, reason and times, and what it sent itself."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from waymark.referrals.models import PartnerReferral
from waymark.referrals.partners.actions.sending import Read
from waymark.referrals.partners.api.consent import TEXTS
from waymark.referrals.partners.api.shapes import written
from waymark.referrals.partners.content import Consent, Sent

Json = dict[str, Any]


def state_of(referral: PartnerReferral) -> Json:
    """Where it stands: no word of who looks after it, and none that the desk wrote."""
    due = referral.answer_due_at
    return {
        "id": str(referral.pk),
        "status": referral.state,
        "statusReason": referral.status_reason or None,
        "authoredOn": moment(referral.requested_at),
        "lastModified": moment(referral.state_at),
        "answerBy": moment(due) if due else None,
        "consentEndsOn": referral.expires_on.isoformat(),
    }


def whole(found: Read) -> Json:
    """The same with what was sent, None once that is destroyed."""
    sent = _sent(found.sent) if found.sent else None
    return {**state_of(found.referral), "sent": sent}


def moment(at: datetime) -> str:
    """A moment in UTC, to the microsecond, because lists go on from it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _sent(sent: Sent) -> Json:
    return {
        "reasonCode": sent.reason,
        "description": sent.description,
        "values": {name: written(answer) for name, answer in sent.values.items()},
        "consent": _consent(sent.consent),
    }


def _consent(consent: Consent) -> Json:
    texts: Mapping[str, str] = {name: getattr(consent, name) for name in TEXTS}
    return {
        "purpose": consent.purpose,
        "givenOn": consent.given_on,
        "givenBy": consent.given_by,
        "how": consent.how,
        "language": consent.language,
        "expiresOn": consent.expires_on,
        "covers": list(consent.covers),
        **{name: text for name, text in texts.items() if text},
    }
