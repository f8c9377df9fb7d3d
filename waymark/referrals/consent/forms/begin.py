"""Whose release it is, and who is to receive it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation
from waymark.cases.caseload.forms.fields import choose_from
from waymark.cases.models import Participant
from waymark.cases.names import person_name
from waymark.directory.models import Service
from waymark.referrals.consent.actions.drafting import To

if TYPE_CHECKING:
    _WhoseChoice = forms.ModelChoiceField[Participant]
    _NameChoice = forms.ModelChoiceField[Any]
else:
    _WhoseChoice = _NameChoice = forms.ModelChoiceField

LONGEST_NAME = 200
ORGANISATION, SERVICE, NAMED = "organisation", "service", "named"
KINDS = [
    (ORGANISATION, _("An organisation that works with Waymark")),
    (SERVICE, _("A service of the directory")),
    (NAMED, _("Somebody else")),
]


class WhoseChoice(_WhoseChoice):
    """People of the case by pseudonym."""

    def label_from_instance(self, obj: Participant) -> str:
        """A pseudonym."""
        return person_name(obj.person.standing)


class NameChoice(_NameChoice):
    """Organisations and services by name."""

    def label_from_instance(self, obj: Organisation | Service) -> str:
        """A name, and whose service it is."""
        house = obj.organization if isinstance(obj, Service) else None
        return f"{obj.name}, {house.name}" if house and house.name != obj.name else obj.name


class BeginForm(forms.Form):
    """Whose, and for whom."""

    whose = WhoseChoice(
        label=_("About whom"),
        queryset=Participant.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_("Somebody who is suspected of harming others can agree to nothing here."),
        error_messages={"required": _("Choose whose information it is.")},
    )
    kind = forms.ChoiceField(
        label=_("Who is to receive it"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who is to receive it.")},
    )
    organisation = NameChoice(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Choose an organisation"),
    )
    words = forms.CharField(
        label=_("Find a service by its name"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    service = NameChoice(
        label=_("Service"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Name of the person or body"),
        help_text=_("As exactly as the person means it: with a first name, or with the place."),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(
        self,
        people: QuerySet[Participant],
        houses: QuerySet[Organisation],
        services: QuerySet[Service],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("whose", people), ("organisation", houses), ("service", services)):
            choose_from(self, name, rows)

    def clean(self) -> dict[str, Any]:
        """The receiver of the chosen kind; what was typed for the others does not count."""
        data = super().clean() or {}
        kind = data.get("kind")
        missing = {
            ORGANISATION: ("organisation", _("Choose an organisation.")),
            SERVICE: ("service", _("Find the service, then choose it.")),
            NAMED: ("name", _("Write who is to receive it.")),
        }
        if kind in missing:
            field, sentence = missing[kind]
            if not data.get(field) and field not in self.errors:
                self.add_error(field, sentence)
        return data

    @property
    def to(self) -> To:
        """The receiver of a valid form."""
        data, kind = self.cleaned_data, self.cleaned_data["kind"]
        return To(
            organisation=data["organisation"] if kind == ORGANISATION else None,
            service=data["service"] if kind == SERVICE else None,
            name=data["name"] if kind == NAMED else "",
        )
