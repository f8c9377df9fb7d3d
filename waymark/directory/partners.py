"""Partners' keys: to whom places of the partner tier are sealed, and who presents one."""

from dataclasses import dataclass, field

from waymark.directory.models import Partner
from waymark.vault.primitives import KeyPair
from waymark.vault.reader_keys import read_key


@dataclass(frozen=True)
class Opened:
    """A partner whose key was presented, and the pair that opens what is sealed to it."""

    partner: Partner
    pair: KeyPair = field(repr=False)


def partner_of(key: str) -> Opened | None:
    """The partner whose key this is; None for a mistyped, unknown or revoked one."""
    read = read_key(key)
    if read is None:
        return None
    partner = Partner.objects.filter(lookup=read.lookup, revoked_at=None).first()
    return Opened(partner, read.pair) if partner else None


def readers() -> list[bytes]:
    """The public keys of all partners whose key was not taken back."""
    rows = Partner.objects.filter(revoked_at=None).order_by("id")
    return [bytes(key) for key in rows.values_list("public_key", flat=True)]
