"""A report arrives: sealed first, then written whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.reports.content import Content
from waymark.reports.files import CheckedFile
from waymark.reports.models import Attachment, Recipient, Report
from waymark.vault.models import Compartment
from waymark.vault.receipts import Receipts
from waymark.vault.records import NewEnvelope, prepare_envelope, save_all, to_the_hour
from waymark.vault.together import Together
from waymark.vault.writing import insert


@dataclass(frozen=True)
class Submitted:
    """A report that is stored. `repeated`: it was there before, and this call wrote nothing."""

    receipt: str = field(repr=False)
    report: Report
    repeated: bool


@dataclass(frozen=True)
class _Sealed:
    """Everything that one transaction writes; plaintext is gone by now."""

    report: Report
    attachments: list[Attachment]
    envelopes: list[NewEnvelope]


def submit(
    recipient: Recipient,
    content: Content,
    files: Sequence[CheckedFile],
    form_key: bytes,
    language: str,
    *,
    quarantined: bool = False,
    received_at: datetime | None = None,
) -> Submitted:
    """Seal and store a report once per form, however often the form is sent.

    `form_key`: the form's 16 random bytes, of which the receipt is made. `language`: of the page.
    `quarantined`: came in a flood. `received_at`: now, unless a demonstration says otherwise.
    The receipt is returned and stored nowhere.
    """
    receipts = Receipts(settings.RECEIPT_KEY)
    receipt = receipts.for_form(form_key)
    report = _new_report(recipient, content, received_at or timezone.now())
    report.lookup = receipts.lookup(receipt)
    report.language, report.quarantined = language, quarantined
    reader = receipts.reporter_pair(receipt).public
    compartments = list(recipient.compartments.all())
    try:
        _store(_seal(report, content, files, compartments, reader))
    except IntegrityError:
        return Submitted(receipt, _stored_before(report), repeated=True)
    return Submitted(receipt, report, repeated=False)


def _new_report(recipient: Recipient, content: Content, now: datetime) -> Report:
    """The plain columns. Times are exact, because the promised answer is running."""
    urgent = content.urgent or content.child
    return Report(
        recipient=recipient,
        urgent=urgent,
        received_at=now,
        answer_due_at=now + promised(recipient, urgent=urgent),
        state_at=to_the_hour(now),
    )


def promised(recipient: Recipient, *, urgent: bool) -> timedelta:
    """How long until the first answer that the recipient promises."""
    minutes = recipient.urgent_minutes if urgent else recipient.other_minutes
    return timedelta(minutes=minutes)


def _seal(
    report: Report,
    content: Content,
    files: Sequence[CheckedFile],
    compartments: list[Compartment],
    reader: bytes,
) -> _Sealed:
    """Seal the thread for the recipient and the reporter, each file for the recipient alone."""
    thread = prepare_envelope(compartments, [reader])
    report.envelope_id = thread.envelope.id
    thread.data_key.seal(report, "content", content.to_bytes())
    envelopes, attachments = [thread], []
    for position, file in enumerate(files):
        own = prepare_envelope(compartments)
        attachment = Attachment(report_id=report.pk, envelope_id=own.envelope.id, position=position)
        own.data_key.seal(attachment, "label", file.label())
        own.data_key.seal(attachment, "body", file.body)
        envelopes.append(own)
        attachments.append(attachment)
    return _Sealed(report, attachments, envelopes)


@transaction.atomic
def _write(batch: Sequence[_Sealed]) -> None:
    """One transaction. The reports come first, so that a repeated form stops here at once."""
    insert([each.report for each in batch])
    save_all([envelope for each in batch for envelope in each.envelopes])
    insert([attachment for each in batch for attachment in each.attachments])
    reports = [each.report for each in batch]
    audit.record_each(Event.REPORT_RECEIVED, by=Actor.REPORTER, targets=reports)


_store = Together(_write).store


def _stored_before(report: Report) -> Report:
    """The report that the same form made. Raises IntegrityError when something else was wrong."""
    found = Report.objects.filter(lookup=report.lookup).first()
    if found is None:
        raise IntegrityError("The report could not be stored.")
    return found
