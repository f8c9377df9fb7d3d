"""Write the words of reports into the blind indexes, under the keys of who searches."""

import uuid

from waymark.vault.models import IndexedRecord


def forget_index(envelope_id: uuid.UUID) -> None:
    """Have a thread indexed anew at the next search, because something was added to it."""
    IndexedRecord.objects.filter(envelope_id=envelope_id).delete()
