"""What of a person's record could leave under a release, and what stays."""

from dataclasses import dataclass
from itertools import groupby

from waymark.referrals.consent.choices import Choice, choices_of
from waymark.referrals.exports.htcds import has_place
from waymark.referrals.gate import fields_of
from waymark.referrals.models import Release
from waymark.referrals.reference.releases import releases
from waymark.vault.keyring import Keyring


@dataclass(frozen=True)
class Offered:
    """One field that holds something. `in_standard`: a file of the standard has a place for it."""

    choice: Choice
    covered: bool
    in_standard: bool


def offered(release: Release, keyring: Keyring) -> list[Offered]:
    """What the record holds now, by kind; nothing that is empty. Raises CannotOpen."""
    covers = fields_of(release, keyring)
    order = list(releases().kind_ids)
    held = [each for each in choices_of(release.participant, keyring) if each.holds]
    return [
        Offered(each, each.name in covers, has_place(each.name))
        for each in sorted(held, key=lambda each: order.index(each.kind))
    ]


def by_kind(found: list[Offered]) -> list[tuple[str, list[Offered]]]:
    """The same under the names of their kinds."""
    names = {kind.id: kind.label for kind in releases().kinds()}
    return [
        (names[kind], list(group)) for kind, group in groupby(found, lambda each: each.choice.kind)
    ]
