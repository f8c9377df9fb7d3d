from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.directory.criteria import Answer, Criterion
from waymark.directory.models.hsds import HsdsModel, a_date, a_number, a_text, belongs_to, mentions
from waymark.directory.models.organization import Stewarded
from waymark.directory.tiers import Tier


class Status(models.TextChoices):
    """HSDS's own list."""

    ACTIVE = "active", _("Active")
    INACTIVE = "inactive", _("Inactive")
    DEFUNCT = "defunct", _("Gone")
    TEMPORARILY_CLOSED = "temporarily closed", _("Closed for a time")


class Service(HsdsModel, Stewarded):
    """HSDS service, and who may learn that it exists."""

    organization = belongs_to("directory.Organization", "services")
    program = mentions("directory.Program", "services")
    name = a_text()
    alternate_name = a_text()
    description = a_text()
    url = a_text()
    email = a_text()
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    interpretation_services = a_text()
    application_process = a_text()
    fees_description = a_text()
    wait_time = a_text()
    fees = a_text()
    accreditations = a_text()
    eligibility_description = a_text()
    minimum_age = a_number()
    maximum_age = a_number()
    # When everything that a caller relies on was last verified; never the day of a mere change.
    assured_date = a_date()
    assurer_email = a_text()
    licenses = a_text()
    alert = a_text()
    last_modified = models.DateTimeField(default=timezone.now, db_index=True)

    tier = models.PositiveSmallIntegerField(choices=Tier.choices, default=Tier.PUBLIC)

    class Meta:
        indexes = [models.Index(fields=["tier", "status", "id"], name="service_listed")]


class Eligibility(models.Model):
    """One of three answers about one criterion of one service; no row means unknown."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="eligibility")
    criterion = models.CharField(max_length=40, choices=Criterion.choices)
    answer = models.CharField(max_length=20, choices=Answer.choices)
    note = a_text(help_text="what it depends on, in the service's words")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "criterion"], name="eligibility_once")
        ]


class ServiceArea(HsdsModel):
    """HSDS service_area: where people must be for a service to take them."""

    service = belongs_to("directory.Service", "service_areas")
    service_at_location = belongs_to("directory.ServiceAtLocation", "service_areas")
    name = a_text()
    description = a_text()
    extent = a_text()
    extent_type = a_text()
    uri = a_text()


class CostOption(HsdsModel):
    """HSDS cost_option."""

    service = belongs_to("directory.Service", "cost_options")
    valid_from = a_date()
    valid_to = a_date()
    option = a_text()
    currency = a_text()
    amount = a_number()
    amount_description = a_text()


class RequiredDocument(HsdsModel):
    """HSDS required_document."""

    service = belongs_to("directory.Service", "required_documents")
    document = a_text()
    uri = a_text()
