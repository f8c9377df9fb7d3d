"""Receipts: 80 bits that a reporter keeps and the server does not.

A receipt is drawn from the form's own random 128-bit key, so that a form sent twice gives the
same receipt. Keyed hashes of it give the value it is looked up by and the reporter's key pair.
The key of the hashes is the public site's; it never suffices without the receipt.
"""

from dataclasses import dataclass, field

from waymark.vault import letters
from waymark.vault.primitives import KeyPair, keyed_hash, pair_from_seed

RECEIPT_BYTES = 10


@dataclass(frozen=True)
class Receipts:
    """Makes and reads receipts under the installation's receipt key (32 bytes)."""

    key: bytes = field(repr=False)

    def for_form(self, form_key: bytes) -> str:
        """The receipt of a form, as text: `ABCD-EFGH-JKMN-PQRS-T`."""
        return letters.encode(
            keyed_hash(self.key, form_key, context=b"receipt", size=RECEIPT_BYTES)
        )

    def lookup(self, receipt: str) -> bytes:
        """The 32 bytes that a report is found by. A mistyped receipt gets a value that finds none.

        Mistyped and well-formed receipts take the same way, so that time and answer are alike.
        """
        secret = letters.decode(receipt, RECEIPT_BYTES)
        if secret is None:
            typed = receipt[: letters.LONGEST].encode("utf-8", "surrogatepass")
            return keyed_hash(self.key, typed, context=b"mistyped")
        return keyed_hash(self.key, secret, context=b"lookup")

    def reporter_pair(self, receipt: str) -> KeyPair:
        """The reporter's key pair. Raises ValueError for a mistyped receipt."""
        secret = letters.decode(receipt, RECEIPT_BYTES)
        if secret is None:
            raise ValueError("mistyped receipt")
        return pair_from_seed(keyed_hash(self.key, secret, context=b"reporter"))

    def form_file_key(self, form_key: bytes) -> bytes:
        """The key that closes files of a form which could not be sent yet."""
        return keyed_hash(self.key, form_key, context=b"held file")
