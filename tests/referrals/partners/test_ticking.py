"""By itself: desks are told and reminded once, and what consent no longer covers is destroyed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from tests.cast import Cast
from tests.referrals.partners.conftest import NAME, Desk, Program, body, day, expire, fresh
from waymark.referrals.models import TaskState
from waymark.referrals.partners import ticking
from waymark.referrals.referring.states import Move
from waymark.reports import tick

Log = Callable[[], list[str]]


@pytest.fixture(autouse=True)
def mailing(cast: Cast, settings: Any) -> None:
    """Lena has an address."""
    settings.EMAIL_HOST = "mail.example.org"
    cast.lena_lakeside.email = "lena@example.org"
    cast.lena_lakeside.save()


def test_the_desk_is_told_once_and_of_nobody(harbour: Program) -> None:
    harbour.sent()
    harbour.sent()
    assert not mail.outbox
    assert ticking.tell_desks() == 2
    [told] = mail.outbox
    assert told.to == ["lena@example.org"]
    assert NAME not in str(told.body)
    assert "Harbour" not in f"{told.subject}{told.body}"
    assert ticking.tell_desks() == 0
    assert len(mail.outbox) == 1


def test_what_was_answered_or_taken_back_before_is_not_told(harbour: Program, desk: Desk) -> None:
    desk.answer(harbour.sent(), Move.ACCEPT)
    harbour.recall(harbour.sent())
    assert ticking.tell_desks() == 0
    assert not mail.outbox


def test_nobody_answers(harbour: Program, desk: Desk, log: Log) -> None:
    late, answered = harbour.sent(), harbour.sent()
    ticking.tell_desks()
    desk.answer(answered, Move.ACCEPT)
    assert ticking.tell_desks(timezone.now() + timedelta(hours=47)) == 0
    in_time = timezone.now() + timedelta(hours=49)
    assert ticking.tell_desks(in_time) == 1
    assert log()[-1] == "referral:escalated"
    assert fresh(late.pk).escalated_at == in_time
    assert fresh(answered.pk).escalated_at is None
    assert len(mail.outbox) == 2
    assert ticking.tell_desks(in_time + timedelta(days=3)) == 0
    assert harbour.read(late)["status"] == "requested"


def test_a_mail_server_that_is_away_stops_nothing(
    harbour: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: Any, **_: Any) -> int:
        raise OSError("refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    harbour.sent()
    assert ticking.tell_desks() == 1


def test_after_its_last_day_all_is_destroyed(harbour: Program, desk: Desk, log: Log) -> None:
    asked, begun, kept = harbour.sent(), harbour.sent(), harbour.sent()
    desk.note(begun, "A note")
    desk.answer(begun, Move.ACCEPT)
    harbour.sent(body(consent={"expiresOn": day()}))
    assert ticking.end_due() == 0
    expire(asked)
    expire(begun)
    assert ticking.end_due() == 2
    assert ticking.end_due() == 0
    assert sorted(log()[-2:]) == ["record:erased", "referral:moved"]
    assert fresh(asked.pk).state == TaskState.CANCELLED
    assert fresh(begun.pk).state == TaskState.ACCEPTED
    for row in (asked, begun):
        assert fresh(row.pk).erased
        assert harbour.read(row)["sent"] is None
    assert begun.notes.select_related("envelope").get().erased
    assert harbour.read(kept)["sent"]


def test_the_ticker_does_it(harbour: Program) -> None:
    expire(harbour.sent())
    result = tick.run_once()
    assert result.failed == []
    assert result.done["partners' referrals that end"] == 1
    assert "desks that partners wait for" in result.done
