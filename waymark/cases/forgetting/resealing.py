"""Move what is left of a record under a new key, so that the old one can be destroyed."""

from uuid import UUID

from waymark.cases.records import Content, column_of, pack
from waymark.vault.contract import CONTRACT
from waymark.vault.models import Compartment, Envelope, SealedRecord, WrappedDataKey
from waymark.vault.records import DataKey, new_envelope


def reseal(record: SealedRecord, content: Content, old: DataKey) -> None:
    """Seal every sealed column anew for whoever opens it now, with this content; not saved yet.

    `old` opens the other columns, and is the caller's to bury. Raises CannotOpen.
    """
    fresh = new_envelope(*_openers(record.envelope_id))
    main = column_of(record)
    for entry in CONTRACT:
        if entry.model is type(record) and entry.field != main:
            fresh.seal(record, entry.field, old.open(record, entry.field))
    fresh.seal(record, main, pack(content))
    record.envelope = Envelope.objects.get(pk=fresh.envelope_id)


def _openers(envelope_id: UUID) -> tuple[list[Compartment], list[bytes]]:
    """The circles and the single readers that open an envelope now."""
    rows = WrappedDataKey.objects.filter(envelope=envelope_id)
    circles = Compartment.objects.filter(key__in=rows.values("compartment_key"))
    readers = rows.exclude(reader=None).values_list("reader", flat=True)
    return list(circles.select_related("key")), [bytes(reader or b"") for reader in readers]
