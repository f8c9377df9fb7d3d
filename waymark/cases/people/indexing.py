"""Write who somebody is into the blind indexes of the circles that open it.

A worker can only write the indexes whose keys they hold; elsewhere a changed person is taken out
and indexed again when a member of that circle searches next. A rotation empties an index likewise.
"""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.cases.answers import Answers, answers_from_json
from waymark.cases.matching.identity import Identity
from waymark.cases.matching.tokens import index_tokens
from waymark.cases.models import Person
from waymark.cases.permissions import may_work_on_cases
from waymark.cases.queries.visible import people_visible_to
from waymark.cases.records import read_many
from waymark.vault import blind
from waymark.vault.blind import ToIndex
from waymark.vault.keyring import Keyring
from waymark.vault.models import BlindTerm, IndexedRecord, WrappedDataKey

BATCH = 100


@transaction.atomic
def index_person(person: Person, answers: Answers, *, keyring: Keyring) -> None:
    """Index a person anew in every circle of the keyring; take them out of all the others."""
    tokens = _tokens(person, answers)
    mine = [key for key in keyring.compartment_keys if _opens(key.id, person)]
    for index in (IndexedRecord, BlindTerm):
        rows = index._default_manager.filter(envelope=person.envelope_id)
        rows.exclude(compartment_key__in=mine).delete()
    blind.index_many([ToIndex(person.envelope_id, key, tokens) for key in mine], by=keyring)


def index_some(worker: Worker, keyring: Keyring, *, most: int = BATCH) -> int:
    """Index up to `most` people whom the worker can open and nobody has indexed yet.

    Returns how many are left. Raises NotAllowed to those who do not work on cases.
    """
    require(may_work_on_cases, worker)
    pending = _pending(worker, keyring)
    rows = list(pending.select_related("organisation")[:most])
    _index_many(rows, keyring)
    return pending.count() if len(rows) == most else 0


@transaction.atomic
def _index_many(people: list[Person], keyring: Keyring) -> None:
    """One that does not open is noted as indexed without words: trying again would not help."""
    opened = read_many(people, keyring)
    tokens = {
        person.pk: _tokens(person, answers_from_json(opened.get(person.pk, {})))
        for person in people
    }
    by_envelope = {person.envelope_id: person for person in people}
    missing = _unindexed(keyring).filter(envelope__in=by_envelope)
    found = [
        ToIndex(row.envelope_id, row.compartment_key, tokens[by_envelope[row.envelope_id].pk])
        for row in missing.select_related("compartment_key")
        if row.compartment_key
    ]
    blind.index_many(found, by=keyring)


def _pending(worker: Worker, keyring: Keyring) -> QuerySet[Person]:
    waits = Exists(_unindexed(keyring).filter(envelope=OuterRef("envelope")))
    return people_visible_to(worker).filter(waits).order_by("-created_at", "pk")


def _unindexed(keyring: Keyring) -> QuerySet[WrappedDataKey]:
    done = IndexedRecord.objects.filter(
        envelope=OuterRef("envelope"), compartment_key=OuterRef("compartment_key")
    )
    mine = WrappedDataKey.objects.filter(compartment_key__in=keyring.compartment_keys)
    return mine.filter(~Exists(done))


def _opens(key_id: uuid.UUID, person: Person) -> bool:
    rows = WrappedDataKey.objects.filter(compartment_key=key_id, envelope=person.envelope_id)
    return rows.exists()


def _tokens(person: Person, answers: Answers) -> Iterable[str]:
    return index_tokens(Identity.of(answers, region=person.organisation.country))
