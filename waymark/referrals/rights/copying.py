"""What the page of a person's own copy says above their data, in their language."""

from collections.abc import Collection

from django.utils import translation
from django.utils.translation import gettext as _

from waymark.cases.caseload.content import said
from waymark.cases.models import Participant
from waymark.cases.records import read
from waymark.referrals.consent.languages import text_language
from waymark.referrals.rights.choosing import Offer
from waymark.referrals.rights.package import Cover
from waymark.vault.keyring import Keyring

LANGUAGE = "prs_PrimaryLanguage"


def cover_for(
    participant: Participant, offer: Offer, names: Collection[str], keyring: Keyring
) -> Cover:
    """The cover; it says what stays out, and that privileged papers exist. Raises CannotOpen."""
    spoken = said(read(participant.person.standing, keyring), LANGUAGE)
    language = text_language(str(spoken))
    with translation.override(language):
        return Cover(
            title=_("A copy of your data"),
            house=participant.case.organisation.name,
            language=language,
            sentences=_sentences(offer, names),
        )


def _sentences(offer: Offer, names: Collection[str]) -> list[str]:
    told = [
        _("This is what we have written down about you. Keep it where nobody else finds it."),
        _("If something is wrong, tell us, and we put it right."),
        _(
            "What is about other people stays out. So does how you are related to other people in "
            "your case, because that is about them, too."
        ),
    ]
    if any(each.name not in names for each in offer.choices):
        told.append(_("Some of what we hold stays out of this copy. Ask us why, and we tell you."))
    if offer.privileged:
        told.append(
            _(
                "There are notes or files between you and somebody who keeps your confidence. They "
                "exist, and they are not in this copy. Ask the person who wrote them."
            )
        )
    return told
