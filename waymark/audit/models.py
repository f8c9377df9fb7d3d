"""The log itself. The database refuses updates and deletes of it."""

from django.db import models


class Actor(models.TextChoices):
    """What kind of somebody acted. A reporter has no id."""

    WORKER = "worker"
    REPORTER = "reporter"
    SYSTEM = "system"


class Entry(models.Model):
    """One event; `hash` covers every other column and the hash before it."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(help_text="rounded to the hour where no worker acted")
    event = models.CharField(max_length=40)
    actor = models.CharField(max_length=10, choices=Actor.choices)
    actor_id = models.UUIDField(null=True)
    target = models.CharField(max_length=40, blank=True, help_text="room.model")
    target_id = models.CharField(max_length=64, blank=True)
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        # A case's timeline asks what the log says of a case's rows.
        indexes = [models.Index(fields=["target_id"], name="audit_about")]
