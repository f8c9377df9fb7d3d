"""A contact as plain data: what the bundled file, a signed pack and a proposal have in common.

Whatever comes in passes `read_row`, which refuses anything doubtful and names it. What a phone
dials is worked out here from what is printed, and is never taken from anybody else's file.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from waymark.contacts import table, wording
from waymark.contacts.models import Confidence, Contact, ContactNumber
from waymark.contacts.phone import BadNumber, is_full, read_number
from waymark.contacts.table import DataFileError, Table

Entry = dict[str, object]
# The lengths of the columns.
LONGEST = {
    "slug": 60,
    "name": 200,
    "area_name": 120,
    "source_kind": 200,
    "email": 254,
    "url": 500,
    "chat_url": 500,
    "source_url": 500,
}
LONGEST_NUMBER = 40


@dataclass(frozen=True)
class NumberRow:
    """One number; the fields are those of ContactNumber."""

    channel: str
    printed: str
    dial: str
    international: str
    label: str
    reach: str
    confirmed: bool


@dataclass(frozen=True)
class ContactRow:
    """One contact; the fields, `numbers` aside, are those of Contact."""

    slug: str
    country: str
    area: str
    area_name: str
    name: str
    name_language: str
    audience: list[str]
    kind: str
    url: str
    email: str
    chat_url: str
    always_open: bool
    hours: list[dict[str, object]]
    hours_note: str
    hours_confirmed: bool
    time_zone: str
    languages: list[str]
    language_notes: list[str]
    cost: str
    what_happens: list[str]
    cautions: list[str]
    source_url: str
    source_kind: str
    confidence: str
    date_seen: date
    staff_note: str
    retired: list[str]
    numbers: tuple[NumberRow, ...]


def read_row(entry: Table) -> ContactRow:
    """A contact from a table. Raises DataFileError, which names the row and what is wrong."""
    slug = entry.matching("slug", r"[a-z0-9]+(-[a-z0-9]+)*")
    entry = entry.named(f"contact {slug!r}")
    country = entry.matching("country", r"[A-Z]{2}")
    confidence = entry.code("confidence", Confidence)
    sure = confidence == Confidence.A
    always, hours = table.hours(entry)
    row = ContactRow(
        slug=slug,
        country=country,
        area=entry.code("area", wording.Area, ""),
        area_name=entry.text("area_name", ""),
        name=entry.text("name"),
        name_language=entry.matching("name_language", r"[a-z]{2,3}"),
        audience=entry.codes("audience", wording.Audience),
        kind=entry.code("kind", wording.Kind),
        url=entry.address("url", ""),
        email=entry.text("email", ""),
        chat_url=entry.address("chat_url", ""),
        always_open=always,
        hours=hours,
        hours_note=entry.code("hours_note", wording.HoursNote, ""),
        hours_confirmed=entry.flag("hours_confirmed", default=True) and sure,
        time_zone=table.time_zone(entry),
        languages=entry.texts("languages"),
        language_notes=entry.codes("language_notes", wording.LanguageNote),
        cost=entry.code("cost", wording.Cost, ""),
        what_happens=entry.codes("what_happens", wording.WhatHappens),
        cautions=entry.codes("cautions", wording.Caution),
        source_url=entry.address("source_url"),
        source_kind=entry.text("source_kind"),
        confidence=confidence,
        date_seen=entry.day("date_seen"),
        staff_note=entry.text("staff_note", ""),
        retired=entry.texts("retired"),
        numbers=tuple(_numbers(entry, country, sure=sure)),
    )
    entry.refuse_unknown()
    _refuse_silence(row, entry)
    _refuse_long(row, entry)
    return row


def plain_row(entry: Entry, where: str) -> ContactRow:
    """A contact from JSON, where a day is a text. Raises DataFileError."""
    values = dict(entry)
    seen = values.get("date_seen")
    try:
        values["date_seen"] = date.fromisoformat(seen) if isinstance(seen, str) else seen
    except ValueError:
        raise DataFileError(f"{where}: date_seen is no day: {seen!r}") from None
    return read_row(Table(values, where))


def entry_of(contact: Contact | ContactRow) -> Entry:
    """The plain data that `plain_row` reads as this contact."""
    taken = ("area", "area_name", "url", "email", "chat_url", "hours_note", "cost", "staff_note")
    listed = ("audience", "languages", "language_notes", "what_happens", "cautions", "retired")
    needed = ("slug", "country", "name", "name_language", "kind", "source_url", "source_kind")
    found: Entry = {name: getattr(contact, name) for name in (*needed, "confidence")}
    found |= {name: value for name in (*taken, *listed) if (value := getattr(contact, name))}
    found["hours_confirmed"] = contact.hours_confirmed
    found["date_seen"] = contact.date_seen.isoformat()
    if contact.always_open:
        found["hours"] = "always"
    elif contact.hours:
        found |= {"hours": contact.hours, "time_zone": contact.time_zone}
    numbers = contact.numbers if isinstance(contact, ContactRow) else contact.numbers.all()
    found["number"] = [_number_entry(number, contact.country) for number in numbers]
    return found


def values_of(row: ContactRow) -> tuple[dict[str, object], list[dict[str, object]]]:
    """A row as the fields of Contact and, apart, those of its ContactNumbers."""
    values = asdict(row)
    return values, [dict(number) for number in values.pop("numbers")]


# What says how and when a contact was read, and nothing about the contact.
PROVENANCE = frozenset({"source_url", "source_kind", "date_seen", "staff_note", "slug"})


def shows_the_same(row: ContactRow, contact: Contact) -> bool:
    """Whether a row tells a reader the same as the contact, however and whenever it was read."""
    values, numbers = values_of(row)
    return numbers == _written(contact) and all(
        getattr(contact, key) == value for key, value in values.items() if key not in PROVENANCE
    )


def is_same(row: ContactRow, contact: Contact) -> bool:
    """Whether a row and a contact agree in everything."""
    values, _numbers_of_row = values_of(row)
    return shows_the_same(row, contact) and all(
        getattr(contact, key) == values[key] for key in PROVENANCE
    )


def _written(contact: Contact) -> list[dict[str, object]]:
    names = NumberRow.__dataclass_fields__
    return [{name: getattr(number, name) for name in names} for number in contact.numbers.all()]


def _number_entry(number: ContactNumber | NumberRow, country: str) -> Entry:
    found: Entry = {"printed": number.printed, "channel": number.channel, "reach": number.reach}
    if number.label:
        found["label"] = number.label
    return found | {
        "short": not is_full(number.printed, country),
        "confirmed": number.confirmed,
    }


def _numbers(entry: Table, country: str, *, sure: bool) -> Iterator[NumberRow]:
    for number in entry.tables("number"):
        printed = number.text("printed")
        try:
            read = read_number(printed, country, short=number.flag("short", default=False))
        except BadNumber as error:
            raise number.wrong(str(error)) from error
        yield NumberRow(
            channel=number.code("channel", wording.Channel, wording.Channel.PHONE),
            printed=printed,
            dial=read.dial,
            international=read.international,
            label=number.code("label", wording.Label, ""),
            reach=number.code("reach", wording.Reach, wording.Reach.INSIDE),
            confirmed=number.flag("confirmed", default=True) and sure,
        )
        number.refuse_unknown()


def _refuse_silence(row: ContactRow, entry: Table) -> None:
    """A police line that does not say what it does with a call must not be loaded."""
    if not row.numbers and not row.chat_url:
        raise entry.wrong("it has no number")
    if row.kind in wording.ENFORCEMENT and not row.what_happens:
        raise entry.wrong("what_happens must say that a call goes to the police")


def _refuse_long(row: ContactRow, entry: Table) -> None:
    """Too long for its column is a fault on one engine only: it is said here, for both."""
    for name, most in LONGEST.items():
        if len(getattr(row, name)) > most:
            raise entry.wrong(f"{name} is longer than {most} signs")
    if any(len(number.printed) > LONGEST_NUMBER for number in row.numbers):
        raise entry.wrong(f"a number is longer than {LONGEST_NUMBER} signs")
