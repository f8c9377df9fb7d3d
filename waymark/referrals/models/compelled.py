"""What the law compels, and what a person may ask for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.cases.models import CaseRecord, Participant


class DisclosureState(models.TextChoices):
    """Where a demand stands. Nothing leaves before a supervisor decided to produce it."""

    RECEIVED = "received", _("Received")
    WITH_ADVISER = "with_adviser", _("With the adviser")
    CONTESTED = "contested", _("Contested")
    REFUSED = "refused", _("Refused")
    TO_PRODUCE = "to_produce", _("To be produced")
    PRODUCED = "produced", _("Produced")


class Disclosure(CaseRecord):
    """A compelled disclosure: subpoena, order, mandated report.

    `content`: kind, legal basis, who asks, what was asked, privilege label, the attempt to tell the
    person, safety steps, the adviser's words, the fields to produce, what left.
    """

    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.PROTECT, related_name="disclosures"
    )
    state = models.CharField(
        max_length=12, choices=DisclosureState.choices, default=DisclosureState.RECEIVED
    )
    due_at = models.DateTimeField(null=True)
    produced_at = models.DateTimeField(null=True)


class RightKind(models.TextChoices):
    """What a person may ask about their own data."""

    COPY = "copy", _("A copy")
    CORRECT = "correct", _("A correction")
    RESTRICT = "restrict", _("Only keep, not use")
    ERASE = "erase", _("Erasure")


class RightsState(models.TextChoices):
    """Where such a request stands."""

    OPEN = "open", _("Open")
    GRANTED = "granted", _("Granted")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")


class RightsRequest(CaseRecord):
    """Somebody asks about their own data. `content`: their words, the reason, how they are told."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="rights_requests"
    )
    kind = models.CharField(max_length=8, choices=RightKind.choices)
    state = models.CharField(max_length=8, choices=RightsState.choices, default=RightsState.OPEN)
    due_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
