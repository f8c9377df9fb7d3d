"""The last gate before a change of the directory is in force, whatever way it came."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError

from waymark.directory.closed_texts.judge import Judge
from waymark.directory.closed_texts.known import known_places
from waymark.directory.closed_texts.leaving import (
    Said,
    near_closed_places,
    texts_that_leave,
)
from waymark.directory.closing import Place
from waymark.directory.importing.wording import entity_name
from waymark.directory.leaks import Leak
from waymark.directory.models import Service
from waymark.web.queries import site

BATCH = 500


@dataclass(frozen=True)
class Told:
    """A text of a service that tells a closed place."""

    service: Service
    said: Said
    leak: Leak

    @property
    def where(self) -> str:
        """Which service and which of its fields."""
        field = self.said.field.replace("_", " ")
        return f"{self.service.name} · {entity_name(self.said.entity)} ({field})"

    @property
    def sentence(self) -> str:
        """Where it stands and what to take out, in the reader's language."""
        return f"{self.where}: {self.leak.sentence}"


class TellsPlace(ValidationError):
    """What would be written tells outsiders where a closed place is."""

    def __init__(self, told: Sequence[Told]) -> None:
        super().__init__([each.sentence for each in told])
        # For those who must not repeat the words.
        self.where = sorted({each.where for each in told})


def refuse_leaks(
    ids: Collection[UUID], *, numbers: Collection[str] = (), judge: Judge | None = None
) -> None:
    """Raise TellsPlace where services as they stand now tell a closed place of theirs.

    `numbers` may stand in texts as well: those that were the services' own until now. Call it in
    the transaction of the change. Costs one query where no place is closed.
    """
    judge, wanted = judge or Judge(), list(ids)
    for start in range(0, len(wanted), BATCH):
        near = near_closed_places(wanted[start : start + BATCH])
        told = leaking(near.select_related("steward"), numbers=numbers, judge=judge)
        if told:
            raise TellsPlace(told)


def leaking(
    services: Iterable[Service],
    places: Mapping[UUID, Sequence[Place]] | None = None,
    *,
    numbers: Collection[str] = (),
    judge: Judge | None = None,
) -> list[Told]:
    """What outsiders can read of services and must not, apart from what a person may decide.

    `places` are opened ones by service, whose own words are then known. Numbers that the document
    itself gives to call may stand in its texts.
    """
    judge, places = judge or Judge(), places or {}
    found: list[Told] = []
    rows = list(services)
    if not rows:
        return found
    for service, texts in zip(rows, texts_that_leave(rows).values(), strict=True):
        country = service.steward.country if service.steward else site().country
        known = [one for place in places.get(service.pk, ()) for one in known_places(place)]
        own = [each.text for each in texts if (each.entity, each.field) == ("phone", "number")]
        for said in texts:
            leaks = judge.leaks(
                said.field, said.text, country=country, numbers=[*own, *numbers], places=known
            )
            found += [Told(service, said, leak) for leak in leaks]
    return found
