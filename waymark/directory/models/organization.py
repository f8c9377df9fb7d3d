from django.db import models

from waymark.accounts.models import Organisation
from waymark.directory.models.hsds import HsdsModel, a_number, a_text, belongs_to, mentions


class Stewarded(models.Model):
    """A row that a member of this coalition looks after; None where it was imported for all."""

    steward = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The import that brought it, by name; empty for what was typed here.
    source = models.CharField(max_length=120, blank=True, default="", db_index=True)

    class Meta:
        abstract = True


class Organization(HsdsModel, Stewarded):
    """HSDS organization: whoever offers services."""

    name = a_text(db_index=True)
    alternate_name = a_text()
    description = a_text()
    email = a_text()
    website = a_text()
    tax_status = a_text()
    tax_id = a_text()
    year_incorporated = a_number()
    legal_status = a_text()
    logo = a_text()
    uri = a_text()
    parent_organization = mentions("directory.Organization", "children")


class OrganizationIdentifier(HsdsModel):
    """HSDS organization_identifier."""

    organization = belongs_to("directory.Organization", "organization_identifiers")
    identifier_scheme = a_text()
    identifier_type = a_text()
    identifier = a_text()


class Program(HsdsModel):
    """HSDS program: several services under one name."""

    organization = belongs_to("directory.Organization", "programs")
    name = a_text()
    alternate_name = a_text()
    description = a_text()


class Funding(HsdsModel):
    """HSDS funding."""

    organization = belongs_to("directory.Organization", "funding")
    service = belongs_to("directory.Service", "funding")
    source = a_text()


class Url(HsdsModel):
    """HSDS url: a further address of an organization or service."""

    organization = belongs_to("directory.Organization", "additional_websites")
    service = belongs_to("directory.Service", "additional_urls")
    label = a_text()
    url = a_text()
