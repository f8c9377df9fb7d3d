"""Time that the tests move by hand, for Django's clock and the throttle's."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.urls import reverse

from tests.cast import PASSWORD, TOTP_SECRET, Cast
from tests.sites import StaffClient
from waymark.accounts.gate import StaffRequest
from waymark.accounts.models import Worker


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    now: datetime
    steady: float = 1_000.0

    def forward(self, **by: float) -> None:
        """Move on, e.g. `clock.forward(minutes=9)`."""
        self.now += timedelta(**by)
        self.steady += timedelta(**by).total_seconds()


def request_of(answer: Any) -> StaffRequest:
    """The request of a test client's answer, with what the middleware put there."""
    request: StaffRequest = answer.wsgi_request
    return request


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Both clocks of this room."""
    standing = Clock(datetime(2026, 3, 2, 9, 0, 10, tzinfo=UTC))
    monkeypatch.setattr("django.utils.timezone.now", lambda: standing.now)
    monkeypatch.setattr(time, "monotonic", lambda: standing.steady)
    return standing


@pytest.fixture
def code(clock: Clock) -> Callable[[], str]:
    """The code that every generator of the cast shows now."""
    return lambda: pyotp.TOTP(TOTP_SECRET).at(clock.now)


@pytest.fixture
def give_password(cast: Cast) -> Callable[..., Any]:
    """Type name and password; returns the answer."""

    def give(
        client: StaffClient, worker: Worker | str, password: str = PASSWORD, **extra: Any
    ) -> Any:
        login = worker if isinstance(worker, str) else worker.login
        return client.post(reverse("sign_in"), {"login": login, "password": password}, **extra)

    return give
