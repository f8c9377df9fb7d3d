"""What is verified, what waits for a second person, what was suggested, who looked."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation, Worker
from waymark.directory.models.location import Location
from waymark.directory.models.service import Service
from waymark.vault.fields import SealedField
from waymark.vault.models import SealedRecord


class Means(models.TextChoices):
    """How something was verified."""

    CALLED = "called", _("Called them")
    VISITED = "visited", _("Visited them")
    WRITTEN = "written", _("They confirmed it in writing")
    OWN_PAGE = "own_page", _("Read it on their own page")
    OFFICIAL_PAGE = "official_page", _("Read it on an official page")
    SOURCE = "source", _("Taken over from the source of an import")


class Aspect(models.TextChoices):
    """What a caller relies on; each is verified apart."""

    PHONE = "phone", _("Telephone number")
    PLACE = "place", _("Place")
    HOURS = "hours", _("Opening hours")
    ELIGIBILITY = "eligibility", _("Whom they take")
    FEES = "fees", _("Fees")
    LANGUAGES = "languages", _("Languages")
    DESCRIPTION = "description", _("What they do")


class Verification(models.Model):
    """Somebody made sure of one aspect of a service. The newest counts.

    Rows are added, never changed, but for one thing: a change of what was verified ends it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="verifications")
    aspect = models.CharField(max_length=20, choices=Aspect.choices)
    means = models.CharField(max_length=20, choices=Means.choices)
    by = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120, blank=True, default="")
    verified_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["service", "aspect", "verified_at"], name="verified")]


class PendingKind(models.TextChoices):
    """What takes two people before it goes live."""

    NEW_SERVICE = "new_service", _("A new service")
    NUMBER = "number", _("A changed telephone number")
    PLACE = "place", _("A changed place")


class PendingState(models.TextChoices):
    """What became of a change that waits for a second person."""

    WAITING = "waiting", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PendingChange(SealedRecord):
    """A change that a second person has to confirm; what it says is sealed to the circle."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(
        Service, null=True, on_delete=models.CASCADE, related_name="pending_changes"
    )
    kind = models.CharField(max_length=20, choices=PendingKind.choices)
    state = models.CharField(
        max_length=12, choices=PendingState.choices, default=PendingState.WAITING
    )
    proposed_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    body = SealedField()


class SuggestionState(models.TextChoices):
    """What became of a suggestion."""

    NEW = "new", _("New")
    USED = "used", _("Used")
    DECLINED = "declined", _("Not used")


class Suggestion(SealedRecord):
    """What somebody without an account says is wrong or missing; nothing goes live by it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(
        Service, null=True, on_delete=models.SET_NULL, related_name="suggestions"
    )
    state = models.CharField(
        max_length=12, choices=SuggestionState.choices, default=SuggestionState.NEW
    )
    received_on = models.DateField()
    form_key = models.BinaryField(max_length=16, unique=True, help_text="a retry arrives once")
    decided_by = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    body = SealedField()


class Reveal(models.Model):
    """A worker was shown an exact place that is not public; for a time, for a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="reveals")
    reason = models.CharField(max_length=40)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()


class Partner(models.Model):
    """An organisation elsewhere that reads the partner tier through a key of its own.

    The key is stored nowhere: its hash is looked up, and of it comes the key pair to which the
    places of the partner tier are sealed as well.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    lookup = models.BinaryField(max_length=32, unique=True)
    public_key = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)


class ImportRun(models.Model):
    """An import that was planned or made: what it was, how it went."""

    class State(models.TextChoices):
        """Where an import stands."""

        PLANNED = "planned", _("Looked at, not made")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed: nothing was changed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=120)
    format = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, help_text="of the files, to tell a repetition")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    problem = models.TextField(blank=True, default="")
