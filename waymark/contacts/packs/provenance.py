"""On whose word a contact in a pack stands. Packs name organisations and never a worker."""

from dataclasses import dataclass
from typing import Any

from waymark.contacts.checking import Finding, Means, Verifier
from waymark.contacts.models import Contact, Verification
from waymark.contacts.rows import Entry
from waymark.contacts.table import DataFileError, Table

LIST_NAME = "Waymark project list"
MOST_HANDS = 10


@dataclass(frozen=True)
class Provenance:
    """Who checked, how many of them, by which means, and the signers that passed it on."""

    organisation: str
    people: int
    means: str
    through: list[Any]


def provenance_of(contact: Contact, latest: list[Verification]) -> Provenance:
    """What a pack says about a contact, from its checks, the latest first."""
    right = [check for check in latest if check.finding == Finding.RIGHT]
    found = next(check for check in right if check.verifier == contact.verifier)
    if found.verifier == Verifier.SIGNER and found.signer is not None:
        hand = {"name": found.signer.name, "key": found.signer.public_key}
        through = [*found.through, hand]
        return Provenance(found.organisation, found.people, found.means, through)
    if found.verifier == Verifier.OWN and found.worker is not None:
        workers = {check.worker_id for check in right if check.version == contact.version}
        people = max(1, len(workers - {None}))
        return Provenance(found.worker.organisation.name, people, found.means, [])
    return Provenance(LIST_NAME, 1, found.means, [])


def written(provenance: Provenance) -> Entry:
    """The plain data that `read` reads."""
    return {
        "organisation": provenance.organisation,
        "people": provenance.people,
        "means": provenance.means,
        "through": provenance.through,
    }


def read(entry: Table) -> Provenance:
    """Undo `written`. Raises DataFileError."""
    people, through = entry.get("people"), entry.get("through")
    if type(people) is not int or not 1 <= people <= MOST_HANDS:
        raise entry.wrong(f"people must be a small number, not {people!r}")
    if not isinstance(through, list) or len(through) > MOST_HANDS:
        raise entry.wrong("through must be a short list")
    organisation = entry.text("organisation")
    if len(organisation) > 200:
        raise entry.wrong("organisation is longer than 200 signs")
    found = Provenance(
        organisation, people, entry.code("means", Means), [_hand(one, entry) for one in through]
    )
    entry.refuse_unknown()
    return found


def _hand(one: object, entry: Table) -> Entry:
    if not isinstance(one, dict):
        raise _no_hand(entry)
    hand = Table(one, entry.where)
    found: Entry = {"name": hand.text("name"), "key": hand.matching("key", r"[0-9a-f]{64}")}
    hand.refuse_unknown()
    return found


def _no_hand(entry: Table) -> DataFileError:
    return entry.wrong("through must name signers")
