"""Cases, who works on them, and who may not see them."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation, Worker
from waymark.cases.models.base import CaseRecord
from waymark.reports.models import Situation
from waymark.vault.fields import SealedField
from waymark.vault.models import Compartment, SealedRecord


def today() -> date:
    """The day in the installation's time; days of cases are never more exact."""
    return timezone.localdate()


class CaseState(models.TextChoices):
    """Where a case stands. HTCDS knows four of them; intake is active there."""

    INTAKE = "intake", _("Intake")
    ACTIVE = "active", _("Active")
    FOLLOW_UP = "follow_up", _("Follow-up")
    CLOSED = "closed", _("Closed")
    CLOSED_REFERRED = "closed_referred", _("Closed, referred on")
    ERASED = "erased", _("Erased")


class Case(SealedRecord):
    """The work for one or more people. `compartment` says who can open it.

    `content`: HTCDS fields of case and incoming referral, the title, the reason of closure.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    situation = models.ForeignKey(
        Situation, null=True, on_delete=models.SET_NULL, related_name="cases"
    )
    state = models.CharField(max_length=16, choices=CaseState.choices, default=CaseState.INTAKE)
    responsible = models.ForeignKey(
        Worker, null=True, on_delete=models.SET_NULL, related_name="responsible_for"
    )
    opened_on = models.DateField(default=today)
    state_on = models.DateField(default=today, help_text="day of the last change of state")
    closed_on = models.DateField(null=True)
    review_due_on = models.DateField(null=True, help_text="when the case is to be looked at again")
    version = models.PositiveIntegerField(default=1)
    content = SealedField()

    class Meta:
        indexes = [
            models.Index(fields=["responsible", "state", "review_due_on"], name="case_work_list"),
            models.Index(fields=["compartment", "state", "opened_on"], name="case_circle"),
        ]


class TeamMember(models.Model):
    """A worker who works on a case beside the responsible one."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="team")
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="team_rows")
    since = models.DateField(default=today)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "worker"], name="team_once")]


class Wall(CaseRecord):
    """Keeps a named worker out of a case, because their interests conflict with it.

    The case is not there for them, in no list and no count. `content`: the reason.
    """

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="walls")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["worker", "lifted_at"], name="walls_of_worker")]


class Task(CaseRecord):
    """Something to do by a day, and its reminder. `content`: what."""

    assignee = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="tasks")
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["assignee", "done_at", "due_on"], name="tasks_of_worker")]


class Note(CaseRecord):
    """What a worker writes down. `content`: text, and a privilege label if it has one."""


class CaseFile(CaseRecord):
    """A file. `content`: name, type, size and warnings."""

    body = SealedField()
