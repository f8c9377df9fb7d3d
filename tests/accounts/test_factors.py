"""Adding, replacing and removing second factors; recovery codes."""

import re
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from django.urls import reverse

from tests.accounts.conftest import Clock
from tests.cast import TOTP_SECRET, Cast
from tests.sites import StaffClient
from waymark.accounts import sessions, totp
from waymark.accounts.actions import factors
from waymark.accounts.models import Passkey, RecoveryCode, SignIn, TotpDevice, Worker
from waymark.audit.models import Entry
from waymark.vault.contract import place
from waymark.vault.primitives import box_open

SignedIn = Callable[[Worker], StaffClient]
Give = Callable[..., Any]
Code = Callable[[], str]


def secret_on(page: Any) -> str:
    return str(page.context["secret"]).replace(" ", "")


def add_generator(client: StaffClient, clock: Clock) -> tuple[str, Any]:
    page = client.get(reverse("add_totp"))
    secret = secret_on(page)
    offer = page.context["form"]["offer"].value()
    typed = {"offer": offer, "code": pyotp.TOTP(secret).at(clock.now)}
    return secret, client.post(reverse("add_totp"), typed)


def add_key(worker: Worker) -> Passkey:
    return Passkey.objects.create(
        worker=worker, credential_id=worker.pk.bytes, public_key=b"x", label="k"
    )


def codes_on(page: Any) -> list[str]:
    return re.findall(r'class="code">([^<]+)<', page.content.decode())


@pytest.fixture
def newcomer(cast: Cast, clock: Clock) -> StaffClient:
    """Ana without any factor, the password given: as after an invitation."""
    TotpDevice.objects.filter(worker=cast.ana_hotline).delete()
    client = StaffClient()
    token = sessions.start(cast.ana_hotline, cast.keyring(cast.ana_hotline), second_factor=False)
    client.cookies[sessions.COOKIE] = token
    return client


def test_a_newcomer_reaches_nothing_but_the_way_to_a_factor(newcomer: StaffClient) -> None:
    answer = newcomer.get(reverse("me"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("first_factor")
    for name in ("me", "workers", "root", "change_password", "compartments"):
        assert newcomer.get(reverse(name)).headers["Location"].startswith("/sign-in/second/")
    for name in ("first_factor", "add_totp", "add_passkey"):
        assert newcomer.get(reverse(name)).status_code == 200


def test_the_first_factor_lets_in_and_shows_recovery_codes_once(
    newcomer: StaffClient, clock: Clock, cast: Cast
) -> None:
    secret, page = add_generator(newcomer, clock)
    assert page.status_code == 200
    assert len(set(codes_on(page))) == 10
    again = newcomer.get(reverse("me"))
    assert again.status_code == 200
    assert not codes_on(again)
    device = TotpDevice.objects.get(worker=cast.ana_hotline)
    keyring = cast.keyring(cast.ana_hotline)
    opened = box_open(keyring.pair, device.sealed_secret, place(device, "sealed_secret"))
    assert opened.decode() == secret


def test_the_code_that_enrolled_is_used_up(
    newcomer: StaffClient, clock: Clock, cast: Cast, give_password: Give
) -> None:
    secret, _ = add_generator(newcomer, clock)
    client = StaffClient()
    give_password(client, cast.ana_hotline)
    typed = {"code": pyotp.TOTP(secret).at(clock.now)}
    assert client.post(reverse("second_factor"), typed).status_code == 422


def test_a_wrong_first_code_keeps_the_same_picture(newcomer: StaffClient) -> None:
    page = newcomer.get(reverse("add_totp"))
    offer = page.context["form"]["offer"].value()
    again = newcomer.post(reverse("add_totp"), {"offer": offer, "code": "000000"})
    assert again.status_code == 422
    assert secret_on(again) == secret_on(page)
    assert not TotpDevice.objects.filter(worker__login="ana_hotline").exists()


@pytest.mark.parametrize("offer", ["", "x", "a:b:c"])
def test_a_forged_offer_gets_a_new_picture(offer: str, newcomer: StaffClient) -> None:
    page = newcomer.post(reverse("add_totp"), {"offer": offer, "code": "123456"})
    assert len(secret_on(page)) == 32
    assert not TotpDevice.objects.filter(worker__login="ana_hotline").exists()


def test_an_offer_is_good_for_its_own_sign_in_and_not_for_long(
    cast: Cast, clock: Clock, staff_client_for: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff_client_for(cast.ana_hotline)
    staff_client_for(cast.carl_cases)
    mine, theirs = SignIn.objects.order_by("worker__name")
    offer = totp.offer_secret(mine)
    assert totp.offered_secret(mine, offer)
    assert totp.offered_secret(theirs, offer) is None
    monkeypatch.setattr(totp, "SECRET_AGE", -1)
    assert totp.offered_secret(mine, offer) is None


def test_a_new_generator_replaces_the_old(
    cast: Cast, clock: Clock, staff_client_for: SignedIn, give_password: Give
) -> None:
    secret, _ = add_generator(staff_client_for(cast.ana_hotline), clock)
    assert TotpDevice.objects.filter(worker=cast.ana_hotline).count() == 1
    clock.forward(seconds=30)
    client = StaffClient()
    give_password(client, cast.ana_hotline)
    for shown, status in ((TOTP_SECRET, 422), (secret, 302)):
        typed = {"code": pyotp.TOTP(shown).at(clock.now)}
        assert client.post(reverse("second_factor"), typed).status_code == status


def test_the_last_factor_stays(cast: Cast, staff_client_for: SignedIn) -> None:
    client = staff_client_for(cast.ana_hotline)
    client.post(reverse("remove_totp"))
    assert TotpDevice.objects.filter(worker=cast.ana_hotline).exists()
    key = add_key(cast.ana_hotline)
    client.post(reverse("remove_totp"))
    assert not TotpDevice.objects.filter(worker=cast.ana_hotline).exists()
    client.post(reverse("remove_passkey", args=[key.pk]))
    assert Passkey.objects.filter(pk=key.pk).exists()
    assert Entry.objects.filter(event="factor:removed").count() == 1


def test_nobody_removes_anothers_key(cast: Cast, staff_client_for: SignedIn) -> None:
    key = add_key(cast.ana_hotline)
    for name in ("carl_cases", "adam_admin", "luis_lakeside"):
        answer = staff_client_for(cast[name]).post(reverse("remove_passkey", args=[key.pk]))
        assert answer.status_code == 404
    assert Passkey.objects.filter(pk=key.pk).exists()


def test_a_recovery_code_lets_in_once(
    cast: Cast, give_password: Give, staff_client_for: SignedIn
) -> None:
    page = staff_client_for(cast.ana_hotline).post(reverse("renew_recovery_codes"))
    code, url = codes_on(page)[3], reverse("second_factor_recovery")
    first, second = StaffClient(), StaffClient()
    for client in (first, second):
        give_password(client, cast.ana_hotline)
        assert client.get(url).status_code == 200
    assert first.post(url, {"code": code.lower().replace("-", " ")}).status_code == 302
    assert "9 recovery codes left" in first.get(reverse("me")).content.decode()
    assert second.post(url, {"code": code}).status_code == 422
    assert second.get(reverse("me")).status_code == 302


def test_new_codes_end_the_old_ones(cast: Cast, clock: Clock) -> None:
    old = factors.renew_recovery_codes(cast.ana_hotline)
    new = factors.renew_recovery_codes(cast.ana_hotline)
    assert not any(factors.use_recovery_code(cast.ana_hotline, code) for code in old)
    assert all(factors.use_recovery_code(cast.ana_hotline, code) for code in new)


def test_a_colleagues_codes_do_not_work(cast: Cast) -> None:
    codes = factors.renew_recovery_codes(cast.carl_cases)
    assert not factors.use_recovery_code(cast.ana_hotline, codes[0])
    assert factors.use_recovery_code(cast.carl_cases, codes[0])


def test_codes_are_stored_as_hashes_only(cast: Cast) -> None:
    codes = factors.renew_recovery_codes(cast.ana_hotline)
    stored = b"".join(bytes(row.code_hash) for row in RecoveryCode.objects.all())
    assert len(stored) == 32 * len(codes)
    assert not any(code.encode() in stored for code in codes)


@pytest.mark.parametrize("code", ["", "ABCD", "0000-0000-0000-0000-1", "é", "A" * 200])
def test_nonsense_is_no_recovery_code(
    code: str, cast: Cast, stranger_client: StaffClient, give_password: Give
) -> None:
    factors.renew_recovery_codes(cast.ana_hotline)
    give_password(stranger_client, cast.ana_hotline)
    answer = stranger_client.post(reverse("second_factor_recovery"), {"code": code})
    assert answer.status_code == 422
    assert stranger_client.get(reverse("me")).status_code == 302


def test_the_secret_of_a_generator_opens_with_its_workers_key_only(cast: Cast) -> None:
    device = TotpDevice.objects.get(worker=cast.ana_hotline)
    clock_code = pyotp.TOTP(TOTP_SECRET).now()
    assert not totp.accept(device, cast.keyring(cast.sara_supervisor), clock_code)
    assert totp.accept(device, cast.keyring(cast.ana_hotline), clock_code)


def test_two_requests_at_once_use_a_code_once(cast: Cast) -> None:
    """Both read the row before either writes it."""
    device = TotpDevice.objects.get(worker=cast.ana_hotline)
    stale = TotpDevice.objects.get(worker=cast.ana_hotline)
    code = pyotp.TOTP(TOTP_SECRET).now()
    assert totp.accept(device, cast.keyring(cast.ana_hotline), code)
    assert not totp.accept(stale, cast.keyring(cast.ana_hotline), code)
