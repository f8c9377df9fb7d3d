"""Taxonomies, and what links their terms to any row."""

from django.db import models

from waymark.directory.models.hsds import (
    HsdsModel,
    a_date,
    a_text,
    belongs_to,
    may_dangle,
    mentions,
)


class Taxonomy(HsdsModel):
    """HSDS taxonomy: a classification, with the licence under which it was loaded."""

    name = a_text()
    description = a_text()
    uri = a_text()
    version = a_text()
    licence = a_text()

    # Codes that somebody has under a licence of their own stay inside unless it allows more.
    may_be_published = models.BooleanField(default=True, db_default=True)


class TaxonomyTerm(HsdsModel):
    """HSDS taxonomy_term."""

    code = a_text(db_index=True)
    name = a_text()
    description = a_text()
    parent = mentions("directory.TaxonomyTerm", "children")
    taxonomy = a_text()
    taxonomy_detail = may_dangle("directory.Taxonomy", "terms")
    language = a_text()
    term_uri = a_text()


class Attribute(HsdsModel):
    """HSDS attribute: a taxonomy term of any row, named by entity (`service`, ...) and id.

    There is no constraint behind it: the actions that remove a row remove its attributes too.
    """

    link_id = models.UUIDField(null=True)
    # Without an index of its own: `attribute_term` begins with it.
    taxonomy_term = belongs_to("directory.TaxonomyTerm", "attributes", db_index=False)
    link_type = a_text()
    link_entity = models.CharField(max_length=40)
    value = a_text()
    label = a_text()

    class Meta:
        indexes = [
            models.Index(fields=["link_id"], name="attribute_link"),
            models.Index(fields=["taxonomy_term", "link_entity"], name="attribute_term"),
        ]


class Metadata(HsdsModel):
    """HSDS metadata: one change of one field of any row. A sealed value is never written here."""

    resource_id = models.UUIDField(null=True, db_index=True)
    resource_type = models.CharField(max_length=40)
    last_action_date = a_date()
    last_action_type = a_text()
    field_name = a_text()
    previous_value = a_text()
    replacement_value = a_text()
    updated_by = a_text()


class MetaTableDescription(HsdsModel):
    """HSDS meta_table_description."""

    name = a_text()
    language = a_text()
    character_set = a_text()
