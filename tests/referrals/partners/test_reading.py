"""A partner reads state, reason and times of its own, and what it sent itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.cast import CASE_MANAGEMENT, Cast
from tests.referrals.partners.conftest import (
    BASE,
    NAME,
    Desk,
    Program,
    body,
    expire,
)
from waymark.referrals.models import PartnerReferral, ReferralDesk
from waymark.referrals.partners.actions import sending
from waymark.referrals.partners.actions.keys import make_key
from waymark.referrals.referring.states import Move

Log = Callable[[], list[str]]
PLAIN = {
    "id",
    "status",
    "statusReason",
    "authoredOn",
    "lastModified",
    "answerBy",
    "consentEndsOn",
}


def test_how_it_stands(harbour: Program, desk: Desk, log: Log) -> None:
    row = harbour.sent()
    first = harbour.read(row)
    assert set(first) == PLAIN | {"sent"}
    assert first["answerBy"]
    assert log()[-1] == "partner:called"
    desk.note(row, "Lena thinks of the blue house")
    desk.answer(row, Move.ACCEPT)
    told = harbour.read(row)
    assert told["status"] == "accepted"
    assert told["answerBy"] is None
    assert told["lastModified"] > first["lastModified"]
    assert told["sent"] == first["sent"]
    assert "Lena" not in str(told)
    assert "blue" not in str(told)
    desk.answer(row, Move.START, Move.COMPLETE)
    assert harbour.read(row)["status"] == "completed"


def test_why_it_was_declined(harbour: Program, desk: Desk) -> None:
    row = harbour.sent()
    desk.answer(row, Move.REJECT, reason="no_capacity")
    told = harbour.read(row)
    assert told["status"] == "rejected"
    assert told["statusReason"] == "no_capacity"
    assert told["sent"] is None


@pytest.mark.parametrize("path", ["/referrals/{}", "/referrals/{}/recall"])
def test_what_is_not_ones_own_is_not_there(
    harbour: Program, bridge: Program, cast: Cast, path: str
) -> None:
    """Another partner's, another organisation's, nobody's, none: alike to the last byte."""
    circle = cast.compartment(cast.riverside, CASE_MANAGEMENT)
    ReferralDesk.objects.create(organisation=cast.riverside, compartment=circle)
    made = make_key("Harbour House", "housing", by=cast.sara_supervisor)
    elsewhere = Program(made.key, made.partner)
    others = [bridge.sent().pk, elsewhere.sent().pk, uuid4()]
    own = harbour.sent()
    tampered = [own.pk.hex, f"{{{own.pk}}}", f"urn:uuid:{own.pk}", "x", "1", "%00", f"{own.pk} "]
    answers = set()
    for each in [*others, *tampered]:
        url = path.format(each)
        answer = harbour.post(url) if url.endswith("recall") else harbour.get(url)
        assert answer.status_code == 404, each
        answers.add(answer.content)
    assert len(answers) == 1
    assert {row.state for row in PartnerReferral.objects.all()} == {"requested"}


def test_a_list_holds_states_and_opens_nothing(
    harbour: Program, bridge: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge.sent()
    rows = [harbour.sent() for _ in range(3)]
    monkeypatch.setattr(sending, "open_with", None)
    told = harbour.get("/referrals").json()
    assert [each["id"] for each in told["referrals"]] == [str(row.pk) for row in rows]
    assert all(set(each) == PLAIN for each in told["referrals"])
    assert told["next"] is None
    assert NAME not in str(told)


@pytest.mark.parametrize("same", [False, True], ids=["different", "same moment"])
def test_a_list_goes_on(harbour: Program, monkeypatch: pytest.MonkeyPatch, same: bool) -> None:
    monkeypatch.setattr(sending, "PER_PAGE", 2)
    rows = [harbour.sent() for _ in range(5)]
    if same:
        PartnerReferral.objects.update(state_at=timezone.now())
    seen, path = [], "/referrals"
    for _ in range(3):
        told = harbour.get(path).json()
        seen += [each["id"] for each in told["referrals"]]
        if told["next"] is None:
            break
        parts = urlsplit(told["next"])
        path = f"{parts.path.removeprefix(BASE)}?{parts.query}"
    assert sorted(seen) == sorted(str(row.pk) for row in rows)
    assert len(seen) == len(set(seen)) == 5


def test_since(harbour: Program, desk: Desk) -> None:
    old, new = harbour.sent(), harbour.sent()
    PartnerReferral.objects.filter(pk=old.pk).update(state_at=timezone.now() - timedelta(days=2))
    since = harbour.read(new)["lastModified"]
    assert _ids(harbour, since) == [str(new.pk)]
    desk.answer(old, Move.ACCEPT)
    assert _ids(harbour, since) == [str(new.pk), str(old.pk)]
    assert _ids(harbour, "2099-01-01") == []
    assert len(_ids(harbour, "0001-01-01T00:00:00Z")) == 2


def _ids(program: Program, since: str) -> list[str]:
    answer = program.get(f"/referrals?since={since}")
    assert answer.status_code == 200, answer.content
    return [each["id"] for each in answer.json()["referrals"]]


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday",
        "since=",
        "since=2026-01-01&since=2026-01-02",
        "after=ac148810-d857-441c-9679-408f346de14b",
        "since=2026-01-01&after=x",
        "partner=1",
        "since=0001-01-01T00:00:00%2B14:00",
        "since=9999-12-31T23:59:59-14:00",
        "since=%00",
    ],
)
def test_what_a_list_does_not_know_is_refused(harbour: Program, query: str) -> None:
    answer = harbour.get(f"/referrals?{query}")
    assert answer.status_code == 400
    assert "since" in answer.json()["detail"]


def test_no_parameter_is_passed_over(harbour: Program) -> None:
    row = harbour.sent()
    assert harbour.get(f"/referrals/{row.pk}?full=1").status_code == 400
    assert harbour.post(f"/referrals/{row.pk}/recall?x=1").status_code == 400
    assert harbour.post("/referrals?x=1", body()).status_code == 400
    assert PartnerReferral.objects.count() == 1
    assert harbour.read(row)["status"] == "requested"


def test_after_a_recall(harbour: Program, desk: Desk, log: Log) -> None:
    row = harbour.sent()
    desk.note(row, "A note")
    answer = harbour.recall(row)
    assert answer.status_code == 200
    assert answer.json()["status"] == "cancelled"
    assert answer.json()["sent"] is None
    assert log()[-2:] == ["referral:recalled", "partner:called"]
    assert desk.opened(row) is None
    assert bytes(PartnerReferral.objects.get().content) == b""
    note = row.notes.select_related("envelope").get()
    assert note.erased
    assert bytes(note.content) == b""
    again = harbour.recall(row)
    assert again.content == answer.content
    assert log().count("referral:recalled") == 1


@pytest.mark.parametrize(
    ("moves", "state"),
    [
        ([Move.ACCEPT], "cancelled"),
        ([Move.ACCEPT, Move.START], "cancelled"),
        ([Move.ACCEPT, Move.COMPLETE], "completed"),
    ],
    ids=["accepted", "in progress", "completed"],
)
def test_whoever_takes_consent_back_is_heard_in_every_state(
    harbour: Program, desk: Desk, moves: list[Move], state: str
) -> None:
    row = harbour.sent()
    desk.answer(row, *moves)
    assert desk.opened(row)
    told: dict[str, Any] = harbour.recall(row).json()
    assert told["status"] == state
    assert told["sent"] is None
    assert desk.opened(row) is None


def test_after_its_last_day_the_desk_reads_nothing(harbour: Program, desk: Desk) -> None:
    row = harbour.sent()
    expire(row)
    assert desk.opened(row) is None
