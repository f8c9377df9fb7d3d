from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.directory.models.hsds import HsdsModel, a_number, a_text, belongs_to


class Unit(HsdsModel):
    """HSDS unit: what capacity is counted in."""

    name = a_text()
    scheme = a_text()
    identifier = a_text()
    uri = a_text()


class CapacityStatus(models.TextChoices):
    """The answers of FHIR's service capacity list (HL7 FHIR, Human Services Directory guide)."""

    CAPACITY = "capacity", _("Has room")
    NO_CAPACITY = "no-capacity", _("Is full")
    WAITLIST = "waitlist", _("Has a waiting list")
    ASSESSMENT = "additional-assessment-required", _("Talks with you first, then decides")
    UNKNOWN = "unknown", _("Not known: ask")


class ServiceCapacity(HsdsModel):
    """HSDS service_capacity, for whom it counts, and until when it can be believed.

    Exact counts are for workers: in a small shelter they tell who came and who left.
    """

    service = belongs_to("directory.Service", "capacities")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="capacities")
    available = a_number()
    maximum = a_number()
    description = a_text()
    updated = models.DateTimeField(null=True)

    population = a_text(help_text="for whom, such as women with children")
    status = models.CharField(
        max_length=40, choices=CapacityStatus.choices, default=CapacityStatus.UNKNOWN
    )
    expires_at = models.DateTimeField(null=True, help_text="then it is unknown")
