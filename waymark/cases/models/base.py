"""What every sealed record of a case has in common."""

from django.db import models
from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.vault.fields import SealedField
from waymark.vault.models import SealedRecord


class CaseRecord(SealedRecord):
    """A record of one case, in an envelope of its own, so that it can be erased alone.

    `content` is JSON: `{"fields": {name: {"v": value} or {"s": "unknown" | "declined"}}}`. Only
    `waymark.cases.records` writes it. `version` grows with each change, so that of two workers who
    change the same record one is told.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="%(class)ss")
    author = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    content = SealedField()

    class Meta:
        abstract = True
