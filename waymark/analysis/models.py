"""Estimates that were asked for: what from, how, and what came out."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation, Worker


class State(models.TextChoices):
    """Where an estimate stands."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Stopped")


WAITING = (State.QUEUED, State.RUNNING)
ENDED = (State.DONE, State.FAILED, State.CANCELLED)


class EstimateJob(models.Model):
    """An estimate and its way from the queue to a result.

    It holds how many people are on which lists together, and nobody's name or number: those were
    dropped when the file was read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, blank=True)
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file, in hexadecimal")
    lists = models.JSONField(help_text="counts of each combination of lists, by stratum")
    options = models.JSONField(help_text="everything else that the result depends on")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    part = models.FloatField(default=0.0, help_text="of the work that is done, 0 to 1")
    attempt = models.PositiveSmallIntegerField(
        default=0, help_text="how often it was begun; who began it before is heard no more"
    )
    created_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, help_text="the last sign of life")
    ended_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True, default="")
    files = models.JSONField(default=dict, help_text="what came out: the text of each file by name")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="estimates_listed"),
            models.Index(fields=["state", "created_at"], name="estimates_waiting"),
        ]
