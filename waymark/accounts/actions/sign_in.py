"""Signing in, locking, unlocking, signing out."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from waymark.accounts import passwords, sessions
from waymark.accounts.models import SignIn, Worker
from waymark.accounts.sessions import Session
from waymark.audit import log
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.vault.keyring import Keyring
from waymark.vault.models import PasswordLock
from waymark.vault.passwords import WrongPassword, open_with_password, waste_a_derivation


def check_password(login: str, password: str) -> tuple[Worker, Keyring]:
    """The worker and their opened keyring. One derivation whatever is wrong.

    Raises WrongPassword alike for an unknown name, a wrong password and a worker who has left.
    """
    password = passwords.normalise(password)
    worker = (
        Worker.objects.select_related("holder", "organisation")
        .filter(login=login.strip().lower(), is_active=True)
        .first()
    )
    lock_row = PasswordLock.objects.filter(holder=worker.holder).first() if worker else None
    if worker is None or worker.holder is None or lock_row is None:
        waste_a_derivation(password)
        _failed(worker)
        raise WrongPassword
    return worker, _open(worker, lock_row, password)


def _open(worker: Worker, lock_row: PasswordLock, password: str) -> Keyring:
    try:
        pair = open_with_password(lock_row, password)
    except WrongPassword:
        _failed(worker)
        raise
    return Keyring(lock_row.holder, pair)


@transaction.atomic
def _failed(worker: Worker | None) -> None:
    log.record(Event.SIGN_IN_FAILED, by=Actor.SYSTEM, target=worker)


@transaction.atomic
def sign_in(worker: Worker, keyring: Keyring) -> str:
    """Start a sign-in that still lacks its second factor. Returns the cookie's token."""
    return sessions.start(worker, keyring, second_factor=False)


@transaction.atomic
def pass_second_factor(row: SignIn) -> None:
    """Note that the second factor was shown; from now on the worker is in."""
    row.second_factor_at = row.active_at = timezone.now()
    row.challenge = b""
    row.save(update_fields=["second_factor_at", "active_at", "challenge"])
    log.record(Event.SIGN_IN_SUCCEEDED, by=row.worker, target=row.worker)


@transaction.atomic
def lock(row: SignIn) -> None:
    """Wipe the private key from a sign-in; the password brings it back. Idempotent."""
    if sessions.drop_key(SignIn.objects.filter(pk=row.pk)):
        log.record(Event.SIGN_IN_LOCKED, by=row.worker, target=row.worker)


def unlock(session: Session, password: str) -> Keyring:
    """Bring the private key back into a locked sign-in. Raises WrongPassword."""
    worker = session.worker
    lock_row = PasswordLock.objects.select_related("holder").get(holder=worker.holder_id)
    keyring = _open(worker, lock_row, passwords.normalise(password))
    with transaction.atomic():
        sessions.restore_key(session, keyring)
        log.record(Event.SIGN_IN_UNLOCKED, by=worker, target=worker)
    return keyring


@transaction.atomic
def sign_out(row: SignIn) -> None:
    """End one sign-in."""
    SignIn.objects.filter(pk=row.pk).delete()
    log.record(Event.SIGN_IN_ENDED, by=row.worker, target=row.worker)


@transaction.atomic
def sign_out_everywhere(worker: Worker, *, keep: SignIn | None = None) -> int:
    """End a worker's sign-ins, all but the one to keep. Returns how many ended."""
    rows = SignIn.objects.filter(worker=worker).exclude(pk=keep.pk if keep else "")
    count = rows.count()
    rows.delete()
    if count:
        log.record(Event.SIGN_IN_ENDED, by=worker, target=worker)
    return count


@transaction.atomic
def tidy(now: datetime) -> int:
    """Lock what is idle and end what is too old, for browsers that never came back.

    Returns how many sign-ins were changed.
    """
    changed, _ = SignIn.objects.filter(created_at__lte=sessions.oldest_start(now)).delete()
    for row in SignIn.objects.exclude(sealed_private=b"").select_related("worker"):
        if sessions.is_idle(row, now):
            lock(row)
            changed += 1
    return changed
