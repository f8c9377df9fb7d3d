"""Reports and all that hangs on them.

Plain columns hold ids, states and times; everything that a person said is sealed. Two envelopes
go with a report: the *thread*, which the reporter's receipt also opens (report and messages), and
one for each note, attachment and situation, which only the recipient's compartments open.
"""

import uuid
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation, Worker
from waymark.vault.fields import SealedField
from waymark.vault.models import Compartment, SealedRecord
from waymark.vault.records import to_the_hour


def this_hour() -> datetime:
    """Now, cut to the hour."""
    return to_the_hour(timezone.now())


class Recipient(models.Model):
    """A team that reporters may choose: who opens the report, and what is promised."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    slug = models.SlugField(unique=True)
    compartments = models.ManyToManyField(Compartment, related_name="+")
    published = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    urgent_minutes = models.PositiveIntegerField(_("promised answer, urgent (minutes)"), default=15)
    other_minutes = models.PositiveIntegerField(
        _("promised answer, other (minutes)"), default=24 * 60
    )
    escalation_minutes = models.PositiveIntegerField(
        _("next person on call after (minutes)"), default=5
    )


class RecipientText(models.Model):
    """The operator's words about a recipient in one language, shown before anything is written."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    name = models.CharField(_("name"), max_length=120)
    who_reads = models.TextField(_("who reads this"))
    must_pass_on = models.TextField(_("what they must pass on by law"))
    cannot_protect = models.TextField(_("what we cannot protect against"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "language"], name="recipient_text_once")
        ]


class State(models.TextChoices):
    """Where a report stands."""

    NEW = "new", _("New")
    TAKEN = "taken", _("Taken")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn by the reporter")
    ERASED = "erased", _("Erased")


class Disposition(models.TextChoices):
    """What came of a closed report."""

    LINKED = "linked", _("Linked to a situation")
    INFORMATION = "information", _("Information only")
    DUPLICATE = "duplicate", _("Duplicate")
    SPAM = "spam", _("Spam")


class Situation(SealedRecord):
    """Reports that speak of the same thing. Cases build on it later."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    title = SealedField()
    created_at = models.DateTimeField(auto_now_add=True)


class ImportState(models.TextChoices):
    """How far reports from another hotline's export have come in."""

    RUNNING = "running", _("Coming in")
    DONE = "done", _("All in")
    STOPPED = "stopped", _("Stopped")
    LEAVING = "leaving", _("Being taken back")
    TAKEN_BACK = "taken_back", _("Taken back")


class ReportImport(SealedRecord):
    """Reports of another hotline that a worker brought in from one file.

    `label`: the hotline and the file's name. `looked_at` of `total` rows are done, and `brought`
    of these came in. `way`: how they stood then, one of `importing.choices`.
    """

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.RUNNING
    )
    way = models.CharField(max_length=10)
    total = models.PositiveIntegerField()
    looked_at = models.PositiveIntegerField(default=0)
    brought = models.PositiveIntegerField(default=0)
    label = SealedField()


class BroughtFile(SealedRecord):
    """An export that waits to be brought in, sealed to its worker alone; see `importing.drafts`.

    `label`: its name and what was chosen. `body`: its table. `run` is there once it comes in.
    """

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="+")
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="+")
    run = models.OneToOneField(
        ReportImport, null=True, on_delete=models.CASCADE, related_name="file"
    )
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    label = SealedField()
    body = SealedField()


class SavedColumns(SealedRecord):
    """What the columns of a hotline's exports are taken for; its circles open it."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    content = SealedField()


class Report(SealedRecord):
    """What one person reported; its envelope is the thread's.

    `urgent` is true for urgent reports and for those about a child: both are answered first, and
    one plain column for both says about nobody that they are a child. `received_at` and
    `answer_due_at` are exact while the promised answer is running, then rounded to the hour.
    What was imported has no reporter here who could be answered.
    """

    lookup = models.BinaryField(max_length=32, unique=True)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    disposition = models.CharField(max_length=12, choices=Disposition.choices, blank=True)
    urgent = models.BooleanField(default=False)
    quarantined = models.BooleanField(default=False, help_text="came in a flood; queued last")
    language = models.CharField(max_length=8)
    received_at = models.DateTimeField()
    answer_due_at = models.DateTimeField(null=True, help_text="empty once answered")
    reporter_waits_since = models.DateTimeField(null=True, help_text="oldest unanswered message")
    answered_at = models.DateTimeField(null=True, help_text="last answer, rounded to the hour")
    answer_read_at = models.DateTimeField(null=True, help_text="rounded to the hour")
    read_at = models.DateTimeField(null=True, help_text="first opened by a worker, to the hour")
    state_at = models.DateTimeField(help_text="state last changed, rounded to the hour")
    state_before_withdrawal = models.CharField(max_length=10, choices=State.choices, blank=True)
    holder = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")
    situation = models.ForeignKey(
        Situation, null=True, on_delete=models.SET_NULL, related_name="reports"
    )
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL)
    escalation_step = models.PositiveSmallIntegerField(default=0)
    escalated_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField(null=True, help_text="when it came in from a file")
    brought_in = models.ForeignKey(
        ReportImport, null=True, on_delete=models.PROTECT, related_name="reports"
    )
    content = SealedField()

    class Meta:
        indexes = [models.Index(fields=["state", "urgent", "received_at"], name="report_queue")]

    @property
    def asks_nobody(self) -> bool:
        """Whether nobody waits for a word or a deed: it was imported without a promise."""
        return self.imported_at is not None and self.answer_due_at is None


class Author(models.TextChoices):
    """Who wrote a message of a thread."""

    REPORTER = "reporter", _("Reporter")
    WORKER = "worker", _("Worker")


class Message(SealedRecord):
    """A further word in a thread, in the report's own envelope."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    form_hash = models.BinaryField(max_length=32, unique=True, help_text="one use of one form")
    position = models.PositiveIntegerField()
    author = models.CharField(max_length=10, choices=Author.choices)
    worker = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(help_text="rounded to the hour")
    body = SealedField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="message_position")
        ]


class Note(SealedRecord):
    """A worker's note on a report; its own envelope, so that the receipt does not open it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="notes")
    worker = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    body = SealedField()


class Attachment(SealedRecord):
    """A file of a report. `label` holds name, type and warnings as JSON."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    label = SealedField()
    body = SealedField()

    class Meta:
        ordering = ["position"]


class HeldFile(models.Model):
    """A good file of a form that came back with an error elsewhere; the form's key opens it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form_hash = models.BinaryField(max_length=32, db_index=True)
    position = models.PositiveSmallIntegerField()
    body = SealedField()
    created_at = models.DateTimeField(default=this_hour, db_index=True, help_text="cut to the hour")


class OnCall(models.Model):
    """A place in a recipient's on-call list; `position` 0 is told first."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="on_call")
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["recipient", "worker"], name="on_call_once")]


class Notice(models.Model):
    """Tells a worker that something waits, and no more than that.

    `created_at` is exact while a promised answer is running or where a worker's act caused it.
    """

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="notices")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, help_text="rounded to the hour")
    attempts = models.PositiveSmallIntegerField(default=0)


class RetentionRule(models.Model):
    """How many days an organisation keeps reports in a state before they are erased."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    state = models.CharField(max_length=10, choices=State.choices)
    days = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "state"], name="retention_once")
        ]
