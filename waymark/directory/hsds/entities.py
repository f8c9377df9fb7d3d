"""Every entity of HSDS 3.2: its fields, what it nests and what it requires.

Nothing here does anything: serialiser, exporter, importer and API all read this one table, and a
test holds it against the published schemas. The order of `ENTITIES` lets a reader load files one
after the other: what a row belongs to comes before it.

Source: Open Referral, HSDS 3.2, https://docs.openreferral.org/en/3.2/hsds/schema_reference.html
"""

from waymark.directory import models
from waymark.directory.hsds.shape import (
    Entity,
    Field,
    Kind,
    addresses,
    attributes,
    dates,
    email,
    key,
    link,
    many,
    metadata,
    needed,
    numbers,
    one,
    text,
    times,
)

VERSION = "3.2"
PLACES = ("physical", "postal", "virtual")
STATUSES = ("active", "inactive", "defunct", "temporarily closed")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

ORGANIZATION = Entity(
    "organization",
    models.Organization,
    "organizations.csv",
    (
        *key(),
        *needed("name"),
        *text("alternate_name"),
        *needed("description"),
        *email("email"),
        *addresses("website"),
        *many("additional_websites", "url", "organization_id"),
        *text("tax_status", "tax_id"),
        *numbers("year_incorporated"),
        *text("legal_status", "logo"),
        *addresses("uri"),
        *link("parent_organization_id", "organization"),
        *many("funding", "funding", "organization_id"),
        *many("contacts", "contact", "organization_id"),
        *many("phones", "phone", "organization_id"),
        *many("locations", "location", "organization_id"),
        *many("programs", "program", "organization_id"),
        *many("organization_identifiers", "organization_identifier", "organization_id"),
        *attributes(),
        *metadata(),
    ),
)
PROGRAM = Entity(
    "program",
    models.Program,
    "programs.csv",
    (
        *key(),
        *link("organization_id", "organization", tabular_required=True),
        *needed("name"),
        *text("alternate_name"),
        *needed("description"),
        *attributes(),
        *metadata(),
    ),
)
LOCATION = Entity(
    "location",
    models.Location,
    "locations.csv",
    (
        *key(),
        Field(name="location_type", required=True, choices=PLACES),
        *addresses("url"),
        *link("organization_id", "organization"),
        *text("name", "alternate_name", "description", "transportation"),
        *numbers("latitude", "longitude"),
        *text("external_identifier", "external_identifier_type"),
        *many("languages", "language", "location_id"),
        *many("addresses", "address", "location_id"),
        *many("contacts", "contact", "location_id"),
        *many("accessibility", "accessibility", "location_id"),
        *many("phones", "phone", "location_id"),
        *many("schedules", "schedule", "location_id"),
        *attributes(),
        *metadata(),
    ),
)
SERVICE = Entity(
    "service",
    models.Service,
    "services.csv",
    (
        *key(),
        *link("organization_id", "organization", tabular_required=True),
        *link("program_id", "program"),
        *needed("name"),
        *text("alternate_name", "description"),
        *addresses("url"),
        *many("additional_urls", "url", "service_id"),
        *email("email"),
        Field(name="status", required=True, choices=STATUSES),
        *text("interpretation_services", "application_process", "fees_description"),
        *text("wait_time", "fees", "accreditations", "eligibility_description"),
        *numbers("minimum_age", "maximum_age"),
        *dates("assured_date"),
        *email("assurer_email"),
        *text("licenses", "alert"),
        Field(name="last_modified", kind=Kind.DATETIME),
        *many("phones", "phone", "service_id"),
        *many("schedules", "schedule", "service_id"),
        *many("service_areas", "service_area", "service_id"),
        *many("service_at_locations", "service_at_location", "service_id"),
        *many("languages", "language", "service_id"),
        *one("organization", "organization", "organization_id"),
        *many("funding", "funding", "service_id"),
        *many("cost_options", "cost_option", "service_id"),
        *one("program", "program", "program_id"),
        *many("required_documents", "required_document", "service_id"),
        *many("contacts", "contact", "service_id"),
        *many("capacities", "service_capacity", "service_id"),
        *attributes(),
        *metadata(),
    ),
)
SERVICE_AT_LOCATION = Entity(
    "service_at_location",
    models.ServiceAtLocation,
    "service_at_location.csv",
    (
        *key(),
        *link("service_id", "service", tabular_required=True),
        *link("location_id", "location", tabular_required=True),
        *text("description"),
        *many("service_areas", "service_area", "service_at_location_id"),
        *many("contacts", "contact", "service_at_location_id"),
        *many("phones", "phone", "service_at_location_id"),
        *many("schedules", "schedule", "service_at_location_id"),
        *one("location", "location", "location_id"),
        *attributes(),
        *metadata(),
    ),
)
CONTACT = Entity(
    "contact",
    models.Contact,
    "contacts.csv",
    (
        *key(),
        *link("organization_id", "organization"),
        *link("service_id", "service"),
        *link("service_at_location_id", "service_at_location"),
        *link("location_id", "location"),
        *text("name", "title", "department"),
        *email("email"),
        *many("phones", "phone", "contact_id"),
        *attributes(),
        *metadata(),
    ),
)
PHONE = Entity(
    "phone",
    models.Phone,
    "phones.csv",
    (
        *key(),
        *link("location_id", "location"),
        *link("service_id", "service"),
        *link("organization_id", "organization"),
        *link("contact_id", "contact"),
        *link("service_at_location_id", "service_at_location"),
        *needed("number"),
        *numbers("extension"),
        *text("type", "description"),
        *many("languages", "language", "phone_id"),
        *attributes(),
        *metadata(),
    ),
)
LANGUAGE = Entity(
    "language",
    models.Language,
    "languages.csv",
    (
        *key(),
        *link("service_id", "service"),
        *link("location_id", "location"),
        *link("phone_id", "phone"),
        *text("name", "code", "note"),
        *attributes(),
        *metadata(),
    ),
)
SCHEDULE = Entity(
    "schedule",
    models.Schedule,
    "schedules.csv",
    (
        *key(),
        *link("service_id", "service"),
        *link("location_id", "location"),
        *link("service_at_location_id", "service_at_location"),
        *dates("valid_from", "valid_to", "dtstart"),
        *numbers("timezone"),
        *dates("until"),
        *numbers("count"),
        Field(name="wkst", choices=WEEKDAYS),
        Field(name="freq", choices=("WEEKLY", "MONTHLY")),
        *numbers("interval"),
        *text("byday", "byweekno", "bymonthday", "byyearday", "description"),
        *times("opens_at", "closes_at"),
        *addresses("schedule_link"),
        *text("attending_type", "notes"),
        *attributes(),
        *metadata(),
    ),
)
ADDRESS = Entity(
    "address",
    models.Address,
    "addresses.csv",
    (
        *key(),
        *link("location_id", "location"),
        *text("attention"),
        *needed("address_1"),
        *text("address_2"),
        *needed("city"),
        *text("region"),
        *needed("state_province", "postal_code", "country"),
        Field(name="address_type", required=True, choices=PLACES),
        *attributes(),
        *metadata(),
    ),
)
ACCESSIBILITY = Entity(
    "accessibility",
    models.Accessibility,
    "accessibility.csv",
    (
        *key(),
        *link("location_id", "location"),
        *text("description", "details"),
        *addresses("url"),
        *attributes(),
        *metadata(),
    ),
)
FUNDING = Entity(
    "funding",
    models.Funding,
    "funding.csv",
    (
        *key(),
        *link("organization_id", "organization"),
        *link("service_id", "service"),
        *text("source"),
        *attributes(),
        *metadata(),
    ),
)
SERVICE_AREA = Entity(
    "service_area",
    models.ServiceArea,
    "service_areas.csv",
    (
        *key(),
        *link("service_id", "service"),
        *link("service_at_location_id", "service_at_location"),
        *text("name", "description", "extent", "extent_type", "uri"),
        *attributes(),
        *metadata(),
    ),
)
COST_OPTION = Entity(
    "cost_option",
    models.CostOption,
    "cost_options.csv",
    (
        *key(),
        *link("service_id", "service", tabular_required=True),
        *dates("valid_from", "valid_to"),
        *text("option", "currency"),
        *numbers("amount"),
        *text("amount_description"),
        *attributes(),
        *metadata(),
    ),
)
REQUIRED_DOCUMENT = Entity(
    "required_document",
    models.RequiredDocument,
    "required_documents.csv",
    (
        *key(),
        *link("service_id", "service"),
        *text("document"),
        *addresses("uri"),
        *attributes(),
        *metadata(),
    ),
)
ORGANIZATION_IDENTIFIER = Entity(
    "organization_identifier",
    models.OrganizationIdentifier,
    "organization_identifiers.csv",
    (
        *key(),
        *link("organization_id", "organization", tabular_required=True),
        *text("identifier_scheme"),
        *needed("identifier_type", "identifier"),
        *attributes(),
        *metadata(),
    ),
)
URL = Entity(
    "url",
    models.Url,
    "url.csv",
    (
        *key(),
        *text("label"),
        Field(name="url", required=True, form="uri"),
        *link("organization_id", "organization"),
        *link("service_id", "service"),
        *attributes(),
        *metadata(),
    ),
)
UNIT = Entity(
    "unit",
    models.Unit,
    "units.csv",
    (
        *key(),
        *needed("name"),
        *text("scheme", "identifier"),
        *addresses("uri"),
        *attributes(),
        *metadata(),
    ),
)
SERVICE_CAPACITY = Entity(
    "service_capacity",
    models.ServiceCapacity,
    "service_capacity.csv",
    (
        *key(),
        *link("service_id", "service", tabular_required=True),
        *one("unit", "unit", "unit_id", required=True),
        *link("unit_id", "unit", tabular_required=True),
        Field(name="available", kind=Kind.NUMBER, required=True),
        *numbers("maximum"),
        *text("description"),
        Field(name="updated", kind=Kind.DATETIME, required=True),
        *attributes(),
        *metadata(),
    ),
)
TAXONOMY = Entity(
    "taxonomy",
    models.Taxonomy,
    "taxonomies.csv",
    (
        *key(),
        *needed("name", "description"),
        *addresses("uri"),
        *text("version"),
        *metadata(),
    ),
)
TAXONOMY_TERM = Entity(
    "taxonomy_term",
    models.TaxonomyTerm,
    "taxonomy_terms.csv",
    (
        *key(),
        *text("code"),
        *needed("name", "description"),
        *link("parent_id", "taxonomy_term"),
        *text("taxonomy"),
        *one("taxonomy_detail", "taxonomy", "taxonomy_id"),
        *text("language"),
        *link("taxonomy_id", "taxonomy"),
        *addresses("term_uri"),
        *metadata(),
    ),
)
ATTRIBUTE = Entity(
    "attribute",
    models.Attribute,
    "attributes.csv",
    (
        *key(),
        Field(name="link_id", kind=Kind.UUID, tabular_required=True),
        *link("taxonomy_term_id", "taxonomy_term", tabular_required=True),
        *text("link_type"),
        Field(name="link_entity", tabular_required=True),
        *text("value"),
        *one("taxonomy_term", "taxonomy_term", "taxonomy_term_id"),
        *metadata(),
        *text("label"),
    ),
)
METADATA = Entity(
    "metadata",
    models.Metadata,
    "metadata.csv",
    (
        *key(),
        Field(name="resource_id", kind=Kind.UUID, tabular_required=True),
        Field(name="resource_type", tabular_required=True),
        Field(name="last_action_date", kind=Kind.DATE, required=True),
        *needed("last_action_type", "field_name", "previous_value", "replacement_value"),
        *needed("updated_by"),
    ),
)
META_TABLE_DESCRIPTION = Entity(
    "meta_table_description",
    models.MetaTableDescription,
    "meta_table_descriptions.csv",
    (*key(), *text("name", "language", "character_set"), *attributes(), *metadata()),
)

ENTITIES: dict[str, Entity] = {
    entity.name: entity
    for entity in (
        ORGANIZATION,
        PROGRAM,
        LOCATION,
        SERVICE,
        SERVICE_AT_LOCATION,
        CONTACT,
        PHONE,
        LANGUAGE,
        SCHEDULE,
        ADDRESS,
        ACCESSIBILITY,
        FUNDING,
        SERVICE_AREA,
        COST_OPTION,
        REQUIRED_DOCUMENT,
        ORGANIZATION_IDENTIFIER,
        URL,
        UNIT,
        SERVICE_CAPACITY,
        TAXONOMY,
        TAXONOMY_TERM,
        ATTRIBUTE,
        METADATA,
        META_TABLE_DESCRIPTION,
    )
}
