"""Fixtures for every room's tests: the cast, both sites' clients, a machine without network."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.cast import Cast, make_cast
from tests.chromium import browser  # noqa: F401  a fixture for every room
from tests.flush import guards_open_for_flush  # noqa: F401  a fixture, found by its name
from tests.migrated import migrated_file, migrated_home  # noqa: F401  fixtures for every room
from tests.replay import again
from tests.sites import PublicClient, StaffClient
from waymark.accounts import sessions, throttle
from waymark.accounts.models import Worker
from waymark.web import lifeline
from waymark.web import queries as web_queries

# No test fails because the machine is busy; CI draws the same examples each time, people draw new.
hypothesis_settings.register_profile(
    "waymark",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
    print_blob=True,
)
hypothesis_settings.load_profile("waymark")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Argon2id at libsodium's minimum: the tests derive thousands of keys."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("waymark.vault.passwords.STRETCH_PASSES", 1)
        patch.setattr("waymark.vault.passwords.STRETCH_BYTES", 8192)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise OSError(f"tests do not reach the network, and one tried {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    """What a process keeps in memory does not outlive a test."""
    throttle.forget_everything()
    cache.clear()
    # A request leaves its reader's language and time zone behind in the thread.
    translation.deactivate()
    timezone.deactivate()
    lifeline.forget()
    web_queries.forget_site()
    yield
    web_queries.forget_site()


@pytest.fixture(autouse=True)
def own_anchor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test anchors its audit log in a file of its own."""
    monkeypatch.setattr(settings, "AUDIT_ANCHOR_FILES", [tmp_path / "audit.head"])


@pytest.fixture
def cast(db: None) -> Cast:
    """Two organisations and everybody in them."""
    return again("cast", make_cast)


@pytest.fixture
def public_client() -> PublicClient:
    """Somebody on the public site."""
    return PublicClient()


@pytest.fixture
def stranger_client(db: None) -> StaffClient:
    """Somebody on the staff site who has not signed in."""
    return StaffClient()


@pytest.fixture
def staff_client_for(cast: Cast) -> Callable[[Worker], StaffClient]:
    """Make a client that is signed in, second factor passed, as a worker of the cast."""

    def signed_in(worker: Worker) -> StaffClient:
        client = StaffClient()
        token = sessions.start(worker, cast.keyring(worker), second_factor=True)
        client.cookies[sessions.COOKIE] = token
        return client

    return signed_in
