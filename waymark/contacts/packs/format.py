"""The file of a pack: canonical JSON and an Ed25519 signature over it.

    {"pack": {"contacts": [...], "country": "", "format": "waymark-contacts/1", "key": "<hex>",
              "made_on": "2026-11-25", "serial": 1, "signer": "Riverside Coalition"},
     "signature": "<hex>"}

Canonical: keys in order, no blank between signs, UTF-8. A file that is not byte for byte what we
would write is refused, so that there is one reading of it only and any changed byte is noticed.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from waymark.contacts.refusals import CannotNow
from waymark.vault.primitives import plain_hash, sign, signing_public, verifies

FORMAT = "waymark-contacts/1"
# Keeps a signature made for a pack from passing as one for anything else that the key may sign.
DOMAIN = b"waymark.contacts.pack/1\n"
MOST_BYTES = 1_000_000
MOST_SERIAL = 2**53
_SHAPE: dict[str, type] = {
    "contacts": list,
    "country": str,
    "format": str,
    "key": str,
    "made_on": str,
    "serial": int,
    "signer": str,
}


class BadPack(CannotNow):
    """A file that is no pack, or was changed after it was signed."""


@dataclass(frozen=True)
class Signed:
    """A pack whose form is right. Whether its signature holds, `is_whole` says."""

    content: dict[str, Any]
    signature: bytes

    @property
    def key(self) -> bytes:
        """The public key that it names."""
        return bytes.fromhex(self.content["key"])

    @property
    def serial(self) -> int:
        """Its number; each pack of a signer has a higher one."""
        return int(self.content["serial"])

    @property
    def digest(self) -> str:
        """A fingerprint of the whole content."""
        return plain_hash(canonical(self.content)).hex()

    def is_whole(self) -> bool:
        """Whether the named key signed exactly this content."""
        return verifies(self.key, DOMAIN + canonical(self.content), self.signature)


def canonical(value: object) -> bytes:
    """The one way in which we write a value as JSON."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def seal(content: dict[str, Any], seed: bytes) -> bytes:
    """The bytes of a pack file: the content with the format and key added, signed."""
    whole = content | {"format": FORMAT, "key": signing_public(seed).hex()}
    signature = sign(seed, DOMAIN + canonical(whole))
    return canonical({"pack": whole, "signature": signature.hex()})


def read(data: bytes) -> Signed:
    """Take a file apart without believing it yet. Raises BadPack."""
    if len(data) > MOST_BYTES:
        raise BadPack(_("This file is too large for a pack of contacts."))
    try:
        outer = json.loads(data)
        again = canonical(outer)
    except (ValueError, RecursionError):
        raise BadPack(_("This file is no pack of contacts.")) from None
    if not isinstance(outer, dict) or outer.keys() != {"pack", "signature"}:
        raise BadPack(_("This file is no pack of contacts."))
    content, signature = outer["pack"], outer["signature"]
    if not _is_shaped(content) or not _is_hex(signature, 64):
        raise BadPack(_("This file is no pack of contacts."))
    if content["format"] != FORMAT:
        raise BadPack(
            _("This pack is of another version (%(format)s): update Waymark.")
            % {"format": content["format"]}
        )
    if again != data:
        raise BadPack(_("This file was changed after it was signed."))
    return Signed(content, bytes.fromhex(signature))


def _is_shaped(content: object) -> bool:
    if not isinstance(content, dict) or content.keys() != _SHAPE.keys():
        return False
    fits = all(type(content[name]) is kind for name, kind in _SHAPE.items())
    return fits and _is_hex(content["key"], 32) and 0 < content["serial"] < MOST_SERIAL


def _is_hex(text: object, size: int) -> bool:
    if not isinstance(text, str) or len(text) != 2 * size:
        return False
    return all(sign in "0123456789abcdef" for sign in text)
