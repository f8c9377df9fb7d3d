"""Runs of report packs, and what was published before, around which later tables are made safe.

Counting opens records, so it goes on only while its worker is there.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation, Worker
from waymark.vault.fields import SealedField
from waymark.vault.models import Compartment, SealedRecord


class RunState(models.TextChoices):
    """Where a run stands."""

    COUNTING = "counting", _("Counting")
    READY = "ready", _("Ready")
    STOPPED = "stopped", _("Stopped")


class PackRun(SealedRecord):
    """One pack over one period. Only its worker's own key opens it.

    `content`: the counts so far, and who is behind them; emptied once the worker is not in all of
    `circles` any more, which are those that were counted. `done` of `total` cases.
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
    forgotten_at = models.DateTimeField(null=True, help_text="who is behind it is not kept since")
    circles = models.ManyToManyField(Compartment, related_name="+")
    content = SealedField()


class PublishedTables(SealedRecord):
    """The tables of one run, kept as long as readers may have them: for good once they left.

    `content`: the true counts by month that are new in this run, and what is shown. It is sealed
    to the circles whose cases were counted.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    run = models.OneToOneField(
        PackRun, null=True, on_delete=models.SET_NULL, related_name="published"
    )
    population = models.CharField(max_length=10)
    pack = models.CharField(max_length=40)
    first_day = models.DateField()
    last_day = models.DateField()
    cutoff = models.DateTimeField(help_text="what was recorded later is not in it")
    left_at = models.DateTimeField(null=True, help_text="first taken out; readers have it since")
    content = SealedField()

    class Meta:
        ordering = ["cutoff", "pk"]
