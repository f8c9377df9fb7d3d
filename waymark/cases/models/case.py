"""Cases, who works on them, and who may not see them."""

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation, Worker
from waymark.cases.models.base import CaseRecord
from waymark.reports.models import Situation
from waymark.vault.fields import SealedField
from waymark.vault.models import Compartment, SealedRecord
from waymark.web.queries import site

# No day, where the order of a list needs one: it sorts last in every database alike.
NOTHING_DUE = date.max


def today() -> date:
    """The day in the installation's time, for every worker the same wherever they are."""
    return day_of(timezone.now())


def day_of(moment: datetime) -> date:
    """The day on which a moment falls in the installation's time."""
    return timezone.localdate(moment, timezone=ZoneInfo(site().time_zone))


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
    due_on = models.DateField(
        default=NOTHING_DUE,
        help_text="the first day on which anything in it is due; kept by caseload.due",
    )
    version = models.PositiveIntegerField(default=1)
    content = SealedField()

    class Meta:
        indexes = [
            models.Index(fields=["responsible", "state", "review_due_on"], name="case_work_list"),
            models.Index(fields=["compartment", "state", "opened_on"], name="case_circle"),
            # Everything by which the work list chooses and sorts, so that it reads no row for it.
            models.Index(
                fields=["organisation", "due_on", "opened_on", "id", "state", "compartment"],
                name="case_by_due_day",
            ),
        ]


class CaseTurn(models.Model):
    """The state and the responsible worker of a case from a moment on, for its timeline.

    `joined` and `left` are set where somebody came into the team then, or went.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="turns")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=16, choices=CaseState.choices)
    responsible = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")
    joined = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")
    left = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")


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
    reminded_on = models.DateField(null=True, help_text="when the assignee was reminded by e-mail")

    class Meta:
        indexes = [models.Index(fields=["assignee", "done_at", "due_on"], name="tasks_of_worker")]


class Note(CaseRecord):
    """What a worker writes down. `content`: text, and a privilege label if it has one."""

    contact_on = models.DateField(
        null=True, help_text="the day of a contact with the person, where the note tells of one"
    )


class CaseFile(CaseRecord):
    """A file. `content`: name, type, size and warnings."""

    body = SealedField()
