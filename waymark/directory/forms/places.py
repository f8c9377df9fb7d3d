"""Forms about where a service is, its numbers, and a new service."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.directory.actions.applying import LOCATION_FIELDS
from waymark.directory.actions.moving import Edited
from waymark.directory.closing import PLAIN, Place
from waymark.directory.forms.common import MeansForm, line, text
from waymark.directory.models import Location, LocationType, Phone, ServiceAtLocation, Use
from waymark.directory.tiers import Tier

ADDRESS = (
    "attention",
    "address_1",
    "address_2",
    "city",
    "region",
    "state_province",
    "postal_code",
    "country",
)
PLACE_ORDER = [
    *("seen", *LOCATION_FIELDS, "use", "tier", "area"),
    *(*ADDRESS, "latitude", "longitude", "number", "transportation", "url", "means"),
]
LONGEST_NUMBER = 40
FEWEST_DIGITS = 3


class NumberField(forms.CharField):
    """A telephone number as it is printed; a short code has three digits."""

    def __init__(self, label: Any, *, required: bool = True) -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=LONGEST_NUMBER,
            widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel", "autocomplete": "off"}),
        )

    def clean(self, value: Any) -> str:
        """Refuse what has too few digits to be dialled."""
        said: str = super().clean(value).strip()
        if said and sum(sign.isdecimal() for sign in said) < FEWEST_DIGITS:
            raise forms.ValidationError(_("Type the number with its digits."))
        return said


class NumberForm(MeansForm):
    """A changed or new telephone number, and what is said beside it."""

    number = NumberField(_("Number"))
    extension = forms.FloatField(label=_("Extension"), required=False, min_value=0)
    type = line(_("Kind"), hint=_("Such as voice, text or fax."))
    description = line(_("What it is for"))
    wrong_now = forms.BooleanField(
        label=_("The old number is wrong now: take it away at once"),
        help_text=_(
            "Nobody can call it then until somebody confirms the new one. Leave the number empty "
            "if you know no other."
        ),
        required=False,
    )
    field_order = ["seen", "number", "extension", "type", "description", "wrong_now", "means"]

    @classmethod
    def of(cls, phone: Phone | None) -> dict[str, Any]:
        """What the telephone says now."""
        names = ("number", "extension", "type", "description")
        return {name: getattr(phone, name) for name in names} if phone else {"type": "voice"}

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # The old number may only have to go.
        self.fields["number"].required = not (data and data.get(self.add_prefix("wrong_now")))

    def body(self, phone: Phone | None) -> dict[str, Any]:
        """The same as the body of a proposal."""
        return {**self.values(), "phone_id": str(phone.pk) if phone else None} | {
            "means": self.cleaned_data["means"]
        }

    def renumbers(self, phone: Phone | None) -> bool:
        """Whether the number itself changes: that takes two people."""
        data = self.cleaned_data
        same = phone and (phone.number, phone.extension) == (data["number"], data["extension"])
        return not same or data["wrong_now"]


class PlaceForm(MeansForm):
    """Where a service is, and who may learn it."""

    name = line(_("Name that anybody may read"))
    alternate_name = line(_("Other name"))
    description = text(_("Description that anybody may read"))
    location_type = forms.ChoiceField(label=_("Kind of place"), choices=LocationType.choices)
    use = forms.ChoiceField(label=_("What happens there"), choices=Use.choices)
    tier = forms.TypedChoiceField(
        label=_("Who may learn where it is"),
        choices=Tier.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    area = line(_("Region that anybody may read"), hint=_("Such as a county. Never a street."))
    attention = line(_("To the attention of"))
    address_1 = line(_("Street and number"))
    address_2 = line(_("Second line"))
    city = line(_("Town"))
    region = line(_("Region"))
    state_province = line(_("State or province"))
    postal_code = line(_("Postcode"))
    country = line(_("Country, two letters"), longest=2)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180
    )
    number = NumberField(_("Telephone of this place"), required=False)
    transportation = text(_("How to get there"))
    url = line(_("Web page of this place"))
    field_order = PLACE_ORDER

    @classmethod
    def of(cls, location: Location, link: ServiceAtLocation, place: Place) -> dict[str, Any]:
        """What is known of the place now."""
        values: dict[str, Any] = {name: getattr(location, name) for name in LOCATION_FIELDS}
        values |= {"use": link.use, "tier": location.tier, "area": location.area}
        first = place.addresses[0] if place.addresses else {}
        values |= {name: first.get(name, "") for name in ADDRESS}
        phone = place.phones[0] if place.phones else {}
        values["number"] = phone.get("number", "")
        return values | {name: getattr(place, name) for name in PLAIN if name in cls.base_fields}

    def clean(self) -> dict[str, Any]:
        """Both halves of a point, or none."""
        data = super().clean() or {}
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("Give both latitude and longitude, or neither."))
        return data

    def edited(self, before: Place | None = None) -> Edited:
        """What was typed, on top of what the form does not show of the place before."""
        data = self.cleaned_data
        return Edited(
            names={name: data[name] for name in LOCATION_FIELDS},
            use=data["use"],
            tier=Tier(data["tier"]),
            area=data["area"],
            place=self._place(before or Place()),
            means=data["means"],
        )

    def _place(self, before: Place) -> Place:
        data = self.cleaned_data
        plain = {name: data[name] for name in PLAIN if name in self.fields}
        typed = {name: data[name] for name in ADDRESS}
        return replace(
            before,
            **plain,
            addresses=_first_replaced(before.addresses, typed),
            phones=_first_replaced(before.phones, {"number": data["number"]}),
        )


def _first_replaced(rows: Any, typed: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows with the first one as it was typed; an empty one goes."""
    first, *others = [dict(row) for row in rows] or [{}]
    said = any(typed.values())
    return [first | typed, *others] if said else others


class NewServiceForm(PlaceForm):
    """A new service with its first number and place; the rest is filled in once it is there."""

    service_name = line(_("Name of the service"), required=True)
    organization = line(_("Organization that offers it"), required=True)
    what = text(_("What they do"), rows=5)
    service_tier = forms.TypedChoiceField(
        label=_("Who may know that it exists"),
        choices=Tier.choices,
        coerce=int,
        initial=Tier.PUBLIC.value,
        widget=forms.RadioSelect,
    )
    service_number = NumberField(_("Telephone number"), required=False)
    field_order = [
        "seen",
        "service_name",
        "organization",
        "what",
        "service_tier",
        "service_number",
        *PLACE_ORDER,
    ]

    def proposed(self, organization_id: str | None) -> dict[str, Any]:
        """The body of a proposal; `organization_id` is of the one of that name, if there is one."""
        data = self.cleaned_data
        number = data["service_number"]
        body: dict[str, Any] = {
            "service": {
                "name": data["service_name"],
                "description": data["what"],
                "tier": data["service_tier"],
            },
            "phones": [{"number": number, "type": "voice"}] if number else [],
            "places": [self.edited().body(None)],
            "means": data["means"],
        }
        if organization_id:
            return body | {"organization_id": organization_id}
        return body | {"organization": {"name": data["organization"]}}
