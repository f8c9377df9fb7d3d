from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import get_language

from waymark.contacts.models import Contact, ContactNumber
from waymark.contacts.places import country_name, sort_key
from waymark.contacts.wording import ENFORCEMENT, Kind
from waymark.web.queries import site

# Support comes first. Police and immigration authorities always come last: they are nobody's
# default, and a person who fears them must not meet them at the top of a list.
ORDER = (
    Kind.VICTIM_SUPPORT,
    Kind.CHILD_PROTECTION,
    Kind.GOVERNMENT,
    Kind.EMERGENCY,
    Kind.LAW_ENFORCEMENT,
    Kind.IMMIGRATION_ENFORCEMENT,
)


@dataclass(frozen=True)
class Country:
    """A country that has contacts, named in the language of the page."""

    code: str
    name: str


@dataclass(frozen=True)
class CountryLines:
    """The contacts of one country in the order a page shows them.

    `emergency` is what a phone dials there for an emergency, empty where we know no number.
    """

    country: Country
    emergency: str
    confirmed: list[Contact] = field(default_factory=list)
    unconfirmed: list[Contact] = field(default_factory=list)
    authorities: list[Contact] = field(default_factory=list)


def named(code: str) -> Country:
    """A country with its name in the language of the page."""
    return Country(code, country_name(code, get_language() or "en"))


def countries() -> list[Country]:
    """The countries that have contacts, by name."""
    codes = Contact.objects.order_by().values_list("country", flat=True).distinct()
    return sorted((named(code) for code in codes), key=lambda country: sort_key(country.name))


def own_country() -> str:
    """The ISO code of the country where the organisation works; empty when nobody said."""
    return site().country


def contacts_for(country: str) -> list[Contact]:
    """A country's contacts: support first, confirmed ones before others, authorities last."""
    return sorted(_with_numbers().filter(country=country), key=_rank)


def lines_for(country: str) -> CountryLines:
    """A country's contacts in groups."""
    contacts = contacts_for(country)
    lines = [contact for contact in contacts if contact.kind != Kind.EMERGENCY]
    helpful = [contact for contact in lines if contact.kind not in ENFORCEMENT]
    return CountryLines(
        country=named(country),
        emergency=_emergency(country, contacts),
        confirmed=[contact for contact in helpful if contact.is_confirmed],
        unconfirmed=[contact for contact in helpful if not contact.is_confirmed],
        authorities=[contact for contact in lines if contact.kind in ENFORCEMENT],
    )


def first_lines(country: str, most: int = 2) -> list[Contact]:
    """The few confirmed lines to offer beside something else; never police or immigration."""
    return lines_for(country).confirmed[:most]


def _with_numbers() -> QuerySet[Contact]:
    return Contact.objects.prefetch_related("numbers")


def _rank(contact: Contact) -> tuple[bool, bool, int, str]:
    return (
        contact.is_enforcement,
        not contact.is_confirmed,
        ORDER.index(Kind(contact.kind)),
        contact.slug,
    )


def _emergency(country: str, contacts: list[Contact]) -> str:
    """The operator's number in its own country; elsewhere only one that a source gives."""
    if country == own_country() and site().emergency_number:
        return site().emergency_number
    numbers: list[ContactNumber] = [
        number
        for contact in contacts
        if contact.kind == Kind.EMERGENCY and contact.is_confirmed
        for number in contact.numbers.all()
    ]
    return numbers[0].dial if numbers else ""
