"""One browser that is signed in: a cookie's token, and a row that only the token brings to life.

Two keyed hashes of the token are used: one is the row's id, the other closes the worker's private
key. So neither the database alone nor the id opens anything.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from waymark.accounts.models import SignIn, Worker
from waymark.vault.contract import place
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import KEY_BYTES, CannotOpen, keyed_hash, random_bytes

COOKIE = "waymark_staff"
# Activity is noted this often, in seconds: a write for every click would wait for the disk.
NOTE_EVERY = 15


@dataclass(frozen=True)
class Session:
    """A sign-in as one request sees it; `keyring` is None while it is locked."""

    row: SignIn
    keyring: Keyring | None
    token: str

    @property
    def worker(self) -> Worker:
        """Whose session it is."""
        return self.row.worker

    @property
    def opened(self) -> Keyring:
        """The keyring. Raises CannotOpen while the session is locked."""
        if self.keyring is None:
            raise CannotOpen("locked")
        return self.keyring

    @property
    def locked(self) -> bool:
        """Whether the password must be given again."""
        return self.keyring is None

    @property
    def idle_minutes(self) -> int:
        """After how long without work the page is hidden and the key dropped."""
        return int(settings.IDLE_LOCK_MINUTES)

    @property
    def passed(self) -> bool:
        """Whether the second factor has been shown."""
        return self.row.second_factor_at is not None


def start(worker: Worker, keyring: Keyring, *, second_factor: bool) -> str:
    """Sign a worker in and return the token for the cookie, which is stored nowhere."""
    now = timezone.now()
    token = base64.urlsafe_b64encode(random_bytes(KEY_BYTES)).rstrip(b"=").decode()
    row = SignIn(id=_row_id(token), worker=worker, active_at=now)
    row.second_factor_at = now if second_factor else None
    row.sealed_private = keyring.seal_private(_key(token), place(row, "sealed_private"))
    row.save(force_insert=True)
    return token


def resume(token: str) -> Session | None:
    """The session of a cookie; None when it never was, has ended or its worker has left."""
    if not _well_formed(token):
        return None
    row = (
        SignIn.objects.select_related("worker__organisation", "worker__holder")
        .prefetch_related("worker__role_rows")
        .filter(pk=_row_id(token))
        .first()
    )
    if row is None or not row.worker.is_active or row.worker.holder is None:
        return None
    if row.created_at <= oldest_start(timezone.now()):
        row.delete()
        return None
    return Session(row, _open(row, token), token)


def _open(row: SignIn, token: str) -> Keyring | None:
    """The keyring, or None where the key was dropped or does not belong to this holder."""
    holder = row.worker.holder
    if not row.sealed_private or holder is None:
        return None
    try:
        keyring = Keyring.open_private(
            holder, row.sealed_private, _key(token), place(row, "sealed_private")
        )
    except CannotOpen:
        return None
    return keyring if keyring.pair.public == bytes(holder.public_key) else None


def is_idle(row: SignIn, now: datetime) -> bool:
    """Whether nobody has worked with this sign-in for IDLE_LOCK_MINUTES."""
    return row.active_at <= now - timedelta(minutes=settings.IDLE_LOCK_MINUTES)


def oldest_start(now: datetime) -> datetime:
    """A sign-in from this moment or before has ended, whatever its worker did."""
    return now - timedelta(hours=settings.SESSION_HOURS)


def note_activity(row: SignIn, now: datetime) -> None:
    """Remember that a person made a request just now."""
    if row.active_at <= now - timedelta(seconds=NOTE_EVERY):
        SignIn.objects.filter(pk=row.pk).update(active_at=now)


def drop_key(rows: QuerySet[SignIn]) -> int:
    """Lock sign-ins: wipe the private key, keep the rows. Returns how many were open."""
    return rows.exclude(sealed_private=b"").update(sealed_private=b"", challenge=b"")


def restore_key(session: Session, keyring: Keyring) -> None:
    """Unlock a sign-in with the keyring that the password opened."""
    row = session.row
    row.sealed_private = keyring.seal_private(_key(session.token), place(row, "sealed_private"))
    row.active_at = timezone.now()
    row.save(update_fields=["sealed_private", "active_at"])


def _well_formed(token: str) -> bool:
    try:
        return len(base64.b64decode(token + "=", altchars="-_", validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def _row_id(token: str) -> str:
    return _hash(token, b"sign-in row").hex()


def _key(token: str) -> bytes:
    return _hash(token, b"sign-in key")


def _hash(token: str, context: bytes) -> bytes:
    # The token's 43 characters are its key: two spellings of the same bytes are two tokens.
    return keyed_hash(token.encode(), b"", context=context)
