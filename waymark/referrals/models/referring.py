"""Referrals, what goes with them, and the desks that receive them."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation, Worker
from waymark.cases.models import Case, CaseRecord, Participant
from waymark.directory.models import Service
from waymark.referrals.models.consent import Release
from waymark.vault.fields import SealedField
from waymark.vault.models import Compartment, SealedRecord


class TaskState(models.TextChoices):
    """States of FHIR's Task that a referral passes through."""

    REQUESTED = "requested", _("Requested")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    IN_PROGRESS = "in-progress", _("In progress")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Recalled")
    FAILED = "failed", _("Did not come about")


class StatusReason(models.TextChoices):
    """Why a referral was declined, or ended without its purpose."""

    NO_CAPACITY = "no_capacity", _("No capacity")
    WAITLIST = "waitlist", _("Waitlist")
    ASSESSMENT = "assessment_required", _("Additional assessment required")
    NOT_ELIGIBLE = "not_eligible", _("This service is for other people")
    OUT_OF_AREA = "out_of_area", _("Outside the area served")
    PERSON_DECLINED = "person_declined", _("The person does not want it any more")
    NOT_REACHED = "not_reached", _("The person could not be reached")
    OTHER = "other", _("Another reason")


class Referral(CaseRecord):
    """A warm hand-off under one release. `content` is the sender's: what is asked, words between.

    `lookup` is a keyed hash of the code by which the person is told the state, stored nowhere.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="referrals")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="referrals")
    to_organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="incoming_referrals"
    )
    to_service = models.ForeignKey(Service, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.REQUESTED)
    status_reason = models.CharField(max_length=20, choices=StatusReason.choices, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    answer_due_at = models.DateTimeField(null=True, help_text="empty once answered")
    answered_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    state_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(
        Worker,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="who looks after it in the receiving organisation",
    )
    lookup = models.BinaryField(max_length=32, null=True, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["to_organisation", "state", "requested_at"], name="referral_desk"),
            models.Index(fields=["state", "answer_due_at"], name="referral_due"),
        ]


class Packet(SealedRecord):
    """What a release let out, sealed anew for the receiver and for the sender's circle.

    Stage 1 goes with the request, further ones after acceptance. Recall destroys its key. What is
    erased in the case is taken out of it; `holds_papers` tells a rule, which has no key to look,
    whether a note or a file can be in it.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="packets")
    stage = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, help_text="first opened by the receiver")
    recalled_at = models.DateTimeField(null=True)
    holds_papers = models.BooleanField(default=True, help_text="whether a note or file is in it")
    content = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "stage"], name="packet_once")]


class SealedLink(SealedRecord):
    """A file for a receiver who is not on the system: age-encrypted, fetched once by its link.

    `lookup` is a hash of the link's token, which also opens the envelope; `body` is the age file,
    which needs the code that travels another way. Fetching destroys it.
    """

    packet = models.OneToOneField(Packet, on_delete=models.PROTECT, related_name="link")
    lookup = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    body = SealedField()


class ReferralDesk(models.Model):
    """The circle of an organisation that opens incoming referrals, and what it promises."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="referral_desk"
    )
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    answer_hours = models.PositiveIntegerField(_("answers within (hours)"), default=48)
    open = models.BooleanField(_("takes referrals"), default=True)


class PartnerKey(models.Model):
    """A partner's computer that may send referrals to one organisation, for one purpose.

    `lookup` and `public_key` follow from the key, which is stored nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("partner"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=200)
    lookup = models.BinaryField(max_length=32, unique=True)
    public_key = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)


class PartnerReferral(SealedRecord):
    """A referral that came through the partner API, sealed on arrival to the desk's circle.

    The partner's key opens it too, so that the partner can read what it sent and its state. Both
    hashes are made with the partner's key: whoever has the database cannot test a guess.
    """

    partner = models.ForeignKey(PartnerKey, on_delete=models.PROTECT, related_name="referrals")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="partner_referrals"
    )
    idempotency = models.BinaryField(max_length=32, help_text="hash of the partner's own number")
    body_hash = models.BinaryField(max_length=32, help_text="hash of what came with that number")
    expires_on = models.DateField(help_text="last day on which the person's consent holds")
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.REQUESTED)
    status_reason = models.CharField(max_length=20, choices=StatusReason.choices, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    answer_due_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    state_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")
    told_at = models.DateTimeField(null=True, help_text="when the desk was told that it came")
    version = models.PositiveIntegerField(default=1)
    content = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "idempotency"], name="partner_sends_once")
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "requested_at"], name="partner_desk"),
            models.Index(fields=["partner", "state_at", "id"], name="partner_list"),
            models.Index(fields=["state", "answer_due_at"], name="partner_due"),
        ]


class PartnerNote(SealedRecord):
    """What the desk noted on a partner's referral; sealed to its circle and never told."""

    referral = models.ForeignKey(PartnerReferral, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    content = SealedField()


class TakenOver(models.Model):
    """The case that a receiving organisation began from what it was sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.OneToOneField(
        Referral, null=True, on_delete=models.CASCADE, related_name="taken_over"
    )
    partner_referral = models.OneToOneField(
        PartnerReferral, null=True, on_delete=models.CASCADE, related_name="taken_over"
    )
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="came_from")
