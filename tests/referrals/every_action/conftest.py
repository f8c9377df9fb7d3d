"""One world for each test, made once and written again."""

import pytest

from tests.cast import Cast
from tests.referrals.every_action.world import World, make_ids
from tests.replay import again


@pytest.fixture
def world(cast: Cast) -> World:
    """Riverside with one of everything."""
    return World(cast, again("every action", lambda: make_ids(cast)))
