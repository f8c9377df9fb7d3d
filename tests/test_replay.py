"""What is written from memory is what was made, down to the last row, and is nobody else's."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.utils import timezone

from tests import replay
from tests.cast import Cast, make_cast
from waymark.accounts.models import Organisation
from waymark.audit import log
from waymark.audit.events import Event
from waymark.audit.models import Actor, Entry

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "_recordings", {})
    monkeypatch.setattr(timezone, "now", lambda: EVENING)


def made_and_forgotten(make: Callable[[], Cast]) -> tuple[Cast, object]:
    """What one test sees of it: the rows are gone afterwards."""
    with transaction.atomic():
        made, rows = replay.again("cast", make), replay._every_row()
        transaction.set_rollback(True)
    return made, rows


def never() -> Cast:
    raise AssertionError("made anew")


def test_the_rows_are_the_same() -> None:
    empty = replay._every_row()
    _, first = made_and_forgotten(make_cast)
    assert replay._every_row() == empty != first
    _, second = made_and_forgotten(never)
    assert second == first


def test_the_log_goes_on_and_the_keys_open() -> None:
    made_and_forgotten(make_cast)
    cast = replay.again("cast", never)
    end = Entry.objects.latest("seq")
    assert end.hash == log.entry_hash(end)
    with transaction.atomic():
        assert log.record(Event.BACKUP_MADE, by=Actor.SYSTEM).seq == end.seq + 1
    assert cast.keyring(cast.ana_hotline).compartments
    assert cast.ana_hotline.organisation == Organisation.objects.get(name=cast.riverside.name)


def test_what_a_test_does_to_it_reaches_no_other() -> None:
    first, _ = made_and_forgotten(make_cast)
    first.ana_hotline.name = "Somebody else"
    second, _ = made_and_forgotten(never)
    second.workers.clear()
    third, _ = made_and_forgotten(never)
    assert third.ana_hotline.name == "Ana Hotline"


def test_at_another_time_it_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = made_and_forgotten(make_cast)
    monkeypatch.setattr(timezone, "now", lambda: EVENING.replace(hour=21))
    second, _ = made_and_forgotten(make_cast)
    assert second.riverside != first.riverside


def test_behind_another_log_it_is_made_anew() -> None:
    made_and_forgotten(make_cast)
    make_cast()
    with pytest.raises(AssertionError, match="made anew"):
        replay.again("cast", never)


def test_what_changes_a_row_cannot_be_kept() -> None:
    Organisation.objects.create(name="Before", country="US")
    with pytest.raises(AssertionError, match="accounts_organisation was changed"):
        replay.again("renaming", lambda: Organisation.objects.update(name="After"))
