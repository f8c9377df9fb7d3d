"""Releases of information: what may leave, to whom, what for and until when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation
from waymark.cases.models import CaseRecord, Participant
from waymark.directory.models import Service
from waymark.referrals.models.days import YearAfter


class ReleaseState(models.TextChoices):
    """Where a release stands. Only an active one lets anything out."""

    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    ACTIVE = "active", _("Active")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Release(CaseRecord):
    """A person's consent that named fields go to one receiver for one purpose until a day.

    The receiver is an organisation on this system, a service of the directory, or (both empty)
    somebody named in `content`. `content` also holds fields, purpose, how it was given, by whom,
    witness, interpreter, language and the text that the person was given.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="releases")
    state = models.CharField(
        max_length=10, choices=ReleaseState.choices, default=ReleaseState.DRAFT
    )
    to_organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    to_service = models.ForeignKey(Service, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_on = models.DateField(help_text="last day on which it holds; never empty")
    signed_on = models.DateField(null=True)
    active_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "expires_on"], name="release_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=ReleaseState.ACTIVE) | models.Q(active_at__isnull=False),
                name="release_active_since",
            ),
            models.CheckConstraint(
                condition=models.Q(active_at=None)
                | models.Q(expires_on__lte=YearAfter("active_at")),
                name="release_ends_in_a_year",
            ),
        ]
