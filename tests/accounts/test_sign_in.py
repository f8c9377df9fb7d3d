"""Name and password, then the second factor, as a browser goes through them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from tests.accounts.conftest import Clock, request_of
from tests.cast import NAMES, PASSWORD, Cast
from tests.sites import StaffClient
from waymark.accounts import devices, sessions
from waymark.accounts.models import SignIn
from waymark.audit.models import Entry

Give = Callable[..., Any]
Code = Callable[[], str]


def events() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("event", flat=True))


@pytest.mark.parametrize("name", NAMES)
def test_everybody_signs_in_with_password_and_code(
    name: str, cast: Cast, stranger_client: StaffClient, give_password: Give, code: Code
) -> None:
    answer = give_password(stranger_client, cast[name])
    assert answer.headers["Location"].startswith(reverse("second_factor"))
    assert stranger_client.get(reverse("me")).status_code == 302
    answer = stranger_client.post(reverse("second_factor"), {"code": code()})
    assert answer.status_code == 302
    page = stranger_client.get(reverse("me"))
    assert page.status_code == 200
    assert request_of(page).worker == cast[name]
    assert request_of(page).keyring.pair == cast.keyring(cast[name]).pair
    assert events()[-1] == "sign_in:succeeded"


def test_the_password_alone_opens_no_page_of_the_site(
    cast: Cast, stranger_client: StaffClient, give_password: Give, clock: Clock
) -> None:
    give_password(stranger_client, cast.adam_admin)
    for name in ("me", "workers", "site", "compartments", "add_totp", "change_password"):
        answer = stranger_client.get(reverse(name))
        assert (name, answer.status_code) in {(name, 302), (name, 403)}
        assert request_of(answer).worker is None
        assert request_of(answer).keyring is None
    assert stranger_client.post(reverse("renew_recovery_codes")).status_code == 303


def test_a_second_factor_cannot_be_added_before_the_first_is_shown(
    cast: Cast, stranger_client: StaffClient, give_password: Give, clock: Clock
) -> None:
    give_password(stranger_client, cast.ana_hotline)
    for name in ("first_factor", "add_totp", "add_passkey"):
        assert stranger_client.get(reverse(name)).status_code == 403
        assert stranger_client.post(reverse(name), {}).status_code in {403, 405}


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("ana_hotline", PASSWORD + "!"),
        ("ana_hotline", PASSWORD.upper()),
        ("nobody", PASSWORD),
        ("ana_hotline' OR 1=1 --", PASSWORD),
        ("ana\x00hotline", PASSWORD),
    ],
)
def test_wrong_names_and_passwords_get_one_answer(
    login: str, password: str, stranger_client: StaffClient, give_password: Give
) -> None:
    answer = give_password(stranger_client, login, password)
    assert answer.status_code == 422
    assert password not in answer.content.decode()
    assert sessions.COOKIE not in answer.cookies
    assert not SignIn.objects.exists()


def test_an_unknown_name_costs_one_derivation_like_a_known_one(
    cast: Cast, stranger_client: StaffClient, give_password: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    from waymark.vault import passwords

    derivations: list[bytes] = []
    derive = passwords.stretch_password

    def counted(password: str, salt: bytes, **cost: int) -> Any:
        derivations.append(salt)
        return derive(password, salt, **cost)

    monkeypatch.setattr(passwords, "stretch_password", counted)
    texts = set()
    for login, password in (
        ("nobody", PASSWORD),
        ("ana_hotline", "wrong"),
        ("ana_hotline", PASSWORD),
    ):
        before = len(derivations)
        answer = give_password(stranger_client, login, password)
        assert len(derivations) == before + 1
        if answer.status_code == 422:
            texts.add(answer.context["form"].non_field_errors()[0])
    assert len(texts) == 1


def test_a_worker_who_left_cannot_sign_in(
    cast: Cast, stranger_client: StaffClient, give_password: Give
) -> None:
    cast.ana_hotline.is_active = False
    cast.ana_hotline.save()
    assert give_password(stranger_client, "ana_hotline").status_code == 422


def test_accents_typed_in_two_ways_are_one_password(
    cast: Cast, stranger_client: StaffClient, give_password: Give
) -> None:
    from waymark.accounts.actions import setup
    from waymark.accounts.roles import Role

    setup.create_worker_with_password(
        cast.riverside, "nguyen", "Nguyễn", [Role.AUDITOR], "mười hai con cá"
    )
    decomposed = "mu\u031bo\u031b\u0300i hai con ca\u0301"
    assert give_password(stranger_client, "nguyen", decomposed).status_code == 302


def test_the_cookie_cannot_be_read_by_scripts_or_sent_from_elsewhere(
    cast: Cast, stranger_client: StaffClient, give_password: Give
) -> None:
    morsel = give_password(stranger_client, cast.ana_hotline).cookies[sessions.COOKIE]
    assert (morsel["httponly"], morsel["samesite"], morsel["max-age"]) == (True, "Strict", "")
    with override_settings(SECURE_COOKIES=True):
        assert give_password(StaffClient(), cast.ana_hotline).cookies[sessions.COOKIE]["secure"]


def test_a_code_works_once(cast: Cast, give_password: Give, code: Code, clock: Clock) -> None:
    first, second = StaffClient(), StaffClient()
    for client in (first, second):
        give_password(client, cast.ana_hotline)
    typed = {"code": code()}
    assert first.post(reverse("second_factor"), typed).status_code == 302
    assert second.post(reverse("second_factor"), typed).status_code == 422
    assert second.get(reverse("me")).status_code == 302
    clock.forward(seconds=30)
    assert second.post(reverse("second_factor"), {"code": code()}).status_code == 302


@pytest.mark.parametrize("off", [(29, 302), (-29, 302), (61, 422), (-61, 422)])
def test_a_clock_may_be_half_a_minute_off(
    off: tuple[int, int], cast: Cast, give_password: Give, code: Code, clock: Clock
) -> None:
    client, typed = StaffClient(), code()
    clock.forward(seconds=off[0])
    give_password(client, cast.ana_hotline)
    assert client.post(reverse("second_factor"), {"code": typed}).status_code == off[1]


def test_a_code_may_be_typed_with_spaces_and_arabic_digits(
    cast: Cast, stranger_client: StaffClient, give_password: Give, code: Code
) -> None:
    give_password(stranger_client, cast.ana_hotline)
    arabic = code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    typed = {"code": f" {arabic[:3]} {arabic[3:]}"}
    assert stranger_client.post(reverse("second_factor"), typed).status_code == 302


def test_an_earlier_code_does_not_work_after_a_later_one(
    cast: Cast, give_password: Give, code: Code, clock: Clock
) -> None:
    earlier = code()
    clock.forward(seconds=30)
    first, second = StaffClient(), StaffClient()
    for client in (first, second):
        give_password(client, cast.ana_hotline)
    assert first.post(reverse("second_factor"), {"code": code()}).status_code == 302
    assert second.post(reverse("second_factor"), {"code": earlier}).status_code == 422


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "٠٠٠٠٠٠", "0" * 99, "123 456 7"])
def test_nonsense_is_no_code(
    typed: str, cast: Cast, stranger_client: StaffClient, give_password: Give, clock: Clock
) -> None:
    give_password(stranger_client, cast.ana_hotline)
    assert stranger_client.post(reverse("second_factor"), {"code": typed}).status_code == 422


def test_another_workers_code_does_not_fit(
    cast: Cast, stranger_client: StaffClient, give_password: Give, clock: Clock
) -> None:
    import pyotp

    from waymark.accounts.models import TotpDevice

    # The secret of another row, moved by somebody who can write to the database.
    other = TotpDevice.objects.get(worker=cast.carl_cases).sealed_secret
    TotpDevice.objects.filter(worker=cast.ana_hotline).update(sealed_secret=other)
    give_password(stranger_client, cast.ana_hotline)
    from tests.cast import TOTP_SECRET

    typed = pyotp.TOTP(TOTP_SECRET).at(clock.now)
    assert stranger_client.post(reverse("second_factor"), {"code": typed}).status_code == 422


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/me/", "/me/"),
        ("/workers/?page=2", "/workers/?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_afterwards_the_way_goes_on_within_this_site(
    wanted: str, leads_to: str, cast: Cast, stranger_client: StaffClient, code: Code
) -> None:
    typed = {"login": "ana_hotline", "password": PASSWORD, "next": wanted}
    stranger_client.post(reverse("sign_in"), typed)
    answer = stranger_client.post(reverse("second_factor"), {"code": code(), "next": wanted})
    assert answer.headers["Location"] == leads_to


def test_signing_in_again_ends_the_sign_in_before(
    cast: Cast, staff_client_for: Callable[..., StaffClient], give_password: Give
) -> None:
    client = staff_client_for(cast.ana_hotline)
    before = SignIn.objects.get().pk
    give_password(client, cast.carl_cases)
    assert not SignIn.objects.filter(pk=before).exists()
    assert client.get(reverse("me")).status_code == 302


def test_signing_out_ends_the_row_and_takes_the_cookie(
    cast: Cast, staff_client_for: Callable[..., StaffClient]
) -> None:
    client = staff_client_for(cast.ana_hotline)
    token = client.cookies[sessions.COOKIE].value
    answer = client.post(reverse("sign_out"))
    assert answer.cookies[sessions.COOKIE]["max-age"] == 0
    assert not SignIn.objects.exists()
    client.cookies[sessions.COOKIE] = token
    assert client.get(reverse("me")).status_code == 302


def test_signing_out_everywhere_leaves_this_browser(
    cast: Cast, staff_client_for: Callable[..., StaffClient]
) -> None:
    here, there = staff_client_for(cast.ana_hotline), staff_client_for(cast.ana_hotline)
    other = staff_client_for(cast.carl_cases)
    here.post(reverse("sign_out_everywhere"))
    assert here.get(reverse("me")).status_code == 200
    assert there.get(reverse("me")).status_code == 302
    assert other.get(reverse("me")).status_code == 200


def test_pages_speak_the_workers_language(
    cast: Cast, staff_client_for: Callable[..., StaffClient]
) -> None:
    cast.ana_hotline.language, cast.ana_hotline.time_zone = "ar", "Asia/Beirut"
    cast.ana_hotline.save()
    page = staff_client_for(cast.ana_hotline).get(reverse("me"), headers={"Accept-Language": "es"})
    assert '<html lang="ar" dir="rtl">' in page.content.decode()


def test_the_mark_of_a_known_browser_is_no_way_in(
    cast: Cast, stranger_client: StaffClient, give_password: Give, code: Code
) -> None:
    give_password(stranger_client, cast.ana_hotline)
    stranger_client.post(reverse("second_factor"), {"code": code()})
    mark = stranger_client.cookies[devices.COOKIE].value
    thief = StaffClient()
    thief.cookies[devices.COOKIE] = mark
    assert thief.get(reverse("me")).status_code == 302
    assert give_password(thief, cast.ana_hotline).headers["Location"].startswith("/sign-in/second/")
    assert thief.get(reverse("me")).status_code == 302
    assert settings.SECRET_KEY not in mark
