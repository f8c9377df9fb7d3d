"""Files for receivers outside: closed with age, fetched once, and never by a scanner."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyrage
import pytest
from django.utils import timezone
from django.utils.translation import override
from pyrage import passphrase

from tests.referrals.making import FIRST
from tests.referrals.referring.conftest import Both
from tests.sites import PublicClient
from waymark.accounts.permissions import NotAllowed
from waymark.referrals.consent.actions.ending import withdraw
from waymark.referrals.models import Packet, Referral, SealedLink
from waymark.referrals.referring import age, limits
from waymark.referrals.referring.actions import links
from waymark.referrals.referring.actions.links import MadeLink
from waymark.referrals.referring.content import Packed, PackedFile
from waymark.referrals.referring.escalation import erase_old_links
from waymark.referrals.referring.states import Move
from waymark.referrals.referring.tokens import asks_code, presented, split_link, whole_link
from waymark.reports.states import CannotNow

Log = Callable[[], list[str]]
PACKED = Packed("Other", "Please <call>", {FIRST: {"v": "Rosa"}})
FACTS = {"sender": "Riverside", "name": "H-ABC123"}


@pytest.fixture
def mild(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing with a code without its two seconds; one test below does it truly."""
    monkeypatch.setattr(passphrase, "encrypt", lambda plain, code: code.encode() + plain)


def make(both: Both, referral: Referral, **more: Any) -> MadeLink:
    """Carl makes a link."""
    packet = Packet.objects.select_related(
        "envelope", "referral__case__organisation", "referral__release__envelope"
    ).get(referral=referral)
    carl = more.pop("by", both.cast.carl_cases)
    keyring = both.cast.keyring(both.cast.carl_cases)
    return links.make_link(packet, by=carl, keyring=keyring, **more)


def test_a_real_file_with_a_code() -> None:
    closed = age.close_with_code(age.archive(PACKED, FACTS), "ABCD-EFGH")
    assert b"Rosa" not in closed
    opened = zipfile.ZipFile(io.BytesIO(pyrage.passphrase.decrypt(closed, "ABCD-EFGH")))
    told = json.loads(opened.read("data.json"))
    assert told["fields"] == {FIRST: {"v": "Rosa"}}


def test_what_is_in_the_file() -> None:
    packed = Packed("Other", "Please <call>", PACKED.values, (PackedFile("../../x.txt", b"1"),))
    with override("ar"):
        zipped = zipfile.ZipFile(io.BytesIO(age.archive(packed, FACTS)))
    page = zipped.read("read-me.html").decode()
    assert "Rosa" in page
    assert "&lt;call&gt;" in page
    assert "<script" not in page
    assert 'dir="rtl"' in page
    assert zipped.namelist()[2:] == ["files/1-.._.._x.txt"]


def test_it_is_fetched_once(
    outside: Both, public_client: PublicClient, mild: None, log: Log
) -> None:
    referral = outside.send()
    made = make(outside, referral)
    url = f"/en/file/{made.link.in_link}/"
    assert public_client.get(url).status_code == 200
    assert public_client.head(url).status_code == 200
    assert Packet.objects.get().opened_at is None
    first = public_client.post(url)
    assert first.status_code == 200
    assert first.content.startswith(made.link.code.encode())
    assert first["Cache-Control"] == "no-store"
    assert not first.cookies
    again = public_client.post(url)
    assert again.status_code == 404
    assert Packet.objects.get().opened_at is not None
    assert bytes(SealedLink.objects.get().body) == b""
    assert log()[2:] == ["link:made", "link:fetched", "link:refused"]


@pytest.mark.parametrize(
    "token",
    ["x", "0000-0000", "A" * 500, whole_link().in_link, "%00"],
    ids=["short", "mistyped", "long", "another link", "zero byte"],
)
def test_a_wrong_link_is_answered_like_a_used_one(
    outside: Both, public_client: PublicClient, mild: None, token: str, log: Log
) -> None:
    made = make(outside, outside.send())
    public_client.post(f"/en/file/{made.link.in_link}/")
    used = public_client.post(f"/en/file/{made.link.in_link}/")
    wrong = public_client.post(f"/en/file/{token}/")
    assert (wrong.status_code, used.status_code) == (404, 404)
    assert wrong.content.replace(f"file/{token}/".encode(), b"") == used.content.replace(
        f"file/{made.link.in_link}/".encode(), b""
    )
    assert log()[-1] == "link:refused"


def _expired() -> None:
    SealedLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("how", ["expired", "recalled", "withdrawn", "declined", "made anew"])
def test_a_link_that_holds_no_more(outside: Both, mild: None, how: str, log: Log) -> None:
    referral = outside.send()
    made = make(outside, referral)
    carl = outside.cast.carl_cases
    ends: dict[str, Callable[[], object]] = {
        "expired": _expired,
        "recalled": lambda: outside.recall(referral),
        "withdrawn": lambda: withdraw(outside.release, by=carl),
        "declined": lambda: outside.answer(referral, Move.REJECT, reason="waitlist", by=carl),
        "made anew": lambda: make(outside, referral),
    }
    ends[how]()
    assert links.fetch(made.link.in_link) is None
    assert log()[-1] == "link:refused"


def test_with_an_age_key_the_code_is_asked_first(
    outside: Both, public_client: PublicClient
) -> None:
    identity = pyrage.x25519.Identity.generate()
    made = make(outside, outside.send(), age_key=str(identity.to_public()))
    url = f"/en/file/{made.link.in_link}/"
    assert b'name="code"' in public_client.get(url).content
    assert public_client.post(url).status_code == 404
    assert public_client.post(url, {"code": split_link().code}).status_code == 404
    got = public_client.post(url, {"code": f" {made.link.code.lower()} "})
    assert got.status_code == 200
    assert zipfile.ZipFile(io.BytesIO(pyrage.decrypt(got.content, [identity])))


def test_wrong_tries_have_a_limit(
    public_client: PublicClient, db: None, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WRONG_PER_HOUR", 3)
    codes = [public_client.post("/en/file/x/").status_code for _ in range(5)]
    assert codes == [404, 404, 404, 429, 429]
    assert log() == ["link:refused"] * 3
    assert public_client.post("/en/answer/", {"code": "x"}).status_code == 429


def test_no_file_where_there_is_no_need(both: Both, outside: Both, mild: None) -> None:
    with pytest.raises(CannotNow):
        make(both, both.send())
    referral = outside.send()
    with pytest.raises(NotAllowed):
        make(outside, referral, by=outside.cast.ana_hotline)
    outside.recall(referral)
    with pytest.raises(CannotNow):
        make(outside, referral)


def test_withdrawal_while_a_file_is_closed_wins(
    outside: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral = outside.send()

    def slow(plain: bytes, code: str) -> bytes:
        withdraw(outside.release, by=outside.cast.carl_cases)
        return plain

    monkeypatch.setattr(passphrase, "encrypt", slow)
    with pytest.raises(CannotNow):
        make(outside, referral)
    assert not SealedLink.objects.exists()


def test_old_files_are_destroyed(outside: Both, mild: None) -> None:
    make(outside, outside.send())
    assert erase_old_links() == 0
    _expired()
    assert erase_old_links() == 1
    assert bytes(SealedLink.objects.get().body) == b""
    assert erase_old_links() == 0


def test_too_many_at_once_are_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def nested(plain: bytes, code: str) -> bytes:
        for _ in range(age.WAITING):
            age._places.acquire()
        try:
            with pytest.raises(CannotNow):
                age.close_with_code(plain, code)
        finally:
            age._places.release(age.WAITING)
        return plain

    monkeypatch.setattr(passphrase, "encrypt", nested)
    assert age.close_with_code(b"x", "y") == b"x"


@pytest.mark.parametrize("key", ["age1", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA", "ü"])
def test_what_is_no_key(key: str) -> None:
    with pytest.raises(CannotNow):
        age.close_to_key(b"x", key)


def test_tokens() -> None:
    whole, split = whole_link(), split_link()
    assert not asks_code(whole.in_link)
    assert asks_code(split.in_link)
    assert presented(whole.in_link, "") == whole.key
    assert presented(split.in_link, split.code) == split.key
    assert presented(split.in_link, "") is None
    assert presented(split.code, split.in_link) != split.key
