"""Where a location is, and who may learn it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.contacts.refusals import CannotNow
from waymark.directory import cells, closing, history, partners, publishing
from waymark.directory.circles import circles_for
from waymark.directory.closing import Place
from waymark.directory.models import Location, Reveal
from waymark.directory.permissions import may_edit_directory, may_reveal
from waymark.directory.tiers import Tier
from waymark.vault import locks
from waymark.vault.keyring import Keyring

REVEALED_FOR = timedelta(minutes=10)


class Reason(models.TextChoices):
    """Why somebody needs an exact place. A closed list: nothing about a person is written here."""

    GOING = "going", gettext_lazy("Somebody is going there now")
    ARRANGING = "arranging", gettext_lazy("Arranging a stay or a visit")
    EMERGENCY = "emergency", gettext_lazy("An emergency there")
    KEEPING = "keeping", gettext_lazy("Keeping the directory right")


@transaction.atomic
def set_place(
    location: Location, place: Place, tier: Tier, area: str = "", *, by: Worker
) -> Location:
    """Say where a location is and who may learn it; the old place is destroyed.

    `area` is the region in words that anybody may read. Takes no second person: callers that need
    one ask `pending`. Raises ValidationError for a point off the globe, NoCircle where nobody could
    open the place again.
    """
    require(may_edit_directory, by, location)
    row = store_place(Location.objects.select_for_update().get(pk=location.pk), place, tier, area)
    publishing.publish(row.service_at_locations.values_list("service_id", flat=True))
    audit.record(Event.PLACE_CLOSED if tier else Event.SERVICE_CHANGED, by=by, target=row)
    return row


def store_place(location: Location, place: Place, tier: Tier, area: str = "") -> Location:
    """Store a place plain or sealed, as its tier wants. Permission and audit are the caller's."""
    point = checked_point(place)
    if tier is not Tier.PUBLIC and _stays_unknown(location, place):
        return _close_area(location, tier, area)
    if tier is not Tier.PUBLIC:
        # Held before the circles and partners are read, so that none is added in between.
        locks.share_keys()
        history.forget_place(location)
    closing.take_out(location)
    location.cell_latitude = location.cell_longitude = None
    if point and tier in {Tier.PARTNER, Tier.CASEWORKER}:
        location.cell_latitude, location.cell_longitude = cells.snap(*point)
    location.area = area
    if tier is not Tier.PUBLIC:
        if location.steward is None:
            raise ValidationError(
                _("Say first which organisation looks after this place: its circle will open it.")
            )
        compartments = circles_for(tier, location.steward)
    location.tier = tier
    location.save()
    if tier is Tier.PUBLIC:
        closing.forget(location)
        closing.write(location, place)
    else:
        readers = partners.readers() if tier is Tier.PARTNER else ()
        closing.seal(location, place, compartments, readers)
    return location


def _stays_unknown(location: Location, place: Place) -> bool:
    """Whether nobody here knows the place of a closed location, and `place` does not tell it."""
    empty = closing.plain(place) == closing.plain(Place())
    return empty and location.tier != Tier.PUBLIC and not closing.is_known(location)


def _close_area(location: Location, tier: Tier, area: str) -> Location:
    """There is nothing to seal: only who may learn of its area changes."""
    if tier is Tier.SEALED:
        location.cell_latitude = location.cell_longitude = None
    location.tier, location.area = tier, area
    location.save()
    return location


def checked_point(place: Place) -> tuple[float, float] | None:
    """The point of a place. Raises ValidationError for one that is not on the globe."""
    point = place.point
    if point is None:
        return None
    try:
        cells.to_micro(*point)
    except ValueError:
        raise ValidationError(
            _("The latitude must be between -90 and 90, the longitude between -180 and 180.")
        ) from None
    return point


@transaction.atomic
def reveal(location: Location, reason: Reason, *, by: Worker, keyring: Keyring) -> Place:
    """Open a closed place for REVEALED_FOR.

    Raises CannotOpen to those outside its circles, CannotNow where nobody here knows it.
    """
    require(may_reveal, by, location)
    if not closing.is_known(location):
        raise CannotNow(_("Nobody here knows where this place is: ask them."))
    place = closing.open_place(location, keyring)
    now = timezone.now()
    Reveal.objects.create(
        worker=by, location=location, reason=reason, at=now, expires_at=now + REVEALED_FOR
    )
    audit.record(Event.PLACE_REVEALED, by=by, target=location)
    return place


def revealed(location: Location, *, by: Worker, keyring: Keyring) -> tuple[Place, Reveal] | None:
    """The place that a worker opened a short time ago; None once the time is over."""
    rows = Reveal.objects.filter(worker=by, location=location, expires_at__gt=timezone.now())
    row = rows.order_by("-expires_at").first()
    return (closing.open_place(location, keyring), row) if row else None
