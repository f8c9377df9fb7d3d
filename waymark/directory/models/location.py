from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.directory.models.hsds import HsdsModel, a_number, a_text, belongs_to, mentions
from waymark.directory.models.organization import Stewarded
from waymark.directory.tiers import Tier
from waymark.vault.fields import SealedField
from waymark.vault.models import SealedRecord


class LocationType(models.TextChoices):
    """HSDS's own list."""

    PHYSICAL = "physical", _("A place")
    POSTAL = "postal", _("A postal address")
    VIRTUAL = "virtual", _("On the phone or online")


class Location(HsdsModel, Stewarded):
    """HSDS location, and who may learn where it is.

    Of any but a public one the exact point, addresses, telephones and ways to get there are in
    its `ClosedPlace` only; the database itself refuses them in plain columns and tables. What
    everybody may see of such a location is its cell: a point that many places share.
    """

    location_type = models.CharField(
        max_length=10, choices=LocationType.choices, default=LocationType.PHYSICAL
    )
    url = a_text()
    organization = mentions("directory.Organization", "locations")
    name = a_text()
    alternate_name = a_text()
    description = a_text()
    transportation = a_text()
    latitude = a_number()
    longitude = a_number()
    external_identifier = a_text()
    external_identifier_type = a_text()

    tier = models.PositiveSmallIntegerField(choices=Tier.choices, default=Tier.PUBLIC)
    # The region in words that anybody may read, such as a county.
    area = a_text()
    # The middle of the 0.1 degree cell, for tiers between public and sealed; None otherwise.
    cell_latitude = a_number()
    cell_longitude = a_number()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tier=Tier.PUBLIC)
                | Q(
                    latitude=None,
                    longitude=None,
                    transportation="",
                    url="",
                    external_identifier="",
                ),
                name="exact_place_only_in_public",
            ),
            models.CheckConstraint(
                condition=~Q(tier=Tier.SEALED) | Q(cell_latitude=None, cell_longitude=None),
                name="sealed_has_no_cell",
            ),
        ]


class ClosedPlace(SealedRecord):
    """The exact place of a location that is not public: what `closing.Place` holds, sealed."""

    location = models.OneToOneField(Location, on_delete=models.CASCADE, related_name="closed_place")
    body = SealedField()


class Use(models.TextChoices):
    """What happens at a location: where one goes first need not be where the service is."""

    BOTH = "both", _("Go there")
    ACCESS_POINT = "access_point", _("Go or write there first")
    SERVICE = "service", _("The service is there; they tell you how to come")


class ServiceAtLocation(HsdsModel):
    """HSDS service_at_location."""

    service = belongs_to("directory.Service", "service_at_locations")
    location = belongs_to("directory.Location", "service_at_locations")
    description = a_text()
    use = models.CharField(max_length=12, choices=Use.choices, default=Use.BOTH)


class Address(HsdsModel):
    """HSDS address. Only a public location has one."""

    location = belongs_to("directory.Location", "addresses")
    attention = a_text()
    address_1 = a_text()
    address_2 = a_text()
    city = a_text()
    region = a_text()
    state_province = a_text()
    postal_code = a_text(db_index=True)
    country = a_text()
    address_type = a_text()


class Accessibility(HsdsModel):
    """HSDS accessibility."""

    location = belongs_to("directory.Location", "accessibility")
    description = a_text()
    details = a_text()
    url = a_text()
