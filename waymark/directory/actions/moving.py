"""An edited place goes one of two ways: closing it takes one person, all else that moves it two."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.directory import closing, history, publishing
from waymark.directory.actions import applying, pending
from waymark.directory.actions.places import store_place
from waymark.directory.actions.services import begin, changed_meanwhile, finish
from waymark.directory.actions.texts import refuse_places
from waymark.directory.closing import Place
from waymark.directory.models import Aspect, Location, PendingChange, PendingKind, Service
from waymark.directory.permissions import may_edit_directory
from waymark.directory.tiers import Tier
from waymark.vault.keyring import Keyring


@dataclass(frozen=True)
class Edited:
    """A location as somebody wants it: names, what happens there, who may know, and where it is."""

    names: dict[str, str]
    use: str
    tier: Tier
    area: str
    place: Place
    means: str = ""

    def body(self, location_id: UUID | None) -> dict[str, Any]:
        """The same as the body of a proposal."""
        return {
            "location_id": str(location_id) if location_id else None,
            **self.names,
            "use": self.use,
            "tier": self.tier.value,
            "area": self.area,
            "place": closing.plain(self.place),
            "means": self.means,
        }


def current_place(location: Location, keyring: Keyring) -> Place:
    """Where a location is now. Raises CannotOpen to those outside its circles."""
    if location.tier == Tier.PUBLIC:
        return closing.read(location)
    if not closing.is_known(location):
        return Place()
    return closing.open_place(location, keyring)


@transaction.atomic
def change_place(
    service: Service,
    location: Location | None,
    edited: Edited,
    *,
    seen: str,
    by: Worker,
    keyring: Keyring,
) -> PendingChange | None:
    """Save an edited place; returns the proposal where a second person has to confirm it.

    Names, area and a closer tier are in force at once; a new place, another place and a more open
    tier wait. `seen` is the place's version that the worker looked at. Raises NotAllowed,
    CannotOpen, ChangedMeanwhile, ValidationError.
    """
    locked = begin(service, by, None)
    if location is None:
        return pending.propose(locked, PendingKind.PLACE, edited.body(None), by=by)
    require(may_edit_directory, by, location)
    row = Location.objects.select_for_update().get(pk=location.pk)
    if seen != applying.place_version(row):
        raise changed_meanwhile()
    moved = closing.plain(current_place(row, keyring)) != closing.plain(edited.place)
    if moved or edited.tier < row.tier:
        return pending.propose(locked, PendingKind.PLACE, edited.body(row.pk), by=by)
    _save(locked, row, edited, by)
    return None


@transaction.atomic
def remove_place(service: Service, location: Location, *, by: Worker) -> None:
    """Take a place away from a service; one that no service has any more is destroyed.

    Takes one person: nobody is sent anywhere by it. Raises NotAllowed.
    """
    locked = begin(service, by, None)
    require(may_edit_directory, by, location)
    row = Location.objects.select_for_update().get(pk=location.pk)
    row.service_at_locations.filter(service=locked).delete()
    history.note(locked, {"service_at_locations": ("", "")}, by)
    if not row.service_at_locations.exists():
        history.forget_place(row)
        closing.forget(row)
        row.delete()
    finish(locked, {}, by=by, aspects={Aspect.PLACE})


def _save(service: Service, location: Location, edited: Edited, by: Worker) -> None:
    """Names, area, use, and a closer tier."""
    closed = [edited.place] if edited.tier else []
    refuse_places({**edited.names, "area": edited.area}, service, proposed=closed)
    before = {name: getattr(location, name) for name in edited.names}
    before |= {"area": location.area, "tier": location.tier}
    applying.write_names(location, edited.names)
    if edited.tier != location.tier:
        location.steward = location.steward or by.organisation
        store_place(location, edited.place, edited.tier, edited.area)
    else:
        location.area = edited.area
        location.save()
    applying.set_use(service, location, {"use": edited.use})
    now = {name: getattr(location, name) for name in before}
    changes = {name: (before[name], now[name]) for name in before if before[name] != now[name]}
    history.note(location, changes, by)
    finish(service, {}, by=by)
    publishing.publish(location.service_at_locations.values_list("service_id", flat=True))
    if "tier" in changes:
        audit.record(Event.PLACE_CLOSED, by=by, target=location)
