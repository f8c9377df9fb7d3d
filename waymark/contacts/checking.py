"""How a contact was checked, by whom, and for how long that holds: closed lists."""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Numbers change hands. Half a year is what staff can keep up with, and no public page trusts more.
HOLDS = timedelta(days=180)
# How long before its expiry a contact shows on the list of what is due.
DUE = timedelta(days=30)


class Means(TextChoices):
    """By which means somebody found that a contact is right."""

    CALLED = "called", _("Called the line and somebody answered")
    OWN_PAGE = "own_page", _("Read it on the operator's own page")
    OPERATOR_WROTE = "operator_wrote", _("The operator confirmed it in writing")
    GOVERNMENT = "government", _("Read it on a government's page")
    OFFICIAL_PARTNER = "official_partner", _("Read it on the page of an official partner")
    SECOND_HAND = "second_hand", _("Read it at second hand")


# What a worker may answer with: second hand is no verification.
WORKER_MEANS = [choice for choice in Means if choice != Means.SECOND_HAND]


class Verifier(TextChoices):
    """On whose word a contact stands."""

    LIST = "list", _("The Waymark project's own list")
    OWN = "own", _("Workers here")
    SIGNER = "signer", _("A signed pack")


class Finding(TextChoices):
    """What a check found."""

    RIGHT = "right", _("It is right")
    WRONG = "wrong", _("It is wrong")


class Stage(TextChoices):
    """How far a proposal is."""

    OPEN = "open", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Rejected")
    TAKEN_BACK = "taken_back", _("Taken back")


def expiry_of(verified: date) -> date:
    """The last day on which a number that was verified on that day is offered."""
    return verified + HOLDS


def means_of(source_kind: str, confidence: str) -> Means:
    """By which means the bundled list found a row, from what it says about the source."""
    if confidence != "A":
        return Means.SECOND_HAND
    if source_kind.startswith("own"):
        return Means.OWN_PAGE
    if source_kind.startswith(("government", "intergovernmental")):
        return Means.GOVERNMENT
    return Means.OFFICIAL_PARTNER
