"""What of a person's record can go into a copy, and what stays out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from waymark.cases.caseload.content import PRIVILEGE, said
from waymark.cases.models import CaseFile, CaseRecord, Note, Participant
from waymark.cases.queries.values import FILE, NOTE
from waymark.cases.records import read_many
from waymark.referrals.consent.choices import FILES, Choice, choices_of
from waymark.referrals.reference.releases import releases
from waymark.vault.keyring import Keyring


@dataclass(frozen=True)
class Offer:
    """What can be chosen, and how many notes and files are under somebody's confidence."""

    choices: list[Choice]
    privileged: int

    @property
    def proposed(self) -> list[str]:
        """Every field; a note or a file tells of others too, so a worker reads it first."""
        return [each.name for each in self.choices if each.kind != FILES]

    def by_kind(self) -> list[tuple[str, list[Choice]]]:
        """The choices under the names of their kinds."""
        names = {kind.id: kind.label for kind in releases().kinds()}
        ordered = sorted(self.choices, key=lambda each: each.kind)
        groups = groupby(ordered, key=lambda each: each.kind)
        return [(names[kind], list(group)) for kind, group in groups]


def offer_of(participant: Participant, keyring: Keyring) -> Offer:
    """All that the record holds now, without notes and files under a confidence."""
    held = [each for each in choices_of(participant, keyring) if each.holds]
    shut = _privileged(participant, keyring)
    return Offer([each for each in held if each.name not in shut], len(shut))


def _privileged(participant: Participant, keyring: Keyring) -> set[str]:
    kinds: Mapping[str, type[CaseRecord]] = {NOTE: Note, FILE: CaseFile}
    found: set[str] = set()
    for kind, model in kinds.items():
        rows = model._default_manager.filter(case=participant.case, envelope__erased_at=None)
        opened = read_many(rows, keyring)
        found |= {f"{kind}:{pk}" for pk in _labelled(opened)}
    return found


def _labelled(opened: Mapping[UUID, Mapping[str, object]]) -> Iterable[UUID]:
    return [pk for pk, content in opened.items() if said(content, PRIVILEGE)]
