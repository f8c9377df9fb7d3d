"""Who reads: what of the directory exists for them, and which exact places they learn."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.directory import closing
from waymark.directory.closing import Place
from waymark.directory.models import (
    ClosedPlace,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)
from waymark.directory.partners import Opened
from waymark.directory.tiers import Tier
from waymark.vault.primitives import CannotOpen, KeyPair


@dataclass(frozen=True)
class Viewer:
    """A reader of the wire. `pair` opens places that are sealed to this reader."""

    tier: Tier = Tier.PUBLIC
    pair: KeyPair | None = field(default=None, repr=False)

    @property
    def is_public(self) -> bool:
        """Whether this is anybody at all."""
        return self.tier is Tier.PUBLIC

    def services(self) -> QuerySet[Service]:
        """The services that exist for this reader, of any status."""
        return Service.objects.filter(tier__lte=self.tier)

    def service_at_locations(self) -> QuerySet[ServiceAtLocation]:
        """Where those services are. A link without a service shows nothing and is left out."""
        return ServiceAtLocation.objects.filter(service__tier__lte=self.tier)

    def organizations(self) -> QuerySet[Organization]:
        """Those with a service that exists for this reader.

        One that has closed services only may be a shelter. One without any is shown where it was
        imported, since then somebody published it; what was begun here waits for its services.
        """
        own = Service.objects.filter(organization=OuterRef("pk"))
        imported_alone = ~Q(source="") & ~Exists(own)
        return Organization.objects.filter(Exists(own.filter(tier__lte=self.tier)) | imported_alone)

    def locations(self) -> QuerySet[Location]:
        """Those open to this reader, and those of services that exist for this reader."""
        links = self.service_at_locations().filter(location=OuterRef("pk"))
        return Location.objects.filter(Q(tier__lte=self.tier) | Exists(links))

    def place(self, location: Location) -> Place | None:
        """What a closed location has sealed to this reader; None where that is nothing."""
        if self.pair is None or location.tier > self.tier:
            return None
        try:
            return closing.open_for_reader(location, self.pair)
        except (CannotOpen, ClosedPlace.DoesNotExist):
            return None


PUBLIC = Viewer()


def partner(opened: Opened) -> Viewer:
    """The reader who presented a partner's key."""
    return Viewer(Tier.PARTNER, opened.pair)


def hidden(found: QuerySet[Any], ids: set[UUID]) -> set[UUID]:
    """Which ids belong to rows that exist, but not in `found`. What dangles is nobody's secret."""
    known = found.model._default_manager.filter(pk__in=ids).values_list("pk", flat=True)
    return set(known) - set(found.filter(pk__in=ids).values_list("pk", flat=True))
