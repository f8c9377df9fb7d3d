"""Something of every kind that the staff pages are about, and browsers of those who work there."""

import secrets
from dataclasses import dataclass

import pytest

from tests.directory.conftest import SignIn, World
from tests.sites import StaffClient
from waymark.directory.actions import partners, pending
from waymark.directory.actions.partners import Added
from waymark.directory.actions.suggesting import Said, suggest
from waymark.directory.models import PendingChange, PendingKind, Service, Suggestion


@dataclass
class Staff:
    """What the tests of the staff side do, in short words."""

    world: World

    def renumber(
        self, service: Service, number: str = "+1 202 555 0199", **more: object
    ) -> PendingChange:
        """Dora proposes another number."""
        phone = service.phones.get()
        body = {"phone_id": str(phone.pk), "number": number, "type": "voice", **more}
        dora = self.world.cast.dora_directory
        return pending.propose(service, PendingKind.NUMBER, body, by=dora)

    def suggestion(self, service: Service | None = None, **said: str) -> Suggestion:
        """A visitor says what is wrong."""
        words = {"what": "The door is round the back.", "language": "en"} | said
        return suggest(service, Said(**words), secrets.token_bytes(16))

    def partner(self, name: str = "Otter County") -> Added:
        """Sara adds a partner."""
        sara = self.world.cast.sara_supervisor
        return partners.add_partner(name, by=sara, keyring=self.world.keyring(sara))


@pytest.fixture
def staff(world: World) -> Staff:
    """The small directory, and hands."""
    return Staff(world)


@pytest.fixture
def dora(world: World, staff_client_for: SignIn) -> StaffClient:
    """Dora's browser: she edits Riverside's directory and is in its circle."""
    return staff_client_for(world.cast.dora_directory)


@pytest.fixture
def sara(world: World, staff_client_for: SignIn) -> StaffClient:
    """Sara's browser: she is Riverside's supervisor and in the circle."""
    return staff_client_for(world.cast.sara_supervisor)


@pytest.fixture
def ana(world: World, staff_client_for: SignIn) -> StaffClient:
    """Ana's browser: she works on Riverside's hotline and is in the circle."""
    return staff_client_for(world.cast.ana_hotline)


@pytest.fixture
def lena(world: World, staff_client_for: SignIn) -> StaffClient:
    """Lena's browser: she is supervisor next door."""
    return staff_client_for(world.cast.lena_lakeside)
