"""The contacts that may be printed, and what is printed of each. Nothing else has a number.

A printed number cannot be taken back. So only lines that were verified with the best source, that
are in date and whose number was itself confirmed are printed; never police or immigration.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from waymark.contacts.hours import hours_sentences
from waymark.contacts.models import Contact, ContactNumber
from waymark.contacts.models.contact import Confidence
from waymark.contacts.places import language_name
from waymark.contacts.queries import FOR_ANYBODY, ORDER
from waymark.contacts.wording import Audience, Kind, labels
from waymark.learn.posters.glyphs import printable
from waymark.learn.posters.texts import Poster, filled

Say = Callable[..., str]


@dataclass(frozen=True)
class PrintedNumber:
    """A number as its source prints it, and how it is used."""

    number: str
    use: str


@dataclass(frozen=True)
class PrintedLine:
    """Everything that a poster says about one line, in the language of the poster."""

    name: str
    name_language: str
    kind: str
    numbers: tuple[PrintedNumber, ...]
    hours: str
    about: str
    passes_on: str
    dates: str


def printable_lines(poster: Poster) -> dict[str, list[Contact]]:
    """The contacts that may stand on a poster by country, those to print first at the front."""
    today = timezone.localdate()
    rows = Contact.objects.filter(
        expires__gte=today, withdrawn_at=None, confidence=Confidence.A
    ).prefetch_related("numbers")
    found: dict[str, list[Contact]] = {}
    for contact in sorted(rows, key=lambda contact: _rank(contact, poster.language())):
        if _fits(contact, poster):
            found.setdefault(contact.country, []).append(contact)
    return found


def confirmed_numbers(contact: Contact) -> list[PrintedNumber]:
    """The numbers of a contact that may be printed now."""
    return [
        PrintedNumber(number.printed, _use(number))
        for number in contact.offered_numbers
        if number.confirmed
    ]


def printed(contact: Contact, poster: Poster, language: str) -> PrintedLine:
    """What is printed of a contact; the language must be active."""

    def say(name: str, **values: str) -> str:
        return filled(poster.words(f"frame.{name}", language), **values)

    hours = hours_sentences(contact, language) if contact.hours_confirmed else []
    return PrintedLine(
        name=contact.name if printable(contact.name) else contact.kind_label,
        name_language=contact.name_language if printable(contact.name) else language,
        kind=contact.kind_label,
        numbers=tuple(confirmed_numbers(contact)),
        hours=" ".join(hours) or say("hours_unknown"),
        about=_about(contact, say),
        passes_on=" ".join(contact.what_happens_sentences) or say("passes_on_unknown"),
        dates=say("line_dates", checked=day(contact.date_seen), until=day(contact.expires)),
    )


def day(moment: date) -> str:
    """A day, as the active language writes it."""
    return date_format(moment, "DATE_FORMAT")


def is_for_anybody(contact: Contact) -> bool:
    """Whether a line is for people who need it, whoever they are."""
    return bool(FOR_ANYBODY & set(contact.audience))


def _use(number: ContactNumber) -> str:
    """How a number is used, which it is of several, and from where it works."""
    return " · ".join(text for text in (number.channel_label, number.use_label) if text)


def _fits(contact: Contact, poster: Poster) -> bool:
    wanted = is_for_anybody(contact) or set(poster.lines_for) & set(contact.audience)
    refused = contact.is_enforcement or contact.kind == Kind.EMERGENCY or not contact.is_confirmed
    return bool(wanted and not refused and confirmed_numbers(contact))


def _rank(contact: Contact, language: str) -> tuple[bool, int, int, str]:
    # Not by who answers now, as on a page: paper stays up day and night.
    speaks = 0 if language in contact.languages else 1 if contact.interprets else 2
    return not is_for_anybody(contact), speaks, ORDER.index(Kind(contact.kind)), contact.slug


def _languages(contact: Contact) -> str:
    names = [language_name(code) for code in contact.languages]
    return " · ".join(name for name in names if printable(name))


def _about(contact: Contact, say: Say) -> str:
    """Whom it is for, where, in which languages, and what to know before a call."""
    whom = [] if is_for_anybody(contact) else [" · ".join(labels(Audience, contact.audience))]
    spoken = _languages(contact)
    area = [contact.area_label] if printable(contact.area_label) else []
    sentences = [
        *(say("whom", whom=text) for text in whom),
        *(f"{text}." for text in area if text),
        *([say("speaks", languages=spoken)] if spoken else []),
        *contact.language_sentences,
        *contact.caution_sentences,
        *([contact.cost_label] if contact.cost else []),
    ]
    return " ".join(sentences)
