"""What workers write: answers, which the reporter's code opens, and notes, which it does not."""

import uuid

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.reports.actions.indexing import forget_index
from waymark.reports.actions.triage import begin, end_promise, holder_sentence, set_state
from waymark.reports.models import Author, Message, Note, Report, State
from waymark.reports.states import ChangedMeanwhile, Seen, Step, require_step
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import keyed_hash
from waymark.vault.records import new_envelope, to_the_hour


@transaction.atomic
def answer(
    report: Report,
    text: str,
    *,
    form_key: bytes,
    by: Worker,
    keyring: Keyring,
    seen: Seen | None = None,
) -> Message:
    """Write to the reporter, sealed with the thread's own key; ends the promised first answer.

    `form_key`: 16 random bytes of the form; the same form sent twice writes one message. `seen`:
    what the worker's page showed. Raises NotAllowed, CannotNow, ChangedMeanwhile (a colleague
    took the report, or somebody wrote), CannotOpen. Who answers what nobody holds, holds it.
    """
    form_hash = keyed_hash(form_key, report.pk.bytes, context=b"answer form")
    locked = begin(None, report, by)
    sent = Message.objects.filter(form_hash=form_hash, report=locked).first()
    if sent is not None:
        return sent
    require_step(Step.ANSWER, locked)
    if seen is not None:
        _require_unchanged(locked, seen, by)
    message = _message(locked, by, form_hash)
    keyring.data_key(locked.envelope_id).seal(message, "body", text.encode())
    message.save(force_insert=True)
    _note_answer(locked, by)
    forget_index(locked.envelope_id)
    audit.record(Event.REPORT_ANSWERED, by=by, target=locked)
    return message


def _require_unchanged(report: Report, seen: Seen, by: Worker) -> None:
    now = Seen.of(report)
    if report.holder_id != by.pk and now.holder != seen.holder:
        raise ChangedMeanwhile(
            _("%(what)s Your text is kept: look, then send it if it is still right.")
            % {"what": holder_sentence(report)}
        )
    if now.messages != seen.messages:
        raise ChangedMeanwhile(
            _(
                "Somebody wrote in this thread while you were writing. Your text is kept: read the "
                "new message, then send if it is still right."
            )
        )


def _message(report: Report, by: Worker, form_hash: bytes) -> Message:
    last = report.messages.aggregate(last=Max("position"))["last"]
    return Message(
        envelope_id=report.envelope_id,
        report=report,
        form_hash=form_hash,
        position=0 if last is None else last + 1,
        author=Author.WORKER,
        worker=by,
        sent_at=to_the_hour(timezone.now()),
    )


def _note_answer(report: Report, by: Worker) -> None:
    """The promise is kept; the answer counts as unread until the reporter comes back."""
    end_promise(report)
    report.reporter_waits_since = report.answer_read_at = None
    report.answered_at = to_the_hour(timezone.now())
    report.holder = report.holder or by
    if report.state != State.CLOSED:
        set_state(report, State.ANSWERED)
    report.save()


@transaction.atomic
def add_note(report: Report, text: str, *, form_key: bytes, by: Worker) -> Note:
    """Write a note that the recipient's compartments open and the reporter's code does not.

    `form_key`: 16 random bytes of the form; the same form sent twice writes one note. Raises
    NotAllowed and CannotNow.
    """
    locked = begin(Step.NOTE, report, by)
    own_id = uuid.UUID(bytes=keyed_hash(form_key, report.pk.bytes, context=b"note form", size=16))
    written = Note.objects.filter(pk=own_id, report=locked).first()
    if written is not None:
        return written
    data_key = new_envelope(locked.recipient.compartments.select_related("key"))
    note = Note(pk=own_id, envelope_id=data_key.envelope_id, report=locked, worker=by)
    data_key.seal(note, "body", text.encode())
    note.save(force_insert=True)
    forget_index(locked.envelope_id)
    audit.record(Event.REPORT_NOTED, by=by, target=locked)
    return note
