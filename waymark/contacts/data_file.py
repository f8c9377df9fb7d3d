"""Reads `data/contacts.toml` strictly: anything doubtful is refused, naming the row."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

from waymark.contacts import table, wording
from waymark.contacts.models import Confidence
from waymark.contacts.phone import BadNumber, read_number, same_line
from waymark.contacts.table import DataFileError, Table

DATA_FILE = Path(__file__).parent / "data" / "contacts.toml"


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
    name: str
    name_language: str
    audience: list[str]
    kind: str
    url: str
    email: str
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


def read_contacts(path: Path = DATA_FILE) -> list[ContactRow]:
    """Every contact of the file. Raises DataFileError, which names the row and what is wrong."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataFileError(f"{path.name} cannot be read: {error}") from error
    rows = [_contact(entry) for entry in Table(document, path.name).tables("contact")]
    _refuse_doubles(rows, path.name)
    _refuse_retired(rows)
    return rows


def _contact(entry: Table) -> ContactRow:
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
        name=entry.text("name"),
        name_language=entry.matching("name_language", r"[a-z]{2}"),
        audience=entry.codes("audience", wording.Audience),
        kind=entry.code("kind", wording.Kind),
        url=entry.address("url", ""),
        email=entry.text("email", ""),
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
    return row


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
    if not row.numbers:
        raise entry.wrong("it has no number")
    if row.kind in wording.ENFORCEMENT and not row.what_happens:
        raise entry.wrong("what_happens must say that a call goes to the police")


def _refuse_doubles(rows: list[ContactRow], where: str) -> None:
    slugs = [row.slug for row in rows]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise DataFileError(f"{where}: contact {slug!r} stands there twice")


def _refuse_retired(rows: list[ContactRow]) -> None:
    for row, other in product(rows, rows):
        if row.country != other.country:
            continue
        for retired, number in product(row.retired, other.numbers):
            if same_line(retired, number.printed, row.country):
                raise DataFileError(f"contact {other.slug!r}: {retired!r} is retired, do not offer")
