"""Who outside was given something: a release and a produced demand keep account of what left."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from waymark.accounts.models import Worker
from waymark.cases.forgetting.copies import Gone
from waymark.cases.queries.visible import cases_visible_to
from waymark.cases.records import read_many
from waymark.referrals.compelled.content import Said as DemandSaid
from waymark.referrals.consent.terms import Said
from waymark.referrals.models import Disclosure, Release
from waymark.vault.keyring import Keyring


def received(gone: Gone, by: Worker, keyring: Keyring) -> Iterator[str]:
    """The names of receivers of any of it, from the cases that the worker may open."""
    yield from released_to(gone, by, keyring)
    own = _about(gone, by)
    for content in read_many(Disclosure.objects.filter(**own), keyring).values():
        demand = DemandSaid.of(content)
        if _left(demand.left, gone):
            yield demand.asked.who


def released_to(gone: Gone, by: Worker, keyring: Keyring) -> Iterator[str]:
    """The same of what the person released, who so knows of it; no demand is told here."""
    own = _about(gone, by)
    for content in read_many(Release.objects.filter(**own), keyring).values():
        release = Said.of(content)
        if _left(release.left, gone):
            yield release.terms.receiver


def _about(gone: Gone, by: Worker) -> dict[str, Any]:
    return {
        "participant__in": gone.participants,
        "case__in": cases_visible_to(by),
        "envelope__erased_at": None,
    }


def _left(lines: Iterable[Mapping[str, Any]], gone: Gone) -> bool:
    return any(gone.holds(name) for line in lines for name in line["fields"])
