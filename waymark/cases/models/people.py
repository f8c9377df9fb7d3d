"""People and what they are in a case. Who somebody is stands apart from everything else."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation, Worker
from waymark.cases.models.base import CaseRecord
from waymark.reports.models import Situation
from waymark.vault.fields import SealedField
from waymark.vault.models import CompartmentKey, SealedRecord


class Person(SealedRecord):
    """Somebody; everywhere else a pseudonym made of the id stands for them.

    `identity`: names, birth, contact, numbers, as answers like a record's content. `merged_into`
    says that this row is the same person as another one; taking it back undoes the merge.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="merged_rows"
    )
    restricted_at = models.DateTimeField(
        null=True, help_text="the person asked that their data only be kept, not used"
    )
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    indexed = models.BooleanField(
        default=False,
        help_text="in the blind index of every circle that opens them; others are looked at first",
    )
    identity = SealedField()

    class Meta:
        indexes = [
            # Mostly empty: a search asks first whether anybody has to be indexed before it.
            models.Index(
                fields=["organisation"], name="people_to_index", condition=models.Q(indexed=False)
            )
        ]

    @property
    def standing(self) -> "Person":
        """The row that stands for this person after a merge; mostly this one."""
        return self.merged_into or self


class IndexedCircle(models.Model):
    """A circle in whose index everybody is whose row says `indexed`; until its key is rotated."""

    compartment_key = models.OneToOneField(
        CompartmentKey, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    generation = models.PositiveIntegerField(help_text="of the key, whose index is emptied with it")


class Participant(CaseRecord):
    """A person in a case. `content`: the role, and HTCDS fields of victim or perpetrator."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participants")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="participant_once")]


class Relationship(CaseRecord):
    """How one person in a case is related to another. `content`: kind, whether it is safe."""

    one = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")


class MatchDecision(models.TextChoices):
    """What a worker decided about two rows that may be one person."""

    MERGED = "merged", _("The same person")
    KEPT_APART = "kept_apart", _("Two different people")


class PersonMatch(models.Model):
    """A decision about two people; `undone_at` takes it back. `one` stands, `other` joins it."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    decision = models.CharField(max_length=10, choices=MatchDecision.choices)
    decided_by = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)


class HistoricEvent(CaseRecord):
    """A historic trafficking event: recruitment, transit or exploitation.

    `content`: HTCDS fields of the event, and how exactly its dates are known. The case says who
    opens it; the situation, where there is one, gathers the events of several cases.
    """

    situation = models.ForeignKey(
        Situation, null=True, on_delete=models.SET_NULL, related_name="historic_events"
    )
    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.SET_NULL, related_name="historic_events"
    )
