"""Seal what comes in, as intake seals what the public form brings."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.reports.actions.indexing import tokens
from waymark.reports.actions.intake import promised
from waymark.reports.importing.choices import ComesAs
from waymark.reports.importing.known import keys_for
from waymark.reports.importing.rows import Outcome
from waymark.reports.models import Disposition, Report, ReportImport, State
from waymark.vault import blind
from waymark.vault.blind import ToIndex
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import KEY_BYTES, random_bytes
from waymark.vault.records import NewEnvelope, prepare_envelope, save_all, to_the_hour
from waymark.vault.writing import insert


def write(coming: Sequence[Outcome], run: ReportImport, *, by: Worker, keyring: Keyring) -> None:
    """Write rows that come in as reports of a held recipient, and into its blind indexes.

    Call it inside a transaction and audit it there. Raises CannotOpen.
    """
    now = timezone.now()
    circles = list(run.recipient.compartments.select_related("key"))
    reports, envelopes = list[Report](), list[NewEnvelope]()
    for each in coming:
        envelope = prepare_envelope(circles)
        reports.append(_sealed(each, run, envelope, now))
        envelopes.append(envelope)
    insert(reports)
    save_all(envelopes)
    keys = keys_for(run.recipient, keyring)
    region = by.organisation.country
    words = [tokens(each.content, (), region) for each in coming if each.content]
    blind.index_many(
        (
            ToIndex(report.envelope_id, key, found)
            for report, found in zip(reports, words, strict=True)
            for key in keys
        ),
        by=keyring,
    )


def _sealed(each: Outcome, run: ReportImport, envelope: NewEnvelope, now: datetime) -> Report:
    if each.content is None or each.received is None:
        raise ValueError("a row that is left out does not come in")
    urgent = each.content.urgent or each.content.child
    report = Report(
        envelope_id=envelope.envelope.id,
        recipient=run.recipient,
        # No receipt is made of this, so no code finds it.
        lookup=random_bytes(KEY_BYTES),
        urgent=urgent,
        language=each.language,
        received_at=to_the_hour(each.received.astimezone(UTC)),
        state_at=to_the_hour(now),
        imported_at=now,
        brought_in=run,
    )
    if run.way == ComesAs.PROMISED:
        report.answer_due_at = now + promised(run.recipient, urgent=urgent)
    elif run.way == ComesAs.CLOSED:
        # Who brought it in has looked at it; else no rule of retention would ever erase it.
        report.state, report.disposition = State.CLOSED, Disposition.INFORMATION
        report.read_at = to_the_hour(now)
    envelope.data_key.seal(report, "content", each.content.to_bytes())
    return report
