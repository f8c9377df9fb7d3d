"""The pages of both sides, by hand and by everybody who may not."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from pyrage import passphrase

from tests.cast import CASE_MANAGEMENT, NAMES
from tests.referrals.making import FIRST, SECOND
from tests.referrals.referring.conftest import WORDS, Both, reason
from tests.sites import StaffClient
from waymark.cases.models import Case
from waymark.referrals.models import Referral, ReferralDesk, StatusReason, TaskState
from waymark.referrals.referring.names import referral_name
from waymark.referrals.referring.states import Move

OK, FOUND, MISSING, CONFLICT, UNPROCESSABLE = 200, 302, 404, 409, 422


def carl(both: Both) -> StaffClient:
    """The sender."""
    return both.sign_in(both.cast.carl_cases)


def lena(both: Both) -> StaffClient:
    """The receiver."""
    return both.sign_in(both.cast.lena_lakeside)


def typed(**more: Any) -> dict[str, Any]:
    """A form that sends."""
    base = {"reason": reason(), "words": WORDS, "now": [FIRST], "later": [SECOND], "hours": "48"}
    return {**base, "record_id": str(uuid4()), **more}


def text(response: Any) -> str:
    """The page."""
    return str(response.content.decode())


def test_sending_by_hand(both: Both) -> None:
    client = carl(both)
    page = text(client.get(both.url("case_referrals")))
    new = both.url("referral_new", both.release.pk)
    assert new in page
    form = text(client.get(new))
    assert "Lakeside" not in form or "Rosa" not in form
    assert 'value="48"' in form
    assert client.post(new, typed()).status_code == FOUND
    referral = Referral.objects.get()
    assert referral_name(referral) in text(client.get(both.url("case_referrals")))
    page = text(client.get(both.url("referral", referral.pk)))
    assert WORDS in page
    assert "Send the rest now" not in page
    assert referral_name(referral) in text(client.get(both.url("case_timeline")))


@pytest.mark.parametrize(
    "change",
    [
        {"reason": ""},
        {"reason": "made up"},
        {"words": ""},
        {"now": []},
        {"now": ["identity.prs_Birthdate"]},
        {"later": ["case.title"]},
        {"hours": "0"},
        {"hours": "soon"},
    ],
)
def test_what_is_wrong_is_said_and_kept(both: Both, change: dict[str, Any]) -> None:
    answer = carl(both).post(
        both.url("referral_new", both.release.pk), typed(**{"words": "Kept words", **change})
    )
    assert answer.status_code == UNPROCESSABLE
    if "words" not in change:
        assert "Kept words" in text(answer)
    assert not Referral.objects.exists()


def test_a_refusal_keeps_what_was_typed(both: Both, case: Case) -> None:
    case.state = "closed"
    case.save()
    answer = carl(both).post(both.url("referral_new", both.release.pk), typed())
    assert answer.status_code == CONFLICT
    assert WORDS in text(answer)


def test_the_whole_way_by_hand(both: Both) -> None:
    sender, receiver = carl(both), lena(both)
    sender.post(both.url("referral_new", both.release.pk), typed())
    referral = Referral.objects.get()
    assert referral_name(referral) in text(receiver.get("/referrals/"))
    page = text(receiver.get(f"/referrals/{referral.pk}/"))
    assert "Rosa" in page
    assert "Quintero" not in page
    answer = f"/referrals/{referral.pk}/answer/"
    assert receiver.post(answer + "reject/", {"reject-words": "Sorry"}).status_code == UNPROCESSABLE
    assert receiver.post(answer + "start/", {"start-words": ""}).status_code == CONFLICT
    assert receiver.post(answer + "accept/", {"accept-words": "Gladly"}).status_code == FOUND
    late = receiver.post(answer + "accept/", {"accept-words": "Once more"})
    assert late.status_code == CONFLICT
    assert "Once more" in text(late)
    assert "Gladly" in text(sender.get(both.url("referral", referral.pk)))
    assert sender.post(both.url("referral_later", referral.pk)).status_code == FOUND
    assert sender.post(both.url("referral_later", referral.pk)).status_code == CONFLICT
    assert "Quintero" in text(receiver.get(f"/referrals/{referral.pk}/"))
    circle = both.cast.compartment(both.cast.lakeside, CASE_MANAGEMENT)
    case = f"/referrals/{referral.pk}/case/"
    assert receiver.post(case, {"compartment": str(uuid4())}).status_code == UNPROCESSABLE
    assert receiver.post(case, {"compartment": str(circle.pk)}).status_code == FOUND
    assert receiver.post(case, {"compartment": str(circle.pk)}).status_code == CONFLICT
    assert sender.get(both.url("referral_recall", referral.pk)).status_code == OK
    assert both.fresh(referral).state == TaskState.IN_PROGRESS
    assert sender.post(both.url("referral_recall", referral.pk)).status_code == FOUND
    page = text(receiver.get(f"/referrals/{referral.pk}/"))
    assert "recalled" in page
    assert "Rosa" not in page
    assert receiver.post(answer + "complete/", {}).status_code == CONFLICT


def test_the_receivers_page_after_the_release(both: Both) -> None:
    referral = both.send()
    carl(both).post(both.url("release_withdraw", both.release.pk))
    page = text(lena(both).get(f"/referrals/{referral.pk}/"))
    assert "does not hold any more" in page
    assert "Rosa" not in page


def test_link_and_code_are_shown_once(outside: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "encrypt", lambda plain, code: plain)
    referral, client = outside.send(), carl(outside)
    url = outside.url("referral_link", referral.pk, 1)
    assert client.post(url, {"age_key": "age1nonsense"}).status_code == UNPROCESSABLE
    page = text(client.post(url, {"age_key": ""}))
    [token] = re.findall(r"/en/file/([0-9A-Z-]+)/", page)
    again = text(client.get(outside.url("referral", referral.pk)))
    assert token not in again
    assert "Make a new link" in again
    assert client.post(outside.url("referral_link", referral.pk, 2)).status_code == MISSING
    outside.recall(referral)
    assert client.post(url, {"age_key": ""}).status_code == CONFLICT


def test_the_sender_notes_what_they_were_told(outside: Both) -> None:
    referral, client = outside.send(), carl(outside)
    note = outside.url("referral_note", referral.pk, "reject")
    assert client.post(note, {}).status_code == UNPROCESSABLE
    said = {"reject-reason": StatusReason.WAITLIST.value, "reject-words": "In May"}
    assert client.post(note, said).status_code == FOUND
    assert outside.fresh(referral).state == TaskState.REJECTED
    assert client.post(note, said).status_code == CONFLICT
    assert client.post(outside.url("referral_note", referral.pk, "recall")).status_code == MISSING


def test_nobody_notes_for_a_receiver_who_is_here(both: Both) -> None:
    referral = both.send()
    url = both.url("referral_note", referral.pk, "accept")
    assert carl(both).post(url, {"accept-words": ""}).status_code == MISSING
    assert both.fresh(referral).state == TaskState.REQUESTED


def test_the_persons_code_is_shown_once(both: Both) -> None:
    referral, client = both.send(), carl(both)
    page = text(client.post(both.url("referral_code", referral.pk)))
    [code] = re.findall(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]", page)
    assert code not in text(client.get(both.url("referral", referral.pk)))


def _addresses(both: Both, referral: Referral) -> list[tuple[str, str]]:
    of_case = [("get", both.url("case_referrals"))]
    for name in ("referral", "referral_recall"):
        of_case.append(("get", both.url(name, referral.pk)))
    for name in ("referral_later", "referral_recall", "referral_code"):
        of_case.append(("post", both.url(name, referral.pk)))
    of_case.append(("post", both.url("referral_link", referral.pk, 1)))
    of_case.append(("post", both.url("referral_note", referral.pk, "accept")))
    of_case.append(("post", both.url("referral_new", both.release.pk)))
    return of_case


def _to_us(referral: Referral) -> list[tuple[str, str]]:
    return [
        ("get", reverse("incoming_referral", args=[referral.pk])),
        ("get", reverse("incoming_file", args=[referral.pk, 0, 0])),
        ("post", reverse("incoming_answer", args=[referral.pk, "accept"])),
        ("post", reverse("incoming_take_over", args=[referral.pk])),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_everybody_else_finds_nothing(both: Both, name: str) -> None:
    referral = both.send()
    client = both.sign_in(both.cast[name])
    closed = [] if name in {"carl_cases", "sara_supervisor"} else _addresses(both, referral)
    closed += [] if name == "lena_lakeside" else _to_us(referral)
    for method, url in closed:
        assert getattr(client, method)(url).status_code == MISSING, url
    assert both.fresh(referral).state == TaskState.REQUESTED


def test_a_stranger_is_sent_to_the_door(both: Both, stranger_client: StaffClient) -> None:
    referral = both.send()
    for method, url in (*_addresses(both, referral), *_to_us(referral)):
        answer = getattr(stranger_client, method)(url)
        assert answer["Location"].startswith("/sign-in/"), url


def test_another_cases_referral_is_not_there(both: Both) -> None:
    referral = both.send()
    other = reverse("referral", args=[uuid4(), referral.pk])
    assert carl(both).get(other).status_code == MISSING
    assert lena(both).get(f"/referrals/{uuid4()}/").status_code == MISSING
    assert lena(both).post(f"/referrals/{referral.pk}/answer/recall/").status_code == MISSING


def test_setting_up_a_desk(both: Both, desk: ReferralDesk) -> None:
    cast = both.cast
    client = both.sign_in(cast.sara_supervisor)
    page = text(client.get("/referrals/desk/"))
    assert "Nobody can refer to you" in page
    own = cast.compartment(cast.riverside, CASE_MANAGEMENT)
    bad = {"compartment": str(desk.compartment_id), "answer_hours": "24"}
    assert client.post("/referrals/desk/", bad).status_code == UNPROCESSABLE
    good = {"compartment": str(own.pk), "answer_hours": "24", "takes_referrals": "on"}
    assert client.post("/referrals/desk/", good).status_code == FOUND
    made = ReferralDesk.objects.get(organisation=cast.riverside)
    assert (made.answer_hours, made.open) == (24, True)
    page = text(client.get("/referrals/desk/"))
    assert "Carl Cases" in page
    assert "Ivan Analyst" not in page
    assert both.sign_in(cast.adam_admin).get("/referrals/desk/").status_code == OK


@pytest.mark.parametrize("name", ["carl_cases", "ana_hotline", "ivan_analyst", "otto_auditor"])
def test_others_set_up_no_desk(both: Both, name: str) -> None:
    client = both.sign_in(both.cast[name])
    assert client.get("/referrals/desk/").status_code == 403
    assert client.get("/referrals/").status_code == 403


def test_a_closed_case_says_what_is_open(both: Both) -> None:
    referral = both.send()
    both.answer(referral, Move.ACCEPT)
    page = text(carl(both).get(reverse("case_close", args=[both.case.pk])))
    assert referral_name(referral) in page
