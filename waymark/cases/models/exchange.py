"""What is brought from elsewhere and not taken in yet."""

from django.db import models
from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.vault.fields import SealedField
from waymark.vault.models import SealedRecord


class ImportDraft(SealedRecord):
    """A file that a worker brought, sealed to this worker alone, until it is taken in or dropped.

    `label`: the file's name, and which of its rows are left out. `body`: the file.
    """

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    label = SealedField()
    body = SealedField()
