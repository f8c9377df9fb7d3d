"""What every entity of HSDS 3.2 shares. Columns carry HSDS's own names, so they need no map.

Source: Open Referral, Human Services Data Specification 3.2, https://docs.openreferral.org
"""

import uuid
from typing import Any

from django.db import models


def a_text(**more: Any) -> "models.TextField[str, str]":
    """A text of HSDS: of any length; empty where nothing was said."""
    return models.TextField(blank=True, default="", **more)


def a_number(**more: Any) -> "models.FloatField[float | None, float | None]":
    """A number of HSDS; None where nothing was said."""
    return models.FloatField(null=True, blank=True, **more)


def a_date(**more: Any) -> "models.DateField[Any, Any]":
    """A date of HSDS; None where nothing was said."""
    return models.DateField(null=True, blank=True, **more)


def belongs_to(model: str, related_name: str, **more: Any) -> Any:
    """A link to the row that this one describes; it goes when that row goes."""
    return models.ForeignKey(
        model, null=True, blank=True, on_delete=models.CASCADE, related_name=related_name, **more
    )


def may_dangle(model: str, related_name: str) -> Any:
    """A link like that of `belongs_to`, which published data may leave dangling all the same."""
    return models.ForeignKey(
        model,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        db_constraint=False,
        related_name=related_name,
    )


def mentions(model: str, related_name: str) -> Any:
    """A link that published data may leave dangling: kept as it was said, without a constraint."""
    return models.ForeignKey(
        model,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name=related_name,
    )


class HsdsModel(models.Model):
    """A row of HSDS, known by the identifier that travels with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
