"""Forms about a service and the organization behind it."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.directory.actions.services import ORGANIZATION_FIELDS
from waymark.directory.forms.common import MeansForm, VersionedForm, line, text
from waymark.directory.models import Organization, Service, Status, TaxonomyTerm
from waymark.directory.tiers import Tier

MOST_TERMS = 60
FACTS = (
    "name",
    "alternate_name",
    "description",
    "url",
    "email",
    "status",
    "wait_time",
    "interpretation_services",
    "accreditations",
    "licenses",
    "alert",
)


class FactsForm(MeansForm):
    """What a service is, in words."""

    name = line(_("Name"), required=True)
    alternate_name = line(_("Other name"))
    description = text(_("What they do"), rows=6)
    url = line(_("Web page"))
    email = forms.EmailField(label=_("E-mail"), required=False)
    status = forms.ChoiceField(label=_("State"), choices=Status.choices)
    wait_time = line(_("How long one waits"))
    interpretation_services = line(_("Interpreters"), hint=_("Which languages, and how."))
    accreditations = line(_("Accreditations"))
    licenses = line(_("Licences"))
    alert = text(_("Notice"), hint=_("Something that callers must know now."))
    field_order = ["seen", *FACTS, "means"]

    @classmethod
    def of(cls, service: Service) -> dict[str, Any]:
        """What the service says now."""
        return {name: getattr(service, name) for name in FACTS}


class TierForm(VersionedForm):
    """Who may know that a service exists."""

    tier = forms.TypedChoiceField(
        label=_("Who may know that it exists"),
        help_text=_("To show it to more people takes a second person; to fewer, it is at once."),
        choices=Tier.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )

    @classmethod
    def of(cls, service: Service) -> dict[str, Any]:
        """What the service says now."""
        return {"tier": service.tier}


class OrganizationForm(VersionedForm):
    """The organization behind services."""

    name = line(_("Name"), required=True)
    alternate_name = line(_("Other name"))
    description = text(_("What they do"))
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = line(_("Web page"))
    tax_status = line(_("Tax status"))
    tax_id = line(_("Tax number"))
    year_incorporated = forms.FloatField(label=_("Founded in"), required=False, min_value=1000)
    legal_status = line(_("Legal form"))

    @classmethod
    def of(cls, organization: Organization) -> dict[str, Any]:
        """What the organization says now."""
        return {name: getattr(organization, name) for name in ORGANIZATION_FIELDS}


class TermsForm(VersionedForm):
    """By which terms of the taxonomies a service is found: those it has, and those looked for."""

    find = line(_("Find terms"), hint=_("Part of a term's name, such as “shelter”."), longest=60)
    terms = forms.MultipleChoiceField(
        label=_("Terms"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["terms"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
        field.choices = [(str(term.pk), _name(term)) for term in self._offered()]

    def _offered(self) -> list[TaxonomyTerm]:
        chosen = {str(each) for each in self["terms"].value() or ()}
        wanted = str(self["find"].value() or "").strip()
        rows = TaxonomyTerm.objects.select_related("taxonomy_detail").order_by("name", "pk")
        kept = list(rows.filter(pk__in=[each for each in chosen if is_id(each)]))
        if not wanted:
            return kept
        matching = rows.filter(name__icontains=wanted).exclude(pk__in=[term.pk for term in kept])
        return [*kept, *matching[:MOST_TERMS]]

    def chosen(self) -> list[UUID]:
        """The ids of the terms that were ticked."""
        return [UUID(each) for each in self.cleaned_data["terms"]]


def _name(term: TaxonomyTerm) -> str:
    taxonomy = term.taxonomy_detail.name if term.taxonomy_detail else term.taxonomy
    return f"{term.name} ({taxonomy})"


def is_id(said: str) -> bool:
    """Whether it is written like an id."""
    try:
        UUID(said)
    except ValueError:
        return False
    return True
