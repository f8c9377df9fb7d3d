"""The world of the attempts."""

import pytest

from tests.cast import Cast
from tests.referrals.attempts.trying import Attempts, SignIn
from tests.referrals.attempts.world import make_world


@pytest.fixture
def attempts(cast: Cast, staff_client_for: SignIn) -> Attempts:
    """One of everything, and whoever tries."""
    return Attempts(make_world(cast), staff_client_for)
