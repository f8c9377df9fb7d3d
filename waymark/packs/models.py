"""Runs of report packs. Counting opens records, so it goes on only while its worker is there."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation, Worker
from waymark.vault.fields import SealedField
from waymark.vault.models import SealedRecord


class RunState(models.TextChoices):
    """Where a run stands."""

    COUNTING = "counting", _("Counting")
    READY = "ready", _("Ready")
    STOPPED = "stopped", _("Stopped")


class PackRun(SealedRecord):
    """One pack over one period. Only its worker's own key opens it.

    `content` holds the counts so far and then the protected tables; `done` of `total` cases.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="+")
    pack = models.CharField(max_length=40)
    first_day = models.DateField()
    last_day = models.DateField()
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.COUNTING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    content = SealedField()
