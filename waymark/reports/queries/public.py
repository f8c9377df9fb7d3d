"""What the public site reads: recipients, and the thread whose code is presented."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error
from django.db.models import Prefetch
from django.utils import timezone

from waymark.reports.content import Content
from waymark.reports.models import Author, Message, Recipient, RecipientText, Report, State
from waymark.vault.models import Compartment
from waymark.vault.primitives import CannotOpen, KeyPair
from waymark.vault.receipts import Receipts
from waymark.vault.records import DataKey, reader_data_key
from waymark.web.models import SOURCE_LANGUAGE

RECEIPT_SHOWN_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class PublishedRecipient:
    """A recipient that reporters may choose, with the operator's words."""

    recipient: Recipient
    texts: dict[str, RecipientText]

    def words(self, language: str) -> RecipientText:
        """The words in the reader's language, or English, or whatever there is."""
        wanted = (language, SOURCE_LANGUAGE, *self.texts)
        return next(self.texts[code] for code in wanted if code in self.texts)


@dataclass
class _Kept:
    recipients: Sequence[PublishedRecipient] = ()
    until: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept = _Kept()


def published_recipients() -> Sequence[PublishedRecipient]:
    """Recipients that are published and have words, at most SITE_CACHE_SECONDS old."""
    with _kept.lock:
        now = time.monotonic()
        if now >= _kept.until:
            _kept.recipients = _recipients_or_last_known()
            _kept.until = now + settings.SITE_CACHE_SECONDS
        return _kept.recipients


def forget_recipients() -> None:
    """Read the recipients again at the next call."""
    _kept.until = 0.0


def _recipients_or_last_known() -> Sequence[PublishedRecipient]:
    """Where the database does not answer, the form still opens with what it said before."""
    try:
        return _read_recipients()
    except Error:
        if not _kept.recipients:
            raise
        return _kept.recipients


def _read_recipients() -> list[PublishedRecipient]:
    compartments = Compartment.objects.select_related("key")
    rows = (
        Recipient.objects.filter(published=True, compartments__isnull=False, texts__isnull=False)
        .distinct()
        .order_by("position", "slug")
        .prefetch_related("texts", Prefetch("compartments", compartments))
    )
    return [
        PublishedRecipient(row, {each.language: each for each in row.texts.all()}) for row in rows
    ]


@dataclass(frozen=True)
class Said:
    """One message as the reporter reads it; `at` is cut to the hour."""

    by_worker: bool
    at: datetime
    text: str


@dataclass(frozen=True)
class Thread:
    """A report with what its code opens. `content` is missing once it is erased."""

    report: Report
    content: Content | None = None
    messages: Sequence[Said] = ()
    data_key: DataKey | None = field(default=None, repr=False)

    @property
    def answered(self) -> bool:
        """Whether a worker has written."""
        return any(message.by_worker for message in self.messages)


def receipts() -> Receipts:
    """Receipts under this installation's key."""
    return Receipts(settings.RECEIPT_KEY)


def report_of_form(form_key: bytes) -> Report | None:
    """The report that a form has already made, if it has."""
    made = receipts()
    return Report.objects.filter(lookup=made.lookup(made.for_form(form_key))).first()


def may_show_receipt_again(report: Report) -> bool:
    """Whether a repeated form may still be shown its receipt: for an hour, until an answer is read.

    Somebody who takes the phone later must not get the code by sending the form again. Once the
    promised answer is given the time is cut to its hour, so that another hour is allowed then:
    somebody on a broken line who was answered quickly must not lose the code.
    """
    if report.state == State.ERASED or report.answer_read_at is not None:
        return False
    running = report.answer_due_at is not None
    allowed = RECEIPT_SHOWN_AGAIN if running else 2 * RECEIPT_SHOWN_AGAIN
    return timezone.now() - report.received_at < allowed


def find_thread(code: str) -> Thread | None:
    """What a code opens; None for every code that opens nothing, in the same time."""
    made = receipts()
    report = Report.objects.select_related("envelope").filter(lookup=made.lookup(code)).first()
    return open_thread(report, made.reporter_pair(code)) if report else None


def open_thread(report: Report, pair: KeyPair) -> Thread:
    """Open a report and its messages with the reporter's key pair."""
    try:
        key = reader_data_key(pair, report.envelope_id)
    except CannotOpen:
        return Thread(report)
    content = Content.from_bytes(key.open(report, "content"))
    messages = [_said(message, key) for message in Message.objects.filter(report=report)]
    return Thread(report, content, messages, key)


def _said(message: Message, key: DataKey) -> Said:
    text = key.open(message, "body").decode()
    return Said(message.author == Author.WORKER, message.sent_at, text)
