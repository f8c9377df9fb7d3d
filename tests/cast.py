"""The people of the tests: two organisations, a worker for each role, one stranger next door."""

import uuid
from dataclasses import dataclass, field

from waymark.accounts.actions import setup
from waymark.accounts.models import Organisation, Worker
from waymark.accounts.roles import Role
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment

PASSWORD = "orbit lantern cactus mild"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HOTLINE, CASE_MANAGEMENT = setup.HOTLINE, setup.CASE_MANAGEMENT
BOTH = (HOTLINE, CASE_MANAGEMENT)

# Name, role, compartments. Riverside has one worker for each role; Lakeside is next door.
RIVERSIDE = (
    ("ana_hotline", Role.HOTLINE_WORKER, (HOTLINE,)),
    ("carl_cases", Role.CASE_MANAGER, (CASE_MANAGEMENT,)),
    ("sara_supervisor", Role.SUPERVISOR, BOTH),
    ("ivan_analyst", Role.ANALYST, (CASE_MANAGEMENT,)),
    ("dora_directory", Role.DIRECTORY_EDITOR, ()),
    ("vera_contacts", Role.CONTACT_VERIFIER, ()),
    ("otto_auditor", Role.AUDITOR, ()),
    ("adam_admin", Role.ADMINISTRATOR, ()),
)
LAKESIDE = (
    ("luis_lakeside", Role.HOTLINE_WORKER, (HOTLINE,)),
    ("lena_lakeside", Role.SUPERVISOR, BOTH),
    ("lars_lakeside", Role.ADMINISTRATOR, ()),
)
NAMES = tuple(name for name, _, _ in (*RIVERSIDE, *LAKESIDE))
ROLES = {name: role for name, role, _ in (*RIVERSIDE, *LAKESIDE)}


@dataclass
class Cast:
    """Everybody, by name: `cast.ana_hotline`, or `cast["ana_hotline"]`."""

    riverside: Organisation
    lakeside: Organisation
    workers: dict[str, Worker]
    keyrings: dict[uuid.UUID, Keyring]
    compartments: dict[tuple[str, str], Compartment]
    recovery_codes: dict[uuid.UUID, str] = field(repr=False)

    def __getitem__(self, name: str) -> Worker:
        return self.workers[name]

    def __getattr__(self, name: str) -> Worker:
        workers: dict[str, Worker] = self.__dict__.get("workers", {})
        if name not in workers:
            raise AttributeError(name)
        return workers[name]

    def keyring(self, worker: Worker) -> Keyring:
        """A fresh keyring of a worker, as a request has it."""
        known = self.keyrings[worker.pk]
        return Keyring(known.holder, known.pair)

    def compartment(self, organisation: Organisation, name: str) -> Compartment:
        """A compartment by name; its key is read anew."""
        return Compartment.objects.select_related("key").get(owner=organisation.pk, name=name)


def make_cast() -> Cast:
    """Write the whole cast into the database."""
    riverside, riverside_code = setup.create_organisation("Riverside Coalition", "US")
    lakeside, lakeside_code = setup.create_organisation("Lakeside Legal Aid", "US")
    cast = Cast(
        riverside, lakeside, {}, {}, {}, {riverside.pk: riverside_code, lakeside.pk: lakeside_code}
    )
    for organisation, people in ((riverside, RIVERSIDE), (lakeside, LAKESIDE)):
        for name, role, _ in people:
            _hire(cast, organisation, name, role)
        for name in BOTH:
            members = [cast[who].holder for who, _, opens in people if name in opens]
            compartment = setup.create_compartment(
                organisation, name, [holder for holder in members if holder]
            )
            cast.compartments[organisation.name, name] = compartment
    return cast


def _hire(cast: Cast, organisation: Organisation, name: str, role: Role) -> None:
    shown = name.replace("_", " ").title()
    worker, keyring = setup.create_worker_with_password(
        organisation, name, shown, [role], PASSWORD, totp_secret=TOTP_SECRET
    )
    cast.workers[name] = worker
    cast.keyrings[worker.pk] = keyring
