"""Who has no key that holds hears nothing; who makes and takes back keys, and what is written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import NAMES, Cast
from tests.referrals.partners.conftest import Desk, Program, SignIn, body
from tests.sites import PublicClient, StaffClient
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.referrals.models import PartnerKey, PartnerReferral, ReferralDesk
from waymark.referrals.partners import keys as key_module
from waymark.referrals.partners import limits
from waymark.referrals.partners.actions import sending
from waymark.referrals.partners.actions.common import Revoked
from waymark.referrals.partners.actions.keys import make_key, revoke_key
from waymark.referrals.partners.keys import Caller, key_presented
from waymark.referrals.partners.purposes import purposes_of_keys
from waymark.referrals.referring.limits import WRONG_PER_HOUR
from waymark.referrals.referring.states import Move
from waymark.reports.states import CannotNow
from waymark.vault import reader_keys
from waymark.vault.models import WrappedDataKey
from waymark.vault.reader_keys import new_reader_key

Log = Callable[[], list[str]]
MANAGE = {"lena_lakeside", "lars_lakeside"}


def wrong_keys(harbour: Program) -> dict[str, str | None]:
    """Headers with keys that open nothing."""
    typo = harbour.key[:-1] + ("0" if harbour.key[-1] != "0" else "1")
    return {
        "none": None,
        "empty": "",
        "no bearer": harbour.key,
        "basic": f"Basic {harbour.key}",
        "nothing after it": "Bearer",
        "mistyped": f"Bearer {typo}",
        "unknown": f"Bearer {new_reader_key()}",
        "long": "Bearer " + "0" * 5000,
        "two": f"Bearer {harbour.key} {harbour.key}",
    }


CALLS = {
    "send": ("post", "/referrals"),
    "list": ("get", "/referrals"),
    "read": ("get", "/referrals/{}"),
    "recall": ("post", "/referrals/{}/recall"),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_wrong_key_is_told_the_same_everywhere(
    harbour: Program, cast: Cast, call: str, log: Log
) -> None:
    method, path = CALLS[call]
    row = harbour.sent()
    url = "/api/partner/v1" + path.format(row.pk)
    answers = set()
    for said in wrong_keys(harbour).values():
        headers = {} if said is None else {"Authorization": said}
        answer = getattr(PublicClient(), method)(url, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        answers.add(answer.content)
        assert log()[-1] == "partner:refused"
    revoke_key(harbour.partner, by=cast.lena_lakeside)
    answers.add(getattr(harbour, method)(path.format(row.pk)).content)
    assert len(answers) == 1
    assert PartnerReferral.objects.get().state == "requested"


def test_every_key_takes_the_same_steps(
    harbour: Program, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    """Mistyped, unknown, revoked, right: one derivation, one look-up."""
    derived: list[str] = []
    read = reader_keys.read_key

    def watched(text: str) -> Any:
        found = read(text)
        derived.extend(["yes"] if found else [])
        return found

    monkeypatch.setattr(key_module, "read_key", watched)
    for text in (harbour.key, new_reader_key(), "mistyped", ""):
        derived.clear()
        with django_assert_num_queries(1):
            key_presented(text)
        assert derived == ["yes"]


def test_spelled_by_hand(harbour: Program) -> None:
    """The key is letters that people copy: case and dashes do not matter."""
    harbour.key = harbour.key.replace("-", "").lower()
    assert harbour.send().status_code == 201


def test_a_revoked_key_opens_nothing_any_more(
    harbour: Program, desk: Desk, cast: Cast, log: Log
) -> None:
    row = harbour.sent()
    revoke_key(harbour.partner, by=cast.lena_lakeside)
    assert log()[-1] == "partner_key:revoked"
    readers = WrappedDataKey.objects.filter(envelope=row.envelope_id, reader__isnull=False)
    assert not readers.exists()
    for answer in (harbour.send(), harbour.get("/referrals"), harbour.recall(row)):
        assert answer.status_code == 401
    assert desk.opened(row)
    desk.answer(row, Move.ACCEPT)
    desk.answer(row, Move.FAIL, reason="person_declined")
    assert desk.opened(row) is None
    revoke_key(harbour.partner, by=cast.lena_lakeside)
    assert log().count("partner_key:revoked") == 1


def test_a_key_that_is_revoked_meanwhile(harbour: Program, cast: Cast) -> None:
    """Between the look at the key and the action: the action looks again, with the key held."""
    partner, pair = key_presented(harbour.key)
    assert partner
    revoke_key(harbour.partner, by=cast.lena_lakeside)
    with pytest.raises(Revoked):
        sending.changed(Caller(partner, pair))


def test_use_is_noted(harbour: Program) -> None:
    assert harbour.partner.last_used_on is None
    harbour.get("/referrals")
    assert PartnerKey.objects.get().last_used_on == timezone.now().date()


def test_nothing_of_a_key_is_kept(harbour: Program) -> None:
    row = PartnerKey.objects.values().get()
    letters = harbour.key.replace("-", "")
    assert letters not in str(row).replace("-", "")
    assert harbour.key not in repr(Caller(*key_presented(harbour.key)))  # type: ignore[arg-type]  # it is one
    last = Entry.objects.get(event="partner_key:made")
    assert last.target_id == str(harbour.partner.pk)


def test_who_guesses_is_not_heard_for_a_while_and_no_longer_written_down(
    harbour: Program, log: Log
) -> None:
    wrong = Program(new_reader_key(), harbour.partner)
    for _ in range(WRONG_PER_HOUR):
        assert wrong.get("/referrals").status_code == 401
    before = len(log())
    answer = wrong.get("/referrals")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3600"
    assert len(log()) == before
    # Whoever shares a line with them and has a key is heard.
    assert harbour.get("/referrals").status_code == 200


@pytest.mark.parametrize("what", ["calls", "sends"])
def test_who_calls_without_a_pause(
    harbour: Program, bridge: Program, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(getattr(limits, what), "most", 3)

    def call(program: Program) -> int:
        answer = program.get("/referrals") if what == "calls" else program.send()
        return int(answer.status_code)

    assert [call(harbour) for _ in range(4)][3] == 429
    assert call(bridge) != 429
    assert PartnerReferral.objects.filter(partner=harbour.partner).count() in {0, 3}


def test_a_refused_call_is_written_down(harbour: Program, log: Log) -> None:
    for answer in (harbour.send({}), harbour.get("/referrals/x"), harbour.post("/referrals", b"")):
        assert answer.status_code >= 400
        assert log()[-1] == "partner:refused"
    entries = Entry.objects.filter(event="partner:refused")
    assert {each.target_id for each in entries} == {str(harbour.partner.pk)}


@pytest.mark.parametrize("name", NAMES)
def test_who_makes_keys(
    cast: Cast, lakeside_desk: ReferralDesk, staff_client_for: SignIn, name: str
) -> None:
    client, url = staff_client_for(cast[name]), reverse("partner_keys")
    form = {"name": "Harbour House", "purpose": "housing"}
    got, made = client.get(url), client.post(url, form)
    if name in MANAGE:
        assert got.status_code == made.status_code == 200
        key = PartnerKey.objects.get()
        assert (key.organisation, key.purpose) == (cast.lakeside, "housing")
        assert key.created_by == cast[name]
        shown = made.content.decode()
        text = shown.split('<p class="code">')[1].split("<")[0]
        assert key_presented(text)[0] == key
        assert text not in client.get(url).content.decode()
    else:
        assert got.status_code == made.status_code == 403
        assert not PartnerKey.objects.exists()


def test_without_a_desk_there_is_no_key(cast: Cast, staff_client_for: SignIn) -> None:
    assert staff_client_for(cast.sara_supervisor).get(reverse("partner_keys")).status_code == 403
    with pytest.raises(NotAllowed):
        make_key("Harbour House", "housing", by=cast.sara_supervisor)


@pytest.mark.parametrize("name", NAMES)
def test_who_takes_keys_back(
    cast: Cast, harbour: Program, staff_client_for: SignIn, name: str
) -> None:
    url = reverse("partner_key_revoke", args=[harbour.partner.pk])
    answer = staff_client_for(cast[name]).post(url)
    assert answer.status_code == (302 if name in MANAGE else 404)
    assert (PartnerKey.objects.get().revoked_at is not None) == (name in MANAGE)


def test_another_house_with_a_desk_does_not_see_it(
    cast: Cast, harbour: Program, staff_client_for: SignIn
) -> None:
    circle = cast.compartment(cast.riverside, "Case management")
    ReferralDesk.objects.create(organisation=cast.riverside, compartment=circle)
    sara = staff_client_for(cast.sara_supervisor)
    assert "Harbour House" not in sara.get(reverse("partner_keys")).content.decode()
    url = reverse("partner_key_revoke", args=[harbour.partner.pk])
    assert sara.post(url).status_code == 404
    with pytest.raises(NotAllowed):
        revoke_key(harbour.partner, by=cast.sara_supervisor)


def test_strangers_sign_in(stranger_client: StaffClient, harbour: Program) -> None:
    urls = [reverse("partner_keys"), reverse("partner_key_revoke", args=[harbour.partner.pk])]
    for url in urls:
        assert stranger_client.post(url).headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("name", "purpose"),
    [
        ("", "housing"),
        ("  ", "housing"),
        ("x" * 121, "housing"),
        ("A", ""),
        ("A", "other"),
        ("A", "own-copy"),
        ("A", "sale"),
        ("A", "nonsense"),
    ],
)
def test_what_a_key_needs(
    cast: Cast, lakeside_desk: ReferralDesk, staff_client_for: SignIn, name: str, purpose: str
) -> None:
    with pytest.raises(CannotNow):
        make_key(name, purpose, by=cast.lena_lakeside)
    form = {"name": name, "purpose": purpose}
    answer = staff_client_for(cast.lena_lakeside).post(reverse("partner_keys"), form)
    assert answer.status_code == 422
    assert not PartnerKey.objects.exists()


def test_one_key_for_a_partner_and_purpose(cast: Cast, harbour: Program) -> None:
    lena = cast.lena_lakeside
    with pytest.raises(CannotNow):
        make_key(" harbour  HOUSE ", "housing", by=lena)
    other = make_key("Harbour House", "legal-help", by=lena)
    assert other.partner.purpose == "legal-help"
    revoke_key(harbour.partner, by=lena)
    again = make_key("Harbour House", "housing", by=lena)
    assert again.key != harbour.key
    assert Program(again.key, again.partner).get("/referrals").json()["referrals"] == []


def test_a_key_for_another_purpose_sends_nothing_for_this_one(cast: Cast, harbour: Program) -> None:
    made = make_key("Harbour House", "legal-help", by=cast.lena_lakeside)
    assert Program(made.key, made.partner).send(body()).status_code == 422
    assert not PartnerReferral.objects.exists()


def test_purposes() -> None:
    codes = {each.id for each in purposes_of_keys()}
    assert {"housing", "legal-help"} <= codes
    assert codes.isdisjoint({"other", "own-copy", "sale", "unlimited"})
