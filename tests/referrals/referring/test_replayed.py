"""Links and codes that are used again, used too late, mixed up or guessed: a table of attempts.

Every one is answered like a link that never was, hands over nothing, and stands in the audit log
with the link it was about where there is one. A code that is wrong is in no log: nobody is known,
and nothing of a referral is shown to whoever types one.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyrage
import pytest
from django.utils import timezone
from pyrage import passphrase

from tests.referrals.referring.conftest import Both
from tests.referrals.referring.test_links import make
from tests.sites import PublicClient
from waymark.audit.models import Entry
from waymark.cases.forgetting.actions import erasing
from waymark.cases.models import today
from waymark.referrals.consent.actions.ending import withdraw
from waymark.referrals.models import Packet, Referral, Release, SealedLink, TaskState
from waymark.referrals.referring.actions.person_code import make_code
from waymark.referrals.referring.states import Move
from waymark.referrals.referring.tokens import split_link, whole_link
from waymark.vault.models import Envelope
from waymark.vault.records import erase

Does = Callable[[Both, Referral], object]
NAMES = (b"Rosa", b"Quintero", b"Riverside", b"Lakeside")


def _late(_both: Both, _referral: Referral) -> None:
    SealedLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def _run_out(_both: Both, _referral: Referral) -> None:
    Release.objects.update(expires_on=today() - timedelta(days=1))


def _release(**columns: Any) -> Does:
    return lambda _both, _referral: Release.objects.update(**columns)


def _state(state: TaskState) -> Does:
    return lambda _both, _referral: Referral.objects.update(state=state)


def _answered(move: Move, **said: Any) -> Does:
    return lambda both, referral: both.answer(referral, move, by=both.cast.carl_cases, **said)


# What happened before a link is used that was good until then.
ENDS: dict[str, Does] = {
    "too old": _late,
    "recalled": lambda both, referral: both.recall(referral),
    "made anew": make,
    "declined": _answered(Move.REJECT, reason="waitlist"),
    "failed": _state(TaskState.FAILED),
    "release withdrawn": lambda both, _: withdraw(both.release, by=both.cast.carl_cases),
    "release run out, and no tick has run": _run_out,
    "release expired": _release(state="expired"),
    "release erased": lambda both, _: erase(both.release.envelope_id),
    "person erased": lambda both, _: erasing.erase_person(both.rosa, by=both.cast.sara_supervisor),
    "case erased": lambda both, _: erasing.erase_case(both.case, by=both.cast.sara_supervisor),
}


@pytest.fixture(autouse=True)
def mild(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing a file without its two seconds."""
    monkeypatch.setattr(passphrase, "encrypt", lambda plain, code: b"sealed " + plain)


def url_of(link: Any) -> str:
    return f"/en/file/{link.in_link}/"


def log() -> list[tuple[str, str]]:
    """What the log says of links: what, and of which."""
    rows = Entry.objects.filter(event__startswith="link:").order_by("seq")
    return list(rows.values_list("event", "target_id"))


def like_none(answer: Any) -> bool:
    """It is the answer to a link that never was."""
    never = PublicClient().post(url_of(whole_link()))
    return (
        answer.status_code == 404
        and "Content-Disposition" not in answer.headers
        and answer.headers["Cache-Control"] == "no-store"
        and not any(name in answer.content for name in NAMES)
        and _without_address(answer) == _without_address(never)
    )


def _without_address(answer: Any) -> bytes:
    path: str = answer.wsgi_request.path
    content: bytes = answer.content
    return content.replace(path.removeprefix("/en").encode(), b"")


@pytest.mark.parametrize("end", ENDS)
def test_a_link_after_its_end(outside: Both, public_client: PublicClient, end: str) -> None:
    referral = outside.send()
    made = make(outside, referral)
    target = str(made.sealed.pk)
    ENDS[end](outside, referral)
    before = log()
    answer = public_client.post(url_of(made.link))
    gone = not SealedLink.objects.filter(lookup=made.link.key.lookup).exists()
    assert log()[len(before) :] == [("link:refused", "" if gone else target)]
    assert like_none(answer)
    assert not Packet.objects.exclude(opened_at=None).exists()


def test_a_link_that_is_used_again(outside: Both, public_client: PublicClient) -> None:
    made = make(outside, outside.send())
    assert public_client.post(url_of(made.link)).status_code == 200
    opened_at = Packet.objects.get().opened_at
    for again in (PublicClient(), public_client, public_client):
        assert like_none(again.post(url_of(made.link)))
    target = str(made.sealed.pk)
    refused = [line for line in log() if line[1] == target and line[0] == "link:refused"]
    assert len(refused) == 3
    assert Packet.objects.get().opened_at == opened_at
    assert Envelope.objects.get(pk=made.sealed.envelope_id).erased_at


def test_a_used_link_does_not_keep_a_new_one_from_working(
    outside: Both, public_client: PublicClient
) -> None:
    referral = outside.send()
    first = make(outside, referral)
    public_client.post(url_of(first.link))
    second = make(outside, referral)
    assert like_none(public_client.post(url_of(first.link)))
    assert public_client.post(url_of(second.link)).status_code == 200
    assert like_none(public_client.post(url_of(second.link)))


@pytest.mark.parametrize("how", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_looking_uses_nothing_up_and_is_in_no_log(
    outside: Both, public_client: PublicClient, how: str
) -> None:
    made = make(outside, outside.send())
    before = log()
    answer = public_client.generic(how, url_of(made.link))
    assert b"sealed" not in answer.content
    assert "Content-Disposition" not in answer.headers
    assert log() == before
    assert public_client.post(url_of(made.link)).status_code == 200


def _split(outside: Both, referral: Referral) -> Any:
    key = str(pyrage.x25519.Identity.generate().to_public())
    return make(outside, referral, age_key=key)


def test_codes_that_are_not_its_own(outside: Both, public_client: PublicClient) -> None:
    """Neither another link's code, nor the link twice, nor the halves the wrong way round."""
    referral = outside.send()
    made, never = _split(outside, referral), split_link()
    link, code = made.link.in_link, made.link.code
    tries = [
        (link, ""), (link, link), (link, never.code), (code, link), (never.in_link, code),
        (link, code[:-1]), (link, code + "0"), (link, code[::-1]), (link, "\x00" * 20),
        (link, code * 400), (link + code, ""), (link, "' OR 1=1 --"),
    ]  # fmt: skip
    for in_link, typed in tries:
        before = log()
        answer = public_client.post(f"/en/file/{in_link}/", {"code": typed})
        assert answer.status_code == 404, (in_link, typed)
        assert "Content-Disposition" not in answer.headers
        assert log()[len(before) :] == [("link:refused", "")], typed
    assert public_client.post(url_of(made.link), {"code": code}).status_code == 200
    assert like_none(public_client.post(url_of(made.link), {"code": code}))


def answer_to(client: PublicClient, code: str) -> int:
    """The status of the page on which the person types their code."""
    status: int = client.post("/en/answer/", {"code": code}).status_code
    return status


def test_the_persons_code_after_it_was_made_anew(both: Both, public_client: PublicClient) -> None:
    referral, carl = both.send(), both.cast.carl_cases
    first = make_code(referral, by=carl)
    assert answer_to(public_client, first) == 200
    second = make_code(referral, by=carl)
    before = Entry.objects.count()
    assert [answer_to(public_client, each) for each in (first, second, first)] == [422, 200, 422]
    assert Entry.objects.count() == before


@pytest.mark.parametrize("end", ["person erased", "case erased"])
def test_the_persons_code_after_erasure(both: Both, public_client: PublicClient, end: str) -> None:
    referral = both.send()
    code = make_code(referral, by=both.cast.carl_cases)
    ENDS[end](both, referral)
    answer = public_client.post("/en/answer/", {"code": code})
    assert not any(name in answer.content for name in NAMES)
    assert answer.status_code == 422


def test_a_link_is_no_code_and_a_code_no_link(outside: Both, public_client: PublicClient) -> None:
    referral = outside.send()
    made = make(outside, referral)
    code = make_code(referral, by=outside.cast.carl_cases)
    for typed in (made.link.in_link, made.link.code, str(referral.pk)):
        assert answer_to(public_client, typed) == 422
    assert public_client.post(f"/en/file/{code}/").status_code == 404
    assert public_client.post(f"/en/file/{code}/", {"code": code}).status_code == 404
    assert public_client.post(url_of(made.link)).status_code == 200
