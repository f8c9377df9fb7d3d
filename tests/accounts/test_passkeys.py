"""Passkeys with a key in software: bound to this site, to one question, to one worker."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse

from tests.accounts.authenticator import Authenticator
from tests.cast import Cast
from tests.sites import StaffClient
from waymark.accounts.models import Passkey, SignIn, Worker
from waymark.accounts.relying_party import relying_party

SignedIn = Callable[[Worker], StaffClient]
Give = Callable[..., Any]
ADD, USE = "add_passkey", "second_factor_passkey"


@pytest.fixture(autouse=True)
def here() -> Any:
    """The staff site is at localhost."""
    with override_settings(STAFF_URL="http://localhost:8001"):
        yield


def creation_options(client: StaffClient) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get(reverse(ADD)).context["options"])
    return found


def request_options(client: StaffClient) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get(reverse("second_factor")).context["options"])
    return found


def add(client: StaffClient, answer: str, label: str = "blue key") -> Any:
    return client.post(reverse(ADD), {"answer": answer, "label": label})


@pytest.fixture
def key(cast: Cast, staff_client_for: SignedIn) -> Authenticator:
    """Ana's key, added to her account."""
    made, client = Authenticator(), staff_client_for(cast.ana_hotline)
    assert add(client, made.create(creation_options(client))).status_code == 200
    return made


@pytest.fixture
def pending(cast: Cast, key: Authenticator, give_password: Give) -> StaffClient:
    """Another browser, in which Ana has given her password."""
    client = StaffClient()
    give_password(client, cast.ana_hotline)
    return client


def is_in(client: StaffClient) -> bool:
    return bool(client.get(reverse("me")).status_code == 200)


def test_a_key_signs_in(key: Authenticator, pending: StaffClient) -> None:
    answer = pending.post(
        reverse(USE), {"answer": key.get(request_options(pending)), "next": "/me/"}
    )
    assert answer.headers["Location"] == "/me/"
    assert is_in(pending)
    assert Passkey.objects.get().sign_count == 1


def test_an_answer_counts_once(key: Authenticator, pending: StaffClient) -> None:
    answer = key.get(request_options(pending))
    row = SignIn.objects.filter(second_factor_at=None)
    pending.post(reverse(USE), {"answer": answer})
    SignIn.objects.update(second_factor_at=None)
    pending.post(reverse(USE), {"answer": answer})
    assert row.exists()
    assert not is_in(pending)


def test_an_answer_to_another_browsers_question_does_not_count(
    cast: Cast, key: Authenticator, pending: StaffClient, give_password: Give
) -> None:
    other = StaffClient()
    give_password(other, cast.ana_hotline)
    answer = key.get(request_options(pending))
    request_options(other)
    other.post(reverse(USE), {"answer": answer})
    assert not is_in(other)


def test_no_question_no_answer(key: Authenticator, pending: StaffClient) -> None:
    for challenge in ("AAAA", "A" * 43):
        pending.post(reverse(USE), {"answer": key.get({"challenge": challenge})})
        assert not is_in(pending)


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "https://localhost.evil.example"},
        {"origin": "http://localhost:9999"},
        {"domain": "evil.example"},
        {"credential_id": b"another credential"},
        {"private": Authenticator().private},
    ],
    ids=["origin", "port", "domain", "credential", "signature"],
)
def test_a_copy_of_this_site_or_of_the_key_gets_nothing(
    change: dict[str, Any], key: Authenticator, pending: StaffClient
) -> None:
    options = request_options(pending)
    for name, value in change.items():
        setattr(key, name, value)
    answer = pending.post(reverse(USE), {"answer": key.get(options)})
    assert answer.headers["Location"] == reverse("second_factor")
    assert not is_in(pending)


def test_a_cloned_key_whose_counter_fell_back_is_refused(
    key: Authenticator, pending: StaffClient
) -> None:
    Passkey.objects.update(sign_count=5)
    pending.post(reverse(USE), {"answer": key.get(request_options(pending))})
    assert not is_in(pending)


def test_a_colleagues_key_does_not_let_in(
    cast: Cast, key: Authenticator, staff_client_for: SignedIn, give_password: Give
) -> None:
    carl, carls = staff_client_for(cast.carl_cases), Authenticator()
    add(carl, carls.create(creation_options(carl)))
    client = StaffClient()
    give_password(client, cast.carl_cases)
    client.post(reverse(USE), {"answer": key.get(request_options(client))})
    assert not is_in(client)


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "x", '{"id": 1}', '{"rawId": "é"}', "\x00", "9" * 30_000]
)
def test_nonsense_is_no_answer(answer: str, key: Authenticator, pending: StaffClient) -> None:
    request_options(pending)
    assert pending.post(reverse(USE), {"answer": answer}).status_code == 302
    assert not is_in(pending)
    creating = reverse(ADD)
    assert pending.post(creating, {"answer": answer, "label": "x"}).status_code == 403


@pytest.mark.parametrize("answer", ["", "{}", "[1]", "null", "x", '{"id": 1}'])
def test_nonsense_makes_no_key_and_keeps_the_name(
    answer: str, cast: Cast, staff_client_for: SignedIn
) -> None:
    client = staff_client_for(cast.ana_hotline)
    creation_options(client)
    page = add(client, answer, "my blue key")
    assert page.status_code == 422
    assert 'value="my blue key"' in page.content.decode()
    assert not Passkey.objects.exists()


def test_a_key_from_a_copy_of_this_site_is_not_added(
    cast: Cast, staff_client_for: SignedIn
) -> None:
    client = staff_client_for(cast.ana_hotline)
    for wrong in (
        Authenticator(origin="https://evil.example"),
        Authenticator(domain="evil.example"),
    ):
        assert add(client, wrong.create(creation_options(client))).status_code == 422
    assert not Passkey.objects.exists()


def test_a_key_is_added_once(cast: Cast, key: Authenticator, staff_client_for: SignedIn) -> None:
    for worker in (cast.ana_hotline, cast.carl_cases):
        client = staff_client_for(worker)
        assert add(client, key.create(creation_options(client))).status_code == 422
    assert Passkey.objects.count() == 1


def test_the_question_names_keys_that_are_there_already(
    cast: Cast, key: Authenticator, staff_client_for: SignedIn
) -> None:
    options = creation_options(staff_client_for(cast.ana_hotline))
    assert len(options["excludeCredentials"]) == 1
    assert options["rp"]["id"] == "localhost"


@pytest.mark.parametrize(
    ("url", "domain", "origin"),
    [
        ("http://127.0.0.1:8001", "localhost", "http://localhost:8001"),
        ("http://[::1]:8001", "localhost", "http://localhost:8001"),
        ("https://staff.example.org", "staff.example.org", "https://staff.example.org"),
        ("https://staff.example.org:444", "staff.example.org", "https://staff.example.org:444"),
    ],
)
def test_the_domain_comes_from_the_address_of_the_staff_site(
    url: str, domain: str, origin: str
) -> None:
    with override_settings(STAFF_URL=url):
        party = relying_party()
    assert party is not None
    assert (party.domain, party.origin) == (domain, origin)


def test_a_site_without_a_name_says_why_it_takes_no_keys(
    cast: Cast, staff_client_for: SignedIn
) -> None:
    with override_settings(STAFF_URL="https://192.0.2.10"):
        assert relying_party() is None
        page = staff_client_for(cast.ana_hotline).get(reverse(ADD))
    assert page.status_code == 200
    assert "reached by a number" in page.content.decode()
