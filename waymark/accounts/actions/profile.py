"""What workers change about themselves."""

from django.db import transaction

from waymark.accounts import passwords
from waymark.accounts.actions.sign_in import sign_out_everywhere
from waymark.accounts.models import Worker
from waymark.accounts.sessions import Session
from waymark.audit import log
from waymark.audit.events import Event
from waymark.vault.models import PasswordLock
from waymark.vault.passwords import open_with_password, set_password


@transaction.atomic
def change_profile(worker: Worker) -> None:
    """Save a worker's own name, e-mail, language and time zone."""
    worker.save(update_fields=["name", "email", "language", "time_zone"])
    log.record(Event.WORKER_CHANGED, by=worker, target=worker)


def change_password(session: Session, old: str, new: str) -> None:
    """Close the worker's key with a new password and end their other sign-ins.

    Raises WrongPassword, and ValidationError for a password that is easy to guess.
    """
    worker = session.worker
    lock = PasswordLock.objects.select_related("holder").get(holder=worker.holder_id)
    pair = open_with_password(lock, passwords.normalise(old))
    new = passwords.normalise(new)
    passwords.check(new, about=(worker.login, worker.name, worker.organisation.name))
    with transaction.atomic():
        set_password(lock.holder, pair.private, new)
        sign_out_everywhere(worker, keep=session.row)
        log.record(Event.PASSWORD_CHANGED, by=worker, target=worker)
