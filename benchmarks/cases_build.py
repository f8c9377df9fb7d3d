"""Builds the caseload of `cases` in the database that Django is set up with.

One organisation with two circles holds all that is measured; a smaller one next door is there so
that every query has something to leave out.
"""

from benchmarks.cases_maker import House, Maker
from benchmarks.cases_world import World
from benchmarks.cases_writer import Writer
from benchmarks.installation import PASSWORD
from waymark.accounts.actions import setup
from waymark.accounts.models import Worker
from waymark.accounts.roles import Role
from waymark.cases import models
from waymark.cases.caseload import due
from waymark.cases.models import Case
from waymark.vault.keyring import Keyring
from waymark.web.actions import save_site

CIRCLES = (setup.CASE_MANAGEMENT, "Legal")
MANAGERS, SUPERVISORS = 60, 3
TOGETHER = 250  # cases that are written in one transaction
NEXT_DOOR = 20  # so many times fewer cases there


def build(cases: int, *, managers: int = MANAGERS) -> dict[str, int]:
    """Write so many cases with five notes each; returns how many rows there are of each kind."""
    save_site(organisation="Measured", country="US", time_zone="America/Chicago")
    world = World(models.today())
    written = _fill(world, "measured", managers, cases)
    _fill(world, "next-door", 2, cases // NEXT_DOOR)
    due.refresh(Case.objects.all())
    return written


def login(house: str, role: Role, number: int) -> str:
    """The sign-in name of a worker of the caseload."""
    return f"{house}-{role.value.replace('_', '-')}-{number:02}"


def _fill(world: World, name: str, managers: int, cases: int) -> dict[str, int]:
    house, keyring = _house(name, managers)
    writer = Writer(keyring)
    maker = Maker(world, house, writer)
    for number in range(cases):
        maker.make(number)
        if number % TOGETHER == TOGETHER - 1:
            writer.flush()
    writer.flush()
    return dict(writer.written)


def _house(name: str, managers: int) -> tuple[House, Keyring]:
    """An organisation and its workers; the keyring is a supervisor's, who is in both circles."""
    organisation, _code = setup.create_organisation(name, "US")
    hired: dict[Role, list[tuple[Worker, Keyring]]] = {
        role: [
            setup.create_worker_with_password(
                organisation, login(name, role, number), f"{role.label} {number}", [role], PASSWORD
            )
            for number in range(1, count + 1)
        ]
        for role, count in ((Role.CASE_MANAGER, managers), (Role.SUPERVISOR, SUPERVISORS))
    }
    holders = [worker.holder for pairs in hired.values() for worker, _ in pairs if worker.holder]
    circles = [setup.create_compartment(organisation, each, holders) for each in CIRCLES]
    workers = [worker for worker, _ in hired[Role.CASE_MANAGER]]
    return House(organisation, circles, workers), hired[Role.SUPERVISOR][0][1]
