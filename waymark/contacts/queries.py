"""What the public pages read. A number that may not be offered is never among it."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import get_language

from waymark.contacts import now
from waymark.contacts.models import Contact, ContactNumber
from waymark.contacts.opening import State
from waymark.contacts.places import country_name, sort_key
from waymark.contacts.wording import ENFORCEMENT, Audience, Channel, Kind
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
OPEN_FIRST = (State.OPEN, State.UNKNOWN, State.CLOSED)
# Whom the one line in the frame must be for: a line for journalists or for families is not it.
FOR_ANYBODY = frozenset({Audience.VICTIMS, Audience.PUBLIC})


@dataclass(frozen=True)
class Country:
    """A country that has contacts, named in the language of the page."""

    code: str
    name: str


@dataclass(frozen=True)
class CountryLines:
    """The contacts of one country in the order a page shows them.

    `emergency` is what a phone dials there for an emergency, empty where we know no number.
    `unverified` are those whose number is not shown: too long not verified, or found wrong.
    """

    country: Country
    emergency: str
    confirmed: list[Contact] = field(default_factory=list)
    unconfirmed: list[Contact] = field(default_factory=list)
    authorities: list[Contact] = field(default_factory=list)
    unverified: list[Contact] = field(default_factory=list)


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
    """A country's contacts for a reader of the page's language.

    Support before authorities, confirmed ones before others; then those that speak the language,
    those with interpreters, the others; then open before closed.
    """
    return sorted(_with_numbers().filter(country=country), key=_rank)


def lines_for(country: str) -> CountryLines:
    """A country's contacts in groups."""
    contacts = contacts_for(country)
    lines = [contact for contact in contacts if contact.kind != Kind.EMERGENCY]
    offered = [contact for contact in lines if contact.is_offered]
    helpful = [contact for contact in offered if contact.kind not in ENFORCEMENT]
    return CountryLines(
        country=named(country),
        emergency=_emergency(country, contacts),
        confirmed=[contact for contact in helpful if contact.is_confirmed],
        unconfirmed=[contact for contact in helpful if not contact.is_confirmed],
        authorities=[contact for contact in offered if contact.kind in ENFORCEMENT],
        unverified=[contact for contact in lines if not contact.is_offered],
    )


def first_lines(country: str, most: int = 2) -> list[Contact]:
    """The few confirmed lines to offer beside something else; never police or immigration."""
    return lines_for(country).confirmed[:most]


def best_number(country: str) -> tuple[Contact, ContactNumber] | None:
    """The one line for anybody and its first confirmed number to call, if there is one."""
    for contact in lines_for(country).confirmed:
        if not FOR_ANYBODY & set(contact.audience):
            continue
        for number in contact.offered_numbers:
            if number.confirmed and number.channel == Channel.PHONE:
                return contact, number
    return None


def _with_numbers() -> QuerySet[Contact]:
    return Contact.objects.prefetch_related("numbers")


def _rank(contact: Contact) -> tuple[bool, bool, int, int, int, str]:
    return (
        contact.is_enforcement,
        not contact.is_confirmed,
        _language_rank(contact, get_language() or "en"),
        OPEN_FIRST.index(now.now(contact).state),
        ORDER.index(Kind(contact.kind)),
        contact.slug,
    )


def _language_rank(contact: Contact, language: str) -> int:
    """0 for a line that speaks the language, 1 for one with interpreters, 2 for any other."""
    if language in contact.languages:
        return 0
    return 1 if contact.interprets else 2


def _emergency(country: str, contacts: list[Contact]) -> str:
    """The operator's number in its own country; elsewhere only one that a source gives."""
    if country == own_country() and site().emergency_number:
        return site().emergency_number
    numbers: list[ContactNumber] = [
        number
        for contact in contacts
        if contact.kind == Kind.EMERGENCY and contact.is_confirmed
        for number in contact.offered_numbers
    ]
    return numbers[0].dial if numbers else ""
