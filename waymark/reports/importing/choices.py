"""What a worker chose for a file, and how its reports come in."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.reports.importing.dates import Order
from waymark.reports.importing.fields import NEEDED, ONCE, Field


class ComesAs(models.TextChoices):
    """How the reports of an import stand when they are in."""

    NEW = "new", _("As new, and nobody is told")
    PROMISED = "promised", _("As new, to be looked at within the promised time from now on")
    CLOSED = "closed", _("As closed, for information")


@dataclass(frozen=True)
class Chosen:
    """What is known of a file besides its table.

    Attributes:
        name: the file's.
        source: the hotline that it comes from.
        columns: what each column is taken for.
        order: what comes first in a day.
        zone: the time zone of its times.
    """

    name: str
    source: str
    columns: tuple[Field, ...]
    order: Order
    zone: str

    def to_bytes(self) -> bytes:
        """As UTF-8 JSON."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, value: bytes) -> "Chosen":
        """Undo `to_bytes`."""
        found = json.loads(value)
        found["columns"] = tuple(Field(each) for each in found["columns"])
        return cls(**found | {"order": Order(found["order"])})


def missing(columns: Sequence[Field]) -> list[Field]:
    """The fields that no column is taken for and that every report needs."""
    return [field for field in NEEDED if field not in columns]


def doubled(columns: Sequence[Field]) -> list[Field]:
    """The fields that several columns are taken for although only one can be."""
    return [field for field in Field if field in ONCE and list(columns).count(field) > 1]
