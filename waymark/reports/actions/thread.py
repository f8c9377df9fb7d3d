"""What a reporter does with the code: add, withdraw, take back, erase."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.reports import notices
from waymark.reports.actions.indexing import forget_index
from waymark.reports.actions.intake import promised
from waymark.reports.actions.retention import erase_report
from waymark.reports.actions.triage import end_promise, lock, set_state
from waymark.reports.models import Author, Message, Report, State
from waymark.reports.queries.public import Thread
from waymark.vault.primitives import keyed_hash
from waymark.vault.records import to_the_hour


class Refused(Exception):
    """The thread is withdrawn or erased, so that this cannot be done to it."""


def add_message(thread: Thread, text: str, form_key: bytes) -> Message | None:
    """Add the reporter's words to the thread, once per form. Raises Refused.

    Returns None when this form was sent before. The report waits for a worker again.
    """
    try:
        with transaction.atomic():
            return _add_message(thread, text, form_hash(form_key))
    except IntegrityError:
        if Message.objects.filter(form_hash=form_hash(form_key)).exists():
            return None
        raise


def form_hash(form_key: bytes) -> bytes:
    """What a use of a message form is known by; it cannot be turned back into the form's key."""
    return keyed_hash(settings.RECEIPT_KEY, form_key, context=b"message form")


def _add_message(thread: Thread, text: str, use: bytes) -> Message:
    report = lock(thread.report.pk)
    if report.state in {State.WITHDRAWN, State.ERASED} or thread.data_key is None:
        raise Refused(report.state)
    now = to_the_hour(timezone.now())
    last = Message.objects.filter(report=report).aggregate(Max("position"))["position__max"]
    message = Message(
        report=report,
        envelope_id=report.envelope_id,
        form_hash=use,
        position=0 if last is None else last + 1,
        author=Author.REPORTER,
        sent_at=now,
    )
    thread.data_key.seal(message, "body", text.encode())
    message.save(force_insert=True)
    _let_wait(report)
    audit.record(Event.REPORT_ADDED_TO, by=Actor.REPORTER, target=report)
    return message


def _let_wait(report: Report) -> None:
    """Put the report where the queue shows it: with its holder, or among the new ones."""
    now = to_the_hour(timezone.now())
    if report.reporter_waits_since is None:
        report.reporter_waits_since = now
    if report.state in {State.ANSWERED, State.CLOSED}:
        set_state(report, State.TAKEN if report.holder_id else State.NEW)
        report.disposition = ""
    report.save()
    notices.tell_holder(report)
    forget_index(report.envelope_id)


@transaction.atomic
def note_answer_read(thread: Thread) -> None:
    """Remember, to the hour, that the reporter has seen every answer there is.

    An answer that came after the thread was read for this page is still unread.
    """
    report = lock(thread.report.pk)
    if Message.objects.filter(report=report).count() != len(thread.messages):
        return
    report.answer_read_at = to_the_hour(timezone.now())
    report.save(update_fields=["answer_read_at"])


@transaction.atomic
def withdraw(thread: Thread) -> None:
    """Ask the team to stop. It can be taken back. Raises Refused when it is erased. Idempotent."""
    report = lock(thread.report.pk)
    if report.state == State.ERASED:
        raise Refused(report.state)
    if report.state == State.WITHDRAWN:
        return
    report.state_before_withdrawal = report.state
    set_state(report, State.WITHDRAWN)
    end_promise(report)
    report.save()
    audit.record(Event.REPORT_WITHDRAWN, by=Actor.REPORTER, target=report)


@transaction.atomic
def restore(thread: Thread) -> None:
    """Take a withdrawal back; the promised first answer runs anew if there was none.

    Raises Refused when the report is erased. Idempotent.
    """
    report = lock(thread.report.pk)
    if report.state == State.ERASED:
        raise Refused(report.state)
    if report.state != State.WITHDRAWN:
        return
    set_state(report, State(report.state_before_withdrawal or State.NEW))
    report.state_before_withdrawal = ""
    if report.answered_at is None and report.state in {State.NEW, State.TAKEN}:
        report.answer_due_at = timezone.now() + promised(report.recipient, urgent=report.urgent)
    report.save()
    audit.record(Event.REPORT_RESTORED, by=Actor.REPORTER, target=report)


@transaction.atomic
def erase(report: Report) -> None:
    """Destroy the keys and ciphertexts of a report and of all that hangs on it. Idempotent.

    What stays is a tombstone with the lookup value, so that the code is answered with "erased".
    """
    report = lock(report.pk)
    if report.state == State.ERASED:
        return
    erase_report(report)
    audit.record(Event.REPORT_ERASED, by=Actor.REPORTER, target=report)
