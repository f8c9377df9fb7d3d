"""One report as its page shows it: opened in memory, for the worker who asks."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.reports.content import Content, Origin, Relation, way_shown
from waymark.reports.models import Attachment, Author, Message, Note, Report, Situation, State
from waymark.reports.names import report_name, situation_name
from waymark.reports.queries.queue import language_name, open_content, tags_of
from waymark.reports.queries.visible import situations_visible_to
from waymark.reports.states import Seen
from waymark.reports.waiting import Wait, wait_of
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import DataKey


@dataclass(frozen=True)
class Said:
    """One message or note. `who` is a worker's name, or empty for the reporter."""

    text: str
    who: str
    at: datetime
    from_reporter: bool = False


@dataclass(frozen=True)
class FileLine:
    """One attachment as it is listed; its body stays closed."""

    pk: UUID
    name: str
    type: str
    size: int
    metadata_inside: bool


@dataclass(frozen=True)
class SituationLine:
    """A situation and its title, which stays empty where no key opens it."""

    situation: Situation
    name: str
    title: str


@dataclass(frozen=True)
class Record:
    """Everything on the page of a report. `closed` says why there is nothing to read."""

    report: Report
    name: str
    language: str
    wait: Wait | None
    seen: Seen
    closed: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    facts: list[tuple[str, str]] = field(default_factory=list, repr=False)
    content: Content | None = field(default=None, repr=False)
    messages: list[Said] = field(default_factory=list, repr=False)
    notes: list[Said] = field(default_factory=list, repr=False)
    files: list[FileLine] = field(default_factory=list, repr=False)
    situation: SituationLine | None = field(default=None, repr=False)


def record_of(report: Report, keyring: Keyring, now: datetime) -> Record:
    """Open a report for its page. Withdrawn and erased ones stay closed."""
    plain = Record(
        report=report,
        name=report_name(report),
        language=language_name(report.language),
        wait=wait_of(report, now),
        seen=Seen.of(report),
        closed=_why_closed(report),
    )
    return plain if plain.closed else _opened(plain, keyring)


def _why_closed(report: Report) -> str:
    if report.state == State.WITHDRAWN:
        return _(
            "The reporter has withdrawn this report, so it is closed. It opens again if they bring "
            "it back. Otherwise it is erased when its time has come."
        )
    if report.state == State.ERASED:
        return _("This report is erased. Nobody can read it any more.")
    return ""


def _opened(plain: Record, keyring: Keyring) -> Record:
    report = plain.report
    notes = list(report.notes.select_related("worker").order_by("written_at", "pk"))
    files = list(report.attachments.defer("body"))
    envelopes = [report.envelope_id, *(row.envelope_id for row in (*notes, *files))]
    keys = keyring.data_keys(envelopes)
    thread = keys.get(report.envelope_id)
    content = open_content(report, thread)
    if thread is None or content is None:
        closed = _("None of your circles opens this report. Ask a supervisor to let you in.")
        return replace(plain, closed=closed)
    return replace(
        plain,
        content=content,
        tags=tags_of(report, content),
        facts=_facts(content),
        messages=said_in(report, thread),
        notes=_notes(notes, keys),
        files=_files(files, keys),
        situation=_situation(report, keyring),
    )


def _facts(content: Content) -> list[tuple[str, str]]:
    """What the reporter filled in besides the main text, in the order of the form."""
    relation = content.relation if content.relation in Relation.values else ""
    reachable = content.may_contact or content.origin is not None
    pairs = [
        (_("Reporter"), str(Relation(relation).label) if relation else ""),
        (_("Where"), content.where),
        (_("When"), content.when),
        (_("Contact"), content.contact_how if reachable else ""),
        (_("Safe times"), content.contact_when if reachable else ""),
        (_("Name to use"), content.contact_name),
        *(_from_the_file(content.origin) if content.origin else ()),
    ]
    return [(term, value) for term, value in pairs if value]


def _from_the_file(origin: Origin) -> list[tuple[str, str]]:
    """What another hotline wrote besides."""
    return [
        (_("How it came"), way_shown(origin.came_by)),
        (_("What was done"), origin.done),
        (_("Their number"), origin.number),
        (_("Also in the file"), origin.further),
    ]


def said_in(report: Report, key: DataKey) -> list[Said]:
    """The messages of a thread, oldest first."""
    return [
        Said(
            text=_text(message, key),
            who=message.worker.name if message.worker else "",
            at=message.sent_at,
            from_reporter=message.author == Author.REPORTER,
        )
        for message in report.messages.select_related("worker")
    ]


def opened_words(report: Report, keyring: Keyring) -> list[str]:
    """The texts of messages and notes that the worker's keys open."""
    rows: list[Message | Note] = [*report.messages.all(), *report.notes.all()]
    keys = keyring.data_keys([row.envelope_id for row in rows])
    return [_text(row, keys[row.envelope_id]) for row in rows if row.envelope_id in keys]


def _notes(notes: Iterable[Note], keys: dict[UUID, DataKey]) -> list[Said]:
    return [
        Said(
            _text(note, keys.get(note.envelope_id)),
            note.worker.name if note.worker else "",
            note.written_at,
        )
        for note in notes
    ]


def _text(row: Message | Note, key: DataKey | None) -> str:
    """The words of a row; a sentence instead where no key of the worker's opens it."""
    try:
        return key.open(row, "body").decode() if key else _("Closed to you.")
    except CannotOpen:
        return _("This cannot be opened: it has been changed.")


def _files(files: Iterable[Attachment], keys: dict[UUID, DataKey]) -> list[FileLine]:
    return [file_line(file, keys[file.envelope_id]) for file in files if file.envelope_id in keys]


def file_line(file: Attachment, key: DataKey) -> FileLine:
    """An attachment's label, opened. Raises CannotOpen."""
    label = json.loads(key.open(file, "label"))
    return FileLine(
        pk=file.pk,
        name=str(label.get("name", "")),
        type=str(label.get("type", "")),
        size=int(label.get("size", 0)),
        metadata_inside=bool(label.get("metadata_inside", True)),
    )


def _situation(report: Report, keyring: Keyring) -> SituationLine | None:
    if report.situation is None:
        return None
    return situation_lines([report.situation], keyring)[0]


def situation_lines(situations: Iterable[Situation], keyring: Keyring) -> list[SituationLine]:
    """Situations with their titles opened where the worker's keys do it."""
    listed = list(situations)
    keys = keyring.data_keys([row.envelope_id for row in listed])
    return [
        SituationLine(row, situation_name(row), _title(row, keys.get(row.envelope_id)))
        for row in listed
    ]


def _title(situation: Situation, key: DataKey | None) -> str:
    try:
        return key.open(situation, "title").decode() if key else ""
    except CannotOpen:
        return ""


def situations_for(worker: Worker, keyring: Keyring) -> list[SituationLine]:
    """The situations that a worker can name, newest first."""
    rows = situations_visible_to(worker).filter(envelope__erased_at=None)
    return situation_lines(rows.order_by("-created_at", "pk"), keyring)
