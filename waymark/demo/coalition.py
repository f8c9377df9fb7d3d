"""Makes the coalition: organisations, compartments, workers, recipients and who is on call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from waymark.accounts.actions import setup
from waymark.accounts.models import Organisation, Worker
from waymark.accounts.roles import Role
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.demo.facts import SignIn
from waymark.demo.script import read_table
from waymark.reports.actions.on_call import add_on_call
from waymark.reports.actions.recipients import Texts, create_recipient, publish, write_text
from waymark.reports.actions.retention import install_default_rules
from waymark.reports.models import Recipient
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment
from waymark.web.actions import save_site

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Member:
    """A worker with their opened keyring, as if they were signed in."""

    worker: Worker
    keyring: Keyring


@dataclass(frozen=True)
class Coalition:
    """Organisations by key of the data file; everybody, by sign-in name; recipients by slug;
    recovery codes by organisation.
    """

    organisations: dict[str, Organisation]
    members: dict[str, Member]
    recipients: dict[str, Recipient]
    recovery_codes: dict[str, str]

    def somebody(self, organisation: Organisation, role: Role) -> Worker:
        """A worker of an organisation who has this role."""
        workers = self.everybody(role)
        return next(each for each in workers if each.organisation_id == organisation.pk)

    def everybody(self, role: Role) -> list[Worker]:
        """All workers who have this role."""
        workers = (member.worker for member in self.members.values())
        return [each for each in workers if role in each.roles]

    def sign_ins(self) -> tuple[SignIn, ...]:
        """Who can sign in, in the order of the data file."""
        return tuple(_sign_in(login, member.worker) for login, member in self.members.items())


def found(password: str, totp_secret: str) -> Coalition:
    """Write the whole coalition; every worker gets this password and code generator."""
    table, teams = read_table("coalition"), read_table("recipients")["recipient"]
    site = save_site(**table["site"])
    audit.record(Event.SITE_CHANGED, by=Actor.SYSTEM, target=site)
    organisations, recovery_codes = _organisations(table["organisation"])
    members = {
        row["login"]: Member(
            *setup.create_worker_with_password(
                organisations[row["organisation"]],
                row["login"],
                row["name"],
                [Role(row["role"])],
                password,
                totp_secret=totp_secret,
            )
        )
        for row in table["worker"]
    }
    compartments = _compartments(table, organisations, members)
    coalition = Coalition(organisations, members, {}, recovery_codes)
    for row in teams:
        opened = [compartments[key] for key in row["compartments"]]
        coalition.recipients[row["slug"]] = _recipient(
            row, opened, organisations[row["organisation"]], coalition
        )
    return coalition


def _organisations(rows: Sequence[Row]) -> tuple[dict[str, Organisation], dict[str, str]]:
    made, codes = {}, {}
    for row in rows:
        organisation, code = setup.create_organisation(
            row["name"], row["country"], row["time_zone"]
        )
        install_default_rules(organisation)
        made[row["key"]] = organisation
        codes[organisation.name] = code
    return made, codes


def _compartments(
    table: Row, organisations: Mapping[str, Organisation], members: Mapping[str, Member]
) -> dict[str, Compartment]:
    made = {}
    for row in table["compartment"]:
        inside = [one["login"] for one in table["worker"] if row["key"] in one["compartments"]]
        holders = [members[login].keyring.holder for login in inside]
        organisation = organisations[row["organisation"]]
        made[row["key"]] = setup.create_compartment(organisation, row["name"], holders)
    return made


def _recipient(
    row: Row, opened: Sequence[Compartment], organisation: Organisation, coalition: Coalition
) -> Recipient:
    """A team with its texts and its on-call list, made by those who may."""
    administrator = coalition.somebody(organisation, Role.ADMINISTRATOR)
    supervisor = coalition.somebody(organisation, Role.SUPERVISOR)
    recipient = create_recipient(row["slug"], compartments=opened, by=administrator)
    for language, text in row["text"].items():
        write_text(recipient, language, Texts(**text), by=administrator)
    for login in row["on_call"]:
        add_on_call(recipient, coalition.members[login].worker, by=supervisor)
    return publish(recipient, by=administrator) if row["published"] else recipient


def _sign_in(login: str, worker: Worker) -> SignIn:
    role = ", ".join(sorted(str(role.label) for role in worker.roles))
    return SignIn(login, worker.name, role, worker.organisation.name)
