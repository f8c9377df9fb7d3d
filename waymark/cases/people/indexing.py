"""Write who somebody is into the blind indexes of the circles that open it.

A worker can only write the indexes whose keys they hold; elsewhere a changed person is taken out
and indexed again when a member of that circle searches next. A rotation empties an index likewise.

`Person.indexed` says that somebody is in all of them, so that a search among fifty thousand people
asks only about the others; `IndexedCircle` says for which keys that still holds after a rotation.
"""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.cases.answers import Answers, answers_from_json
from waymark.cases.matching.identity import Identity
from waymark.cases.matching.tokens import index_tokens
from waymark.cases.models import IndexedCircle, Person
from waymark.cases.permissions import may_work_on_cases
from waymark.cases.queries.visible import people_visible_to
from waymark.cases.records import read_many
from waymark.vault import blind, locks
from waymark.vault.blind import ToIndex
from waymark.vault.keyring import Keyring
from waymark.vault.models import BlindTerm, Envelope, IndexedRecord, WrappedDataKey

BATCH = 100
NOTED = 1_000  # people who are held at once while it is noted that they are in every index


@transaction.atomic
def index_person(person: Person, answers: Answers, *, keyring: Keyring) -> None:
    """Index a person anew in every circle of the keyring; take them out of all the others."""
    tokens = _tokens(person, answers)
    mine = [key for key in keyring.compartment_keys if _opens(key.id, person)]
    for index in (IndexedRecord, BlindTerm):
        rows = index._default_manager.filter(envelope=person.envelope_id)
        rows.exclude(compartment_key__in=mine).delete()
    blind.index_many([ToIndex(person.envelope_id, key, tokens) for key in mine], by=keyring)
    Person.objects.filter(pk=person.pk).update(indexed=False)
    _note_some([person.envelope_id])


def index_some(worker: Worker, keyring: Keyring, *, most: int = BATCH) -> int:
    """Index up to `most` people whom the worker can open and nobody has indexed yet.

    Returns how many are left. Raises NotAllowed to those who do not work on cases.
    """
    require(may_work_on_cases, worker)
    whole = _are_whole(keyring)
    if whole and not _waiting(worker).exists():
        return 0
    pending = _pending(worker, keyring)
    pending = pending.filter(indexed=False) if whole else pending
    rows = list(pending.select_related("organisation")[:most])
    if rows:
        _index_many(rows, keyring)
    _note_done(worker)
    if not whole:
        _note_whole(keyring)
    return pending.count() if len(rows) == most else 0


def look_again(instance: WrappedDataKey, **_: Any) -> None:
    """Whatever gives a circle a key to somebody: they may be missing in its index."""
    Person.objects.filter(envelope=instance.envelope_id, indexed=True).update(indexed=False)


def _are_whole(keyring: Keyring) -> bool:
    """Whether everybody with `indexed` is in the index of each circle of the keyring."""
    noted = IndexedCircle.objects.filter(compartment_key__in=keyring.compartment_keys)
    generations = dict(noted.values_list("compartment_key", "generation"))
    return all(generations.get(key.id) == key.generation for key in keyring.compartment_keys)


def _note_whole(keyring: Keyring) -> None:
    """Note that nobody is missing in the worker's circles, where that is so.

    People behind a wall count too: they wait until a colleague indexes them.
    """
    waits = Exists(_unindexed(keyring).filter(envelope=OuterRef("envelope")))
    if not Person.objects.filter(waits).exists():
        for key in keyring.compartment_keys:
            IndexedCircle.objects.update_or_create(
                compartment_key=key, defaults={"generation": key.generation}
            )


def _waiting(worker: Worker) -> QuerySet[Person]:
    """Those of whom nobody noted that they are in every index."""
    return Person.objects.filter(organisation=worker.organisation_id, indexed=False)


def _note_done(worker: Worker) -> None:
    """Note those who are in every index by now."""
    done = list(_waiting(worker).filter(~Exists(_missing())).values_list("envelope_id", flat=True))
    for start in range(0, len(done), NOTED):
        _note_some(done[start : start + NOTED])


@transaction.atomic
def _note_some(envelopes: Collection[uuid.UUID]) -> None:
    """Note those who are in every index. Nobody adds a circle or rotates a key meanwhile.

    Whom somebody changes at this moment is left for the next search.
    """
    rows = Person.objects.filter(envelope__in=envelopes, indexed=False).order_by("pk")
    held = rows.select_for_update(no_key=True, skip_locked=True)
    people = dict(held.values_list("pk", "envelope_id"))
    locks.share_keys()
    keys = Envelope.objects.filter(pk__in=people.values()).order_by("pk")
    list(keys.select_for_update(no_key=True))
    Person.objects.filter(~Exists(_missing()), pk__in=people).update(indexed=True)


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
    mine = WrappedDataKey.objects.filter(compartment_key__in=keyring.compartment_keys)
    return mine.filter(_NOT_THERE)


def _missing() -> QuerySet[WrappedDataKey]:
    """The keys of circles that open somebody and do not find them."""
    keys = WrappedDataKey.objects.filter(envelope=OuterRef("envelope"))
    return keys.filter(_NOT_THERE, compartment_key__isnull=False)


_NOT_THERE = ~Exists(
    IndexedRecord.objects.filter(
        envelope=OuterRef("envelope"), compartment_key=OuterRef("compartment_key")
    )
)


def _opens(key_id: uuid.UUID, person: Person) -> bool:
    rows = WrappedDataKey.objects.filter(compartment_key=key_id, envelope=person.envelope_id)
    return rows.exists()


def _tokens(person: Person, answers: Answers) -> Iterable[str]:
    return index_tokens(Identity.of(answers, region=person.organisation.country))
