"""Write the words of reports into the blind indexes, under the keys of the worker who searches.

The public site cannot do it: whoever can write an index can test words against it.
"""

import re
import uuid
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.reports.actions.triage import lock
from waymark.reports.content import Content
from waymark.reports.models import Recipient, Report
from waymark.reports.permissions import may_work_on_reports
from waymark.reports.queries.queue import open_content
from waymark.reports.queries.record import opened_words
from waymark.reports.queries.visible import visible_to
from waymark.reports.states import READABLE
from waymark.vault import blind
from waymark.vault.keyring import Keyring
from waymark.vault.models import CompartmentKey, IndexedRecord, WrappedDataKey

BATCH = 60
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def forget_index(envelope_id: uuid.UUID) -> None:
    """Have a thread indexed anew at the next search, because something was added to it."""
    IndexedRecord.objects.filter(envelope_id=envelope_id).delete()


def index_some(
    worker: Worker, keyring: Keyring, *, most: int = BATCH, imported_for: Recipient | None = None
) -> int:
    """Index up to `most` reports that the worker can open and nobody has indexed yet.

    `imported_for`: only what was imported for this recipient. Returns how many are left. Raises
    NotAllowed to those who do not work on reports.
    """
    require(may_work_on_reports, worker)
    pending = _pending(worker, keyring)
    if imported_for is not None:
        pending = pending.filter(recipient=imported_for, imported_at__isnull=False)
    for pk in list(pending.values_list("pk", flat=True)[:most]):
        _index_one(pk, keyring, worker.organisation.country)
    return pending.count()


def _pending(worker: Worker, keyring: Keyring) -> QuerySet[Report]:
    """The visible reports that lack an index in one of the worker's compartments."""
    return (
        visible_to(worker)
        .filter(state__in=READABLE)
        .filter(Exists(_unindexed(keyring).filter(envelope=OuterRef("envelope"))))
        .order_by("-state_at", "pk")
    )


def _unindexed(keyring: Keyring) -> QuerySet[WrappedDataKey]:
    done = IndexedRecord.objects.filter(
        envelope=OuterRef("envelope"), compartment_key=OuterRef("compartment_key")
    )
    return WrappedDataKey.objects.filter(
        ~Exists(done), compartment_key__in=keyring.compartment_keys
    )


@transaction.atomic
def _index_one(pk: uuid.UUID, keyring: Keyring, region: str) -> None:
    """Index one report, held meanwhile, so that nothing is added while it is read.

    A report that does not open is noted as indexed without words: trying again would not help.
    """
    report = lock(pk)
    rows = _unindexed(keyring).filter(envelope=report.envelope_id)
    keys = [row.compartment_key for row in rows.select_related("compartment_key")]
    tokens = _tokens_of(report, keyring, region)
    for key in keys:
        if isinstance(key, CompartmentKey):
            blind.index(report.envelope_id, key, tokens, by=keyring)


def _tokens_of(report: Report, keyring: Keyring, region: str) -> list[str]:
    data_key = keyring.data_keys([report.envelope_id]).get(report.envelope_id)
    content = open_content(report, data_key)
    if data_key is None or content is None:
        return []
    return tokens(content, opened_words(report, keyring), region)


def tokens(content: Content, further: Iterable[str], region: str | None) -> list[str]:
    """What a report is found by, the most telling first, at most blind.MOST_TERMS.

    What an imported report is known by when it is brought again; phone numbers anywhere (`region`
    reads those without country code); the words of places and of contact fields; names in
    everything else. `further`: messages and notes.
    """
    fields = " \n".join((content.where, content.contact_name, content.contact_how))
    texts = [content.what, content.when, content.contact_when, *further]
    found: dict[str, None] = {}
    if origin := content.origin:
        found |= dict.fromkeys(origin.marks)
        fields += f" \n{origin.number}"
        texts += [origin.done, origin.further]
    for text in (fields, *texts):
        found |= dict.fromkeys(sorted(blind.phones(text, region)))
    found |= dict.fromkeys(sorted(blind.words(fields)))
    for text in texts:
        found |= dict.fromkeys(sorted(blind.words(" ".join(_names(text)))))
    return list(found)[: blind.MOST_TERMS]


def _names(text: str) -> Iterator[str]:
    """Words that may be names: capitalised ones, and every word of a script without capitals.

    A text typed without capitals gives every word: on a phone in a hurry nobody writes them.
    """
    words = _WORD.findall(text)
    capitals = sum(1 for word in words if word[0].isupper())
    for word in words:
        if capitals <= 1 or not word[0].islower():
            yield word
