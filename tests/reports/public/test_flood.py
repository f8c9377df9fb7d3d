"""Floods are noticed in memory, queued last, and never refused."""

from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.public.conftest import Phone
from waymark.reports import flood
from waymark.reports.flood import Flood, address_of, network
from waymark.reports.models import Report

NOW = 1_800_000_000.0 - 1_800_000_000.0 % 3600
TEXT = "A text that is long enough to be looked at when it comes again and again."


@pytest.fixture(autouse=True)
def sixty(settings: Any) -> None:
    settings.FLOOD_PER_HOUR = 60


def different(number: int) -> str:
    return f"{TEXT} {number}"


def test_the_thirtieth_reporter_from_one_address_is_like_the_first() -> None:
    seen = Flood()
    assert not any(seen.notice("10.0.0.1", different(i), now=NOW) for i in range(60))
    assert seen.notice("10.0.0.1", different(61), now=NOW)
    assert not seen.notice("10.0.0.2", different(62), now=NOW)


def test_a_form_that_is_sent_again_and_again_counts_once() -> None:
    seen = Flood()
    assert not any(seen.notice("10.0.0.1", TEXT, form_key=b"x" * 16, now=NOW) for _ in range(200))
    assert not seen.notice("10.0.0.1", TEXT, form_key=b"y" * 16, now=NOW)


def test_ipv4_addresses_on_a_socket_for_both_protocols_are_told_apart() -> None:
    seen = Flood()
    for i in range(100):
        seen.notice("::ffff:10.0.0.1", different(i), now=NOW)
    assert seen.notice("10.0.0.1", different(101), now=NOW)
    assert not seen.notice("::ffff:10.0.0.2", different(102), now=NOW)


def test_an_hour_later_the_address_is_like_new() -> None:
    seen = Flood()
    for i in range(200):
        seen.notice("10.0.0.1", different(i), now=NOW)
    assert seen.notice("10.0.0.1", different(201), now=NOW + 1800)
    assert not seen.notice("10.0.0.1", different(202), now=NOW + 7200)


def test_a_flood_over_the_turn_of_an_hour_is_still_one() -> None:
    seen = Flood()
    for i in range(100):
        seen.notice("10.0.0.1", different(i), now=NOW + 3599)
    assert seen.notice("10.0.0.1", different(101), now=NOW + 3601)


def test_a_flood_from_many_addresses_is_noticed() -> None:
    seen = Flood()
    found = [seen.notice(f"10.0.{i // 200}.{i % 200}", different(i), now=NOW) for i in range(700)]
    assert not any(found[:600])
    assert all(found[600:])


def test_one_text_again_and_again_is_a_flood_and_a_short_cry_is_not() -> None:
    seen = Flood()
    found = [seen.notice(f"10.0.0.{i}", TEXT, now=NOW) for i in range(20)]
    assert not any(found[:5])
    assert all(found[5:])
    assert not any(seen.notice(f"10.1.0.{i}", "please help me", now=NOW) for i in range(20))


def test_memory_has_a_bound_and_the_sum_of_all_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "MOST_KEYS", 50)
    seen = Flood()
    found = [seen.notice(f"10.{i // 200}.{i % 200}.1", different(i), now=NOW) for i in range(2000)]
    assert len(seen.counter.counts) <= 50
    assert all(found[600:])


def test_no_address_and_no_text_is_kept() -> None:
    seen = Flood()
    seen.notice("203.0.113.77", TEXT, now=NOW)
    kept = repr(vars(seen)) + repr(seen.counter)
    assert "203.0.113" not in kept
    assert TEXT[:20] not in kept
    other = Flood()
    other.notice("203.0.113.77", TEXT, now=NOW)
    assert set(seen.counter.counts) & set(other.counter.counts) == {b"all"}


def test_one_line_of_ipv6_is_one_sender() -> None:
    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9")
    assert network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("10.0.0.1") != network("10.0.0.2")


@given(st.text(max_size=50))
def test_any_address_can_be_counted(address: str) -> None:
    assert network(address)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "10.9.9.9"),
        (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
        (2, "1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "2.2.2.2", "10.9.9.9"),
        (1, "", ""),
    ],
)
def test_only_our_own_proxies_are_believed(
    settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="10.9.9.9")
    assert address_of(request) == address


@pytest.mark.django_db
def test_a_report_in_a_flood_is_stored_and_marked(phone: Phone, settings: Any) -> None:
    settings.FLOOD_PER_HOUR = 2
    codes = [phone.receipt(f"Report {i}", urgent="1") for i in range(4)]
    marked = [r.quarantined for r in Report.objects.order_by("received_at")]
    assert marked == [False, False, True, True]
    assert phone.open(codes[3]).status_code == 200
