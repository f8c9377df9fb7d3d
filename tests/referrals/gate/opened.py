"""Which sealed columns are opened while something runs."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db.models import Model

from waymark.vault.records import DataKey

ROOMS = ("cases.", "referrals.")


@contextmanager
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The columns of people's records, such as `cases.note.content`, as they are opened."""
    found: set[str] = set()
    opens = DataKey.open

    def watched(self: DataKey, instance: Model, name: str) -> bytes:
        label = f"{instance._meta.label_lower}.{name}"
        if label.startswith(ROOMS):
            found.add(label)
        return opens(self, instance, name)

    with monkeypatch.context() as patch:
        patch.setattr(DataKey, "open", watched)
        yield found
