from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.contacts.checking import Finding, Means, Stage, Verifier
from waymark.contacts.models.contact import CODE, Contact
from waymark.contacts.models.exchange import Signer
from waymark.contacts.wording import label_of


class Verification(models.Model):
    """Somebody checked a contact. Rows are added and never changed."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="verifications")
    verifier = models.CharField(max_length=CODE)
    worker = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey(Signer, null=True, on_delete=models.PROTECT, related_name="+")
    # From a pack: the organisation that checked, and the signers whose hands it went through.
    organisation = models.CharField(max_length=200, blank=True)
    through = models.JSONField(default=list, blank=True)
    people = models.PositiveSmallIntegerField(default=1)
    # The contact's version that was checked: two workers count as two for the same version only.
    version = models.PositiveIntegerField(default=1)
    finding = models.CharField(max_length=CODE, default=Finding.RIGHT)
    means = models.CharField(max_length=CODE)
    source_url = models.URLField(max_length=500, blank=True)
    seen_on = models.DateField()
    expires = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at", "-pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError("A verification is never changed: add another one.")
        super().save(*args, **kwargs)

    @property
    def who(self) -> str:
        """Who checked, as far as this installation knows."""
        if self.worker is not None:
            return f"{self.worker.name}, {self.worker.organisation.name}"
        if self.signer is not None:
            values = {"organisation": self.organisation, "signer": self.signer.name}
            return _("%(organisation)s, in a pack that %(signer)s signed") % values
        return label_of(Verifier, self.verifier)

    @property
    def means_label(self) -> str:
        """By which means they checked."""
        return label_of(Means, self.means)

    @property
    def finding_label(self) -> str:
        """What they found."""
        return label_of(Finding, self.finding)


class Proposal(models.Model):
    """A new contact or a change of one that waits for a second person.

    `row` is the whole contact as it would be, in the form of rows.py. `by` is empty when the
    bundled list or a pack proposed it: then one worker is the second person.
    """

    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.PROTECT, related_name="proposals"
    )
    base_version = models.PositiveIntegerField(default=0)
    row = models.JSONField()
    stage = models.CharField(max_length=CODE, default=Stage.OPEN)
    by = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey(Signer, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=200, blank=True)
    through = models.JSONField(default=list, blank=True)
    means = models.CharField(max_length=CODE)
    source_url = models.URLField(max_length=500)
    seen_on = models.DateField()
    old_is_wrong = models.BooleanField(default=False)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact"],
                condition=models.Q(stage=Stage.OPEN),
                name="one_open_proposal_a_contact",
            )
        ]

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.stage == Stage.OPEN

    @property
    def name(self) -> str:
        """The contact's name as proposed."""
        return str(self.row["name"])

    @property
    def country(self) -> str:
        """The contact's country as proposed."""
        return str(self.row["country"])

    @property
    def who(self) -> str:
        """Who proposed it."""
        if self.by is not None:
            return f"{self.by.name}, {self.by.organisation.name}"
        return self.signer.name if self.signer else label_of(Verifier, Verifier.LIST)

    @property
    def stage_label(self) -> str:
        """How far it is."""
        return label_of(Stage, self.stage)

    @property
    def means_label(self) -> str:
        """By which means its proposer found it."""
        return label_of(Means, self.means)
