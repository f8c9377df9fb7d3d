"""Whose data may only be kept: it counts for all rows that were found to be one person."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from waymark.cases.models import Person


def standing_of_restricted() -> QuerySet[Any, Any]:
    """The ids of the standing rows of everybody who asked for it in any of their rows."""
    # Any: the annotation is not in the model's type.
    rows = Person.objects.filter(restricted_at__isnull=False)
    return rows.annotate(stands=Coalesce("merged_into_id", "pk")).values("stands")
