"""The code with which a person reads how things stand, without saying who they are.

80 random bits, shown once and stored nowhere; a referral is found by their hash. No key of the
server is in it, because the staff site makes the code and the public site, which has other keys,
reads it: with so many bits none is needed.
"""

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.referrals.models import Referral
from waymark.referrals.referring.actions.common import hold
from waymark.referrals.referring.permissions import may_open_sent
from waymark.vault import letters
from waymark.vault.primitives import keyed_hash, random_bytes

CODE_BYTES = 10


@transaction.atomic
def make_code(referral: Referral, *, by: Worker) -> str:
    """A new code for the person; the one before, if there was one, opens nothing any more.

    Raises NotAllowed.
    """
    locked = hold(referral)
    require(may_open_sent, by, locked)
    secret = random_bytes(CODE_BYTES)
    locked.lookup = lookup_of(secret)
    locked.save(update_fields=["lookup"])
    audit.record(Event.RECORD_CHANGED, by=by, target=locked)
    return letters.encode(secret)


def read_code(typed: str) -> bytes:
    """The value that a typed code is looked up by; a mistyped one gets a value that finds none."""
    secret = letters.decode(typed, CODE_BYTES)
    if secret is None:
        cut = typed[: letters.LONGEST].encode("utf-8", "surrogatepass")
        return keyed_hash(b"mistyped".ljust(CODE_BYTES), cut, context=b"mistyped")
    return lookup_of(secret)


def lookup_of(secret: bytes) -> bytes:
    """What the referral is found by."""
    return keyed_hash(secret, b"", context=b"answer lookup")
