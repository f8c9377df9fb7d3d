"""The same world, and browsers in it, as for the attempts."""

import pytest

from tests.cast import Cast
from tests.referrals.attempts.trying import Attempts, SignIn
from tests.referrals.attempts.world import World, make_world
from tests.replay import again
from waymark.cases.records import amend
from waymark.referrals.compelled.content import Asked, Handling, Said
from waymark.referrals.models import Disclosure


@pytest.fixture
def attempts(cast: Cast, staff_client_for: SignIn) -> Attempts:
    """Everything three times, and who tries."""
    return Attempts(again("every form", lambda: _world(cast)), staff_client_for)


def _world(cast: Cast) -> World:
    """With a demand whose page can be shown again."""
    world = make_world(cast)
    demand = Disclosure.objects.get(pk=world.ours["disclosure"])
    asked = Asked("subpoena", "Rule 45", "District Court", "all records", "2026-11-02")
    amend(demand, Said(asked, Handling()).as_content(), cast.keyring(cast.sara_supervisor))
    return world
