"""Rows that are drawn and not written yet."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from django.db.models import Model

from waymark.accounts.models import Organisation, Worker
from waymark.demo.directory.tables import Tables
from waymark.directory import models
from waymark.directory.closing import Place
from waymark.directory.models import Location
from waymark.directory.models.hsds import HsdsModel
from waymark.directory.models.organization import Stewarded
from waymark.directory.tiers import Tier

M = TypeVar("M", bound=Model)
H = TypeVar("H", bound=HsdsModel)
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "waymark:demonstration")
SOURCE = "Fernhollow list (invented)"
NUMBERS_OF_A_CODE = 100  # 555-0100 to 555-0199 are set aside for stories
BATCH = 500
# What a row belongs to comes before it.
ORDER: tuple[type[Model], ...] = (
    models.Organization,
    models.OrganizationIdentifier,
    models.Program,
    models.Location,
    models.Service,
    models.ServiceAtLocation,
    models.Contact,
    models.Phone,
    models.Address,
    models.Accessibility,
    models.Language,
    models.Schedule,
    models.Eligibility,
    models.ServiceArea,
    models.CostOption,
    models.RequiredDocument,
    models.Funding,
    models.Url,
    models.Unit,
    models.ServiceCapacity,
    models.Attribute,
    models.Metadata,
    models.Verification,
)


@dataclass(frozen=True)
class Closed:
    """A location that is sealed once its row is there."""

    location: Location
    place: Place
    tier: Tier


@dataclass
class Sheet:
    """Everything that is drawn at a moment, for two organisations and their editors."""

    tables: Tables
    now: datetime
    stewards: Mapping[str, Organisation]
    editors: Sequence[Worker]
    rows: dict[type[Model], list[Model]] = field(default_factory=lambda: defaultdict(list))
    closed: list[Closed] = field(default_factory=list)
    numbers: int = 0

    def add(self, row: M) -> M:
        """Keep a row to be written."""
        self.rows[type(row)].append(row)
        return row

    def hsds(self, model: type[H], key: str, **values: Any) -> H:
        """Keep a row of HSDS whose id is made of its key, the same in every demonstration."""
        return self.add(model(id=identity(model, key), **values))

    def number(self) -> str:
        """A telephone number that nobody has; each is given once."""
        codes: Sequence[str] = self.tables.county["area_codes"]
        code, last = codes[self.numbers // NUMBERS_OF_A_CODE], self.numbers % NUMBERS_OF_A_CODE
        self.numbers += 1
        return f"+1 {code}-555-01{last:02d}"

    def ago(self, days: float) -> datetime:
        """So many days before now, to the minute."""
        return (self.now - timedelta(days=days)).replace(second=0, microsecond=0)

    def editor(self, row: Stewarded) -> Worker | None:
        """Who of the organisation that looks after a row does so; they take turns."""
        own = [each for each in self.editors if each.organisation_id == row.steward_id]
        return own[len(self.rows[type(row)]) % len(own)] if own else None

    def write(self) -> None:
        """Write all rows; what is closed is not sealed yet, and nothing is indexed."""
        for model in ORDER:
            model._default_manager.bulk_create(self.rows[model], batch_size=BATCH)

    def of(self, model: type[M]) -> list[M]:
        """What was drawn of one table."""
        return cast("list[M]", self.rows[model])


def identity(model: type[Model], key: str) -> uuid.UUID:
    """The id of a row, made of its table and key."""
    return uuid.uuid5(NAMESPACE, f"{model._meta.label_lower}:{key}")
