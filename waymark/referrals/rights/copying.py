"""What the page of a person's own copy says above their data, in their language."""

from collections.abc import Collection

from django.utils import translation
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.caseload.content import said
from waymark.cases.forgetting.copies import Gone
from waymark.cases.models import Participant
from waymark.cases.records import read
from waymark.referrals.consent.languages import text_language
from waymark.referrals.rights.choosing import Offer
from waymark.referrals.rights.package import Cover
from waymark.referrals.rights.received import released_to
from waymark.vault.keyring import Keyring

LANGUAGE = "prs_PrimaryLanguage"


def cover_for(
    participant: Participant, offer: Offer, names: Collection[str], *, by: Worker, keyring: Keyring
) -> Cover:
    """The cover; it says what stays out, that privileged papers exist, and to whom something went
    under a release. Demands are not told here: a court may have forbidden it. Raises CannotOpen.
    """
    everything = Gone(frozenset({participant.pk}), None)
    spoken = said(read(participant.person.standing, keyring), LANGUAGE)
    language = text_language(str(spoken))
    with translation.override(language):
        return Cover(
            title=_("A copy of your data"),
            house=participant.case.organisation.name,
            language=language,
            sentences=_sentences(offer, names),
            given_to=sorted(set(released_to(everything, by, keyring))),
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
