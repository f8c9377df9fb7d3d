"""A partner's referral as the desk's page shows it."""

from dataclasses import dataclass
from datetime import date

from waymark.accounts.models import Worker
from waymark.cases.fields.codes import language_names
from waymark.referrals.models import PartnerReferral
from waymark.referrals.partners.actions.desk import NoteLine, open_referral
from waymark.referrals.partners.content import Consent
from waymark.referrals.partners.holding import consent_holds
from waymark.referrals.partners.names import partner_referral_name
from waymark.referrals.partners.purposes import purpose_in_words
from waymark.referrals.reference.releases import releases
from waymark.referrals.referring.content import Line, lines_of, reason_in_words
from waymark.referrals.referring.queries.page import is_late
from waymark.referrals.referring.states import ANSWERS, Move, is_allowed
from waymark.vault.keyring import Keyring


@dataclass(frozen=True)
class ConsentShown:
    """What the partner states about the consent, in the reader's language."""

    how: str
    language: str
    given_on: date
    expires_on: date
    stated: Consent


@dataclass(frozen=True)
class Contents:
    """What was sent and noted, opened."""

    reason: str
    description: str
    lines: list[Line]
    consent: ConsentShown
    notes: list[NoteLine]


@dataclass(frozen=True)
class DeskPage:
    """All that the page shows; `contents` is None where nothing opens."""

    name: str
    purpose: str
    late: bool
    holds: bool
    moves: list[Move]
    contents: Contents | None


def desk_page(referral: PartnerReferral, worker: Worker, keyring: Keyring) -> DeskPage:
    """One referral, opened; audited. Raises NotAllowed."""
    return DeskPage(
        name=partner_referral_name(referral),
        purpose=purpose_in_words(referral.partner.purpose),
        late=is_late(referral.state, referral.answer_due_at),
        holds=consent_holds(referral),
        moves=[move for move in Move if move in ANSWERS and is_allowed(move, referral.state)],
        contents=_contents(referral, worker, keyring),
    )


def _contents(referral: PartnerReferral, worker: Worker, keyring: Keyring) -> Contents | None:
    opened = open_referral(referral, by=worker, keyring=keyring)
    if opened is None:
        return None
    sent = opened.sent
    return Contents(
        reason=reason_in_words(sent.reason),
        description=sent.description,
        lines=lines_of(sent.packed.values),
        consent=_shown(sent.consent),
        notes=opened.notes,
    )


def _shown(consent: Consent) -> ConsentShown:
    return ConsentShown(
        how=_way(consent.how),
        language=str(language_names().get(consent.language, consent.language)),
        given_on=consent.first_day,
        expires_on=consent.last_day,
        stated=consent,
    )


def _way(code: str) -> str:
    """How it was given, in words; a way that is no longer listed, as it stands."""
    known = releases()
    return known.way(code) if code in known.ways else code
