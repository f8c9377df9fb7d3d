"""What this room keeps: counts of how lessons went. No row is about one learner."""

from django.db import models
from django.db.models import F, Q

DIGEST = 16


class _Count(models.Model):
    """How many learners had these marks in a month."""

    lesson = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=12)
    # The first day of the month: nothing finer is ever known.
    month = models.DateField()
    questions = models.PositiveSmallIntegerField()
    before = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


WHAT = ("lesson", "version", "language", "month", "questions", "before", "after")
POSSIBLE = Q(count__gte=1, before__lte=F("questions"), after__lte=F("questions"))


class FirstCount(_Count):
    """Marks before and after a lesson."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=WHAT, name="one_first_count"),
            models.CheckConstraint(condition=POSSIBLE, name="possible_first_count"),
        ]


class LaterCount(_Count):
    """Marks before, after, and about a month later. `month` is that of the last."""

    later = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=[*WHAT, "later"], name="one_later_count"),
            models.CheckConstraint(
                condition=POSSIBLE & Q(later__lte=F("questions")), name="possible_later_count"
            ),
        ]


class SpentCode(models.Model):
    """That a code was counted: a keyed hash of it, which leads to no marks and no learner."""

    digest = models.BinaryField(max_length=DIGEST, unique=True)
    month = models.DateField(db_index=True)
