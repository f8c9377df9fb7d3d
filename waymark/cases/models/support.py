"""What is found out, planned, given and reached."""

from django.db import models

from waymark.cases.models.base import CaseRecord
from waymark.cases.models.people import Participant


class AboutParticipant(CaseRecord):
    """A record about one person of a case; None where it is about all of them."""

    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )

    class Meta:
        abstract = True


class Determination(AboutParticipant):
    """A trafficking status determination. Only ever added: the database refuses changes.

    `content`: status, deciding organisation, date, basis, legal elements, instruments used.
    """


class Assessment(AboutParticipant):
    """Needs and risks, and strengths: of the individual, the household or the community."""

    made_on = models.DateField()


class SafetyPlan(AboutParticipant):
    """What the person does, and whom they call, when it becomes dangerous."""

    review_due_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "review_due_on"], name="safety_reviews_of_case")]


class SupportPlan(AboutParticipant):
    """Goals that the person sets, objectives, planned and actual end, who agreed."""

    review_due_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "ended_on", "review_due_on"], name="plan_reviews_of_case")
        ]


class ServiceDelivered(AboutParticipant):
    """A service given or tried. `content`: category, hours, provider, barriers."""

    given_on = models.DateField()


class Milestone(AboutParticipant):
    """A step with a clock. `content`: which one, where, what started it."""

    due_on = models.DateField(null=True)
    reached_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["reached_on", "due_on"], name="milestones_due"),
            # Without it SQLite looks for the next one of a case among those of all cases.
            models.Index(fields=["case", "reached_on", "due_on"], name="milestones_of_case"),
        ]


class Outcome(AboutParticipant):
    """How things stand at closure: living, education, work, safety, the person's own view."""

    recorded_on = models.DateField()
