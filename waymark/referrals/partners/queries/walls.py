"""Whether what a partner sent is about somebody whom a wall keeps from the worker who opens it.

A partner's referral belongs to no case yet, so no wall stands around it by itself. Before anything
is shown it is compared, in memory, with those whom walls keep from this worker. It costs nothing
for the others. What is found is told to nobody: the referral is not there for that worker.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from waymark.accounts.models import Worker
from waymark.cases.answers import answers_from_json
from waymark.cases.matching.candidates import find_candidates
from waymark.cases.matching.identity import Identity
from waymark.cases.models import Person, Wall
from waymark.cases.people.queries.finding import identity_of
from waymark.cases.queries.values import IDENTITY
from waymark.cases.records import read_many
from waymark.referrals.partners.content import Sent, answers_in
from waymark.vault.keyring import Keyring


def meets_a_wall(sent: Sent, worker: Worker, keyring: Keyring) -> bool:
    """Whether who was sent may be somebody behind a wall, as the check for duplicates sees it.

    Only people of circles that the worker opens can be compared.
    """
    behind = _behind_walls(worker)
    if not behind.exists():
        return False

    def open_identities(envelopes: Sequence[UUID]) -> Mapping[UUID, Identity]:
        rows = list(behind.filter(envelope__in=envelopes))
        opened = read_many(rows, keyring)
        return {
            row.envelope_id: identity_of(answers_from_json(opened[row.pk]), worker)
            for row in rows
            if row.pk in opened
        }

    identity = identity_of(answers_in(sent, IDENTITY), worker)
    return bool(find_candidates(identity, by=keyring, open_identities=open_identities, most=1))


def _behind_walls(worker: Worker) -> QuerySet[Person]:
    """The people of walled cases, with the rows that were merged with theirs."""
    cases = Wall.objects.filter(worker=worker, lifted_at=None).values("case")
    there = Q(participants__case__in=cases)
    into = Q(merged_into__participants__case__in=cases)
    from_there = Q(merged_rows__participants__case__in=cases)
    return Person.objects.filter(there | into | from_there).distinct()
