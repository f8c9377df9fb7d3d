"""Pairs that may be one person, and what was decided about others."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from waymark.accounts.models import Worker
from waymark.cases.answers import answers_from_json
from waymark.cases.matching.identity import Identity
from waymark.cases.matching.reasons import Reason
from waymark.cases.models import MatchDecision, Person, PersonMatch
from waymark.cases.names import person_name
from waymark.cases.people.queries.finding import (
    Found,
    candidates_for,
    family_envelopes,
    found_candidates,
    founds,
    identity_of,
    standing_people,
)
from waymark.cases.queries.visible import people_visible_to
from waymark.cases.records import read_many
from waymark.vault.keyring import Keyring

PEOPLE_AT_ONCE = 12  # looking for the doubles of one takes up to a tenth of a second
MOST_DECISIONS = 50


@dataclass(frozen=True)
class Pair:
    """Two rows that may be one person; `one` has been here longer and would stand for both."""

    one: Found
    other: Found
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Look:
    """What a stretch of the list of people brought. `next` is 0 at the end."""

    pairs: list[Pair]
    first: int
    last: int
    all: int
    next: int


@dataclass(frozen=True)
class DecisionLine:
    """A decision that holds, by pseudonym."""

    match: PersonMatch
    one: str
    other: str


def look(worker: Worker, keyring: Keyring, start: int) -> Look:
    """Compare a few people with everybody, the newest first, beginning after `start` of them."""
    everybody = standing_people(worker).order_by("-created_at", "pk")
    count = everybody.count()
    people = list(everybody[start : start + PEOPLE_AT_ONCE])
    end = start + len(people)
    return Look(
        pairs=pairs_of(worker, keyring, people),
        first=min(start + 1, end),
        last=end,
        all=count,
        next=end if end < count else 0,
    )


def pairs_of(worker: Worker, keyring: Keyring, people: Collection[Person]) -> list[Pair]:
    """Each pair of these people with anybody, once, and none about which it was decided."""
    opened = read_many(people, keyring)
    pairs: dict[frozenset[UUID], Pair] = {}
    for person in people:
        if person.pk not in opened:
            continue
        identity = identity_of(answers_from_json(opened[person.pk]), worker)
        for pair in _pairs_with(person, identity, worker, keyring):
            pairs.setdefault(frozenset({pair.one.person.pk, pair.other.person.pk}), pair)
    return list(pairs.values())


def _pairs_with(
    person: Person, identity: Identity, worker: Worker, keyring: Keyring
) -> Iterator[Pair]:
    out = [*family_envelopes(person), *_kept_apart_from(person)]
    near = candidates_for(worker, keyring, identity, leave_out=out)
    if near:
        own = founds(worker, keyring, [(person, ())])[0]
        yield from (_pair(own, found) for found in found_candidates(worker, keyring, near))


def _pair(one: Found, other: Found) -> Pair:
    older, newer = sorted((one, other), key=lambda each: (each.person.created_at, each.person.pk))
    return Pair(older, newer, other.reasons)


def _kept_apart_from(person: Person) -> list[UUID]:
    """The envelopes of those who were found to be somebody else."""
    rows = PersonMatch.objects.filter(undone_at=None, decision=MatchDecision.KEPT_APART)
    others = [
        *rows.filter(one=person).select_related("other__merged_into"),
        *rows.filter(other=person).select_related("one__merged_into"),
    ]
    apart = (match.other if match.one_id == person.pk else match.one for match in others)
    return [envelope for each in apart for envelope in family_envelopes(each.standing)]


def decisions(worker: Worker, person: Person | None = None) -> list[DecisionLine]:
    """The newest decisions that hold and that the worker may take back; of one person or of all."""
    mine = people_visible_to(worker)
    rows: QuerySet[PersonMatch] = PersonMatch.objects.filter(
        undone_at=None, one__in=mine, other__in=mine
    )
    if person is not None:
        rows = rows.filter(one=person) | rows.filter(other=person)
    newest = rows.select_related("one", "other", "decided_by").order_by("-decided_at", "pk")
    return [
        DecisionLine(match, person_name(match.one), person_name(match.other))
        for match in newest[:MOST_DECISIONS]
    ]
