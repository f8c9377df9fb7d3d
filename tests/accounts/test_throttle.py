"""Guessing is slow, from one address or thousands; the owner is never kept out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import RequestFactory, override_settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.accounts.conftest import Clock
from tests.cast import PASSWORD, Cast
from tests.sites import StaffClient
from waymark.accounts import devices, throttle
from waymark.accounts.address import client_address
from waymark.accounts.throttle import (
    ACCOUNT,
    ADDRESS,
    DEVICE,
    FACTOR,
    Pace,
    Throttle,
    known,
    stranger,
)

Give = Callable[..., Any]
Code = Callable[[], str]


def guess_for(clock: Clock, hours: float, counters: Callable[[int], Any], least: float = 0) -> int:
    """How many guesses somebody gets in who tries whenever they may."""
    throttled, made, end = Throttle(), 0, clock.steady + hours * 3600
    while clock.steady < end:
        wait = throttled.admit(counters(made))
        made += wait == 0
        clock.steady += max(wait, least)
    return made


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_wait_only_grows_and_has_an_end(few: int, more: int) -> None:
    few, more = sorted((few, more))
    for pace in (ADDRESS, ACCOUNT, DEVICE):
        assert 0 <= pace.wait(few) <= pace.wait(more) <= pace.longest
        assert pace.wait(pace.free) == 0 < pace.wait(pace.free + 1)


def test_one_address_gets_few_guesses_a_day(clock: Clock) -> None:
    made = guess_for(clock, 24, lambda _: stranger("ana", "192.0.2.1"))
    assert made <= ADDRESS.free + 10 + 24 * 3600 / ADDRESS.longest


def test_changing_the_name_does_not_help_one_address(clock: Clock) -> None:
    made = guess_for(clock, 24, lambda n: stranger(f"name{n}", "192.0.2.1"))
    assert made <= ADDRESS.free + 10 + 24 * 3600 / ADDRESS.longest


def test_changing_the_address_does_not_help_against_one_account(clock: Clock) -> None:
    made = guess_for(clock, 24, lambda n: stranger("ana", f"address {n}"))
    assert made <= ACCOUNT.free + 10 + 24 * 3600 / ACCOUNT.longest


def test_the_spelling_of_a_name_is_no_other_account(clock: Clock) -> None:
    names = ("ana", "ANA", " ana", "Ana ")
    made = guess_for(clock, 2, lambda n: stranger(names[n % 4], f"address {n}"))
    assert made <= ACCOUNT.free + 10 + 2 * 3600 / ACCOUNT.longest


def test_an_owner_who_fails_is_not_kept_for_good(clock: Clock) -> None:
    throttled = Throttle()
    for _ in range(1000):
        throttled.admit(known("ana's laptop"))
    clock.forward(seconds=DEVICE.longest)
    assert throttled.admit(known("ana's laptop")) == 0


def test_strangers_do_not_keep_a_known_browser_waiting(clock: Clock) -> None:
    throttled = Throttle()
    for n in range(5000):
        throttled.admit(stranger("ana", f"address {n}"))
    assert throttled.admit(stranger("ana", "a new place")) > 0
    assert throttled.admit(known("ana's laptop")) == 0


def test_an_owner_at_a_new_place_waits_under_a_minute(clock: Clock) -> None:
    throttled = Throttle()
    for n in range(5000):
        throttled.admit(stranger("ana", f"address {n}"))
    clock.forward(seconds=ACCOUNT.longest)
    assert throttled.admit(stranger("ana", "a new place")) == 0


def test_a_refused_attempt_does_not_lengthen_the_wait(clock: Clock) -> None:
    throttled, counters = Throttle(), stranger("ana", "192.0.2.1")
    while not (wait := throttled.admit(counters)):
        pass
    for _ in range(500):
        assert throttled.admit(counters) == pytest.approx(wait)
    clock.steady += wait
    assert throttled.admit(counters) == 0


def test_many_attempts_at_once_gain_nothing(clock: Clock) -> None:
    """All of them are in the air before the first is answered, so none is taken back yet."""
    throttled = Throttle()
    admitted = [throttled.admit(stranger("ana", "192.0.2.1")) == 0 for _ in range(500)]
    assert sum(admitted) == ADDRESS.free + 1


def test_being_right_takes_one_failure_back_and_not_those_of_others(clock: Clock) -> None:
    throttled, counters = Throttle(), stranger("ana", "192.0.2.1")
    for _ in range(200):
        assert throttled.admit(counters) == 0
        throttled.take_back(counters)
    for _ in range(ADDRESS.free + 1):
        throttled.admit(counters)
    throttled.take_back(stranger("somebody else", "192.0.2.1"))
    assert throttled.admit(counters) == 0
    assert throttled.admit(counters) > 0


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=60))
def test_memory_has_a_bound(attempts: list[tuple[str, str]]) -> None:
    throttled = Throttle(most=10)
    for login, address in attempts:
        throttled.admit(stranger(login, address))
        assert len(throttled) <= 10 + 2


def test_what_is_old_is_forgotten(clock: Clock) -> None:
    throttled = Throttle()
    for n in range(50):
        throttled.admit(stranger("ana", f"address {n}"))
    clock.forward(hours=1, seconds=1)
    throttled.admit(known("a laptop"))
    assert len(throttled) == 1


def test_no_name_and_no_address_is_in_memory(clock: Clock) -> None:
    throttled = Throttle()
    throttled.admit(stranger("ana_hotline", "192.0.2.77"))
    kept = repr(vars(throttled))
    assert "ana_hotline" not in kept
    assert "192.0.2.77" not in kept


def test_two_processes_hash_differently(clock: Clock) -> None:
    one, other = Throttle(), Throttle()
    for each in (one, other):
        each.admit(known("a laptop"))
    assert set(one._counts) != set(other._counts)


def test_pace_counts_up_from_its_first_wait() -> None:
    pace = Pace(free=2, first=3, longest=20)
    assert [pace.wait(n) for n in range(7)] == [0, 0, 0, 3, 6, 12, 20]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "198.51.100.7", "127.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "198.51.100.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
    ],
)
def test_only_what_trusted_proxies_saw_counts(proxies: int, forwarded: str, seen: str) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    with override_settings(TRUSTED_PROXIES=proxies):
        assert client_address(request) == seen


def test_a_neighbour_in_the_same_network_is_the_same_subscriber() -> None:
    with override_settings(TRUSTED_PROXIES=1):
        seen = {
            client_address(RequestFactory().get("/", headers={"X-Forwarded-For": f"2001:db8::{n}"}))
            for n in range(1, 9)
        }
    assert len(seen) == 1


def test_the_page_says_how_long_and_keeps_the_right_status(
    cast: Cast, stranger_client: StaffClient, give_password: Give, clock: Clock
) -> None:
    answers = [give_password(stranger_client, "ana_hotline", f"guess {n}") for n in range(7)]
    assert [answer.status_code for answer in answers] == [422] * 6 + [429]
    assert answers[-1].headers["Retry-After"] == "2"
    assert "2 seconds" in answers[-1].content.decode()
    assert give_password(stranger_client, "ana_hotline").status_code == 429
    clock.forward(seconds=2)
    assert give_password(stranger_client, "ana_hotline").status_code == 302


def test_the_owner_gets_in_while_strangers_hammer(
    cast: Cast, give_password: Give, code: Code, clock: Clock
) -> None:
    owner, attacker = StaffClient(), StaffClient()
    give_password(owner, cast.ana_hotline)
    owner.post(reverse("second_factor"), {"code": code()})
    owner.post(reverse("sign_out"))
    clock.forward(minutes=1)
    with override_settings(TRUSTED_PROXIES=1):
        for n in range(60):
            header = {"X-Forwarded-For": f"198.51.{n}.1"}
            give_password(attacker, "ana_hotline", f"guess {n}", headers=header)
        blocked = {"headers": {"X-Forwarded-For": "203.0.113.1"}}
        assert give_password(StaffClient(), "ana_hotline", **blocked).status_code == 429
        assert give_password(owner, "ana_hotline", **blocked).status_code == 302


def test_a_known_browser_is_known_for_its_own_worker_only(
    cast: Cast, give_password: Give, code: Code, clock: Clock
) -> None:
    client = StaffClient()
    give_password(client, cast.ana_hotline)
    client.post(reverse("second_factor"), {"code": code()})
    request = RequestFactory().get("/")
    request.COOKIES = {devices.COOKIE: client.cookies[devices.COOKIE].value}
    assert devices.counters(request, "ana_hotline")[0].kind == "device"
    assert devices.counters(request, "ANA_hotline ")[0].kind == "device"
    assert [each.kind for each in devices.counters(request, "carl_cases")] == ["address", "account"]


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "eyJhIjoxfQ:1abc:forged"])
def test_a_forged_mark_makes_nobody_known(cookie: str, cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.COOKIES = {devices.COOKIE: cookie}
    assert devices.counters(request, "ana_hotline")[0].kind == "address"


def test_a_shared_desk_knows_its_last_eight_workers(cast: Cast) -> None:
    from django.http import HttpResponse

    request = RequestFactory().get("/")
    everybody = list(cast.workers.values())
    for worker in everybody:
        response = HttpResponse()
        devices.remember(request, response, worker)
        request.COOKIES = {devices.COOKIE: response.cookies[devices.COOKIE].value}
    known_now = [w for w in everybody if devices.counters(request, w.login)[0].kind == "device"]
    assert known_now == everybody[-devices.MOST_WORKERS :]


def test_codes_of_a_stolen_password_are_slow_to_guess(
    cast: Cast, stranger_client: StaffClient, give_password: Give, clock: Clock
) -> None:
    give_password(stranger_client, cast.ana_hotline)
    url = reverse("second_factor")
    statuses = [stranger_client.post(url, {"code": f"{n:06}"}).status_code for n in range(12)]
    assert statuses.count(422) <= ADDRESS.free + 1
    assert statuses[-1] == 429


def test_addresses_do_not_help_to_guess_codes_and_the_owner_gets_in(
    cast: Cast, give_password: Give, code: Code, clock: Clock
) -> None:
    owner, thief, url = StaffClient(), StaffClient(), reverse("second_factor")
    give_password(owner, cast.ana_hotline)
    owner.post(url, {"code": code()})
    with override_settings(TRUSTED_PROXIES=1):
        give_password(thief, cast.ana_hotline)
        statuses = [
            thief.post(url, {"code": f"{n:06}"}, headers={"X-Forwarded-For": f"198.51.{n}.1"})
            for n in range(60)
        ]
    assert [each.status_code for each in statuses].count(422) <= FACTOR.free + 1
    clock.forward(seconds=30)
    give_password(owner, cast.ana_hotline)
    assert owner.post(url, {"code": code()}).status_code == 302


def test_fresh_memory_after_a_restart(clock: Clock) -> None:
    for _ in range(50):
        throttle.admit(known("a laptop"))
    throttle.forget_everything()
    assert throttle.admit(known("a laptop")) == 0


def test_the_password_is_not_looked_at_while_waiting(
    cast: Cast, stranger_client: StaffClient, give_password: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(7):
        give_password(stranger_client, "ana_hotline", f"guess {n}")

    def never(*_: object) -> None:
        raise AssertionError("a derivation while waiting")

    monkeypatch.setattr("waymark.accounts.actions.sign_in.check_password", never)
    assert give_password(stranger_client, "ana_hotline", PASSWORD).status_code == 429
