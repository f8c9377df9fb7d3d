"""Find reports by name, place or phone number among those a worker may open."""

import re

from django.db.models import QuerySet

from waymark.accounts.models import Worker
from waymark.reports.models import Report
from waymark.reports.names import ids_of
from waymark.reports.queries.queue import in_order, with_signs
from waymark.reports.queries.visible import visible_to
from waymark.reports.states import READABLE
from waymark.vault import blind
from waymark.vault.keyring import Keyring

MOST_FOUND = 50
# What may be written around and inside a phone number.
_NUMBER_LIKE = re.compile(r"[+(]?\d[\d\s()./-]{5,}\d")


def find(worker: Worker, keyring: Keyring, words: str) -> list[Report]:
    """Up to MOST_FOUND readable reports that hold every word, the most pressing first.

    A report's short name finds that report.
    """
    rows = visible_to(worker).filter(state__in=READABLE).select_related("holder")
    return list(in_order(with_signs(_matching(rows, keyring, words, worker), worker))[:MOST_FOUND])


def _matching(
    rows: QuerySet[Report], keyring: Keyring, words: str, worker: Worker
) -> QuerySet[Report]:
    if between := ids_of(words):
        return rows.filter(pk__range=between)
    envelopes = blind.find(tokens_of(words, worker.organisation.country), by=keyring)
    return rows.filter(envelope__in=envelopes)


def tokens_of(words: str, region: str | None) -> set[str]:
    """What to look up: numbers as phone numbers, all the rest as words."""
    phones = blind.phones(words, region)
    rest = _NUMBER_LIKE.sub(" ", words) if phones else words
    return phones | blind.words(rest)
