"""Second factors: one-time codes, passkeys, recovery codes."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts import relying_party, totp
from waymark.accounts.models import Passkey, RecoveryCode, SignIn, TotpDevice, Worker
from waymark.accounts.permissions import NotAllowed
from waymark.accounts.relying_party import PasskeyRefused, RelyingParty
from waymark.accounts.sessions import Session
from waymark.audit import log
from waymark.audit.events import Event
from waymark.vault import letters
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import plain_hash, random_bytes

CODES = 10
CODE_BYTES = 10
CHALLENGE_BYTES = 32
MOST_PASSKEYS = 10


class LastFactor(Exception):
    """Without this factor the worker would have none."""


def has_factor(worker: Worker) -> bool:
    """Whether the worker has a one-time code generator or a passkey."""
    return _factors(worker) > 0


def _factors(worker: Worker) -> int:
    codes = TotpDevice.objects.filter(worker=worker).count()
    return codes + Passkey.objects.filter(worker=worker).count()


def check_may_enrol(session: Session) -> None:
    """A first factor may be added with the password alone, a further one only past the first.

    Raises NotAllowed.
    """
    if not session.passed and has_factor(session.worker):
        raise NotAllowed(hidden=False)


@transaction.atomic
def enrol_totp(session: Session, offer: str, code: str) -> None:
    """Keep an offered secret once its first code is right; replaces an earlier generator.

    Raises ValidationError for a wrong code or an old offer, NotAllowed.
    """
    check_may_enrol(session)
    secret = totp.offered_secret(session.row, offer)
    if secret is None:
        raise ValidationError(_("This page was open too long. Scan the new picture."), code="old")
    step = totp.step_of(secret, code)
    if step is None:
        raise ValidationError(
            _("This code does not fit. Check the clock of your phone and type the next code.")
        )
    TotpDevice.objects.filter(worker=session.worker).delete()
    device = TotpDevice(worker=session.worker, last_step=step)
    totp.seal_secret(device, secret)
    device.save(force_insert=True)
    log.record(Event.FACTOR_ADDED, by=session.worker, target=device)


def ask_passkey(row: SignIn) -> bytes:
    """Draw a challenge for this sign-in; it is good for one answer."""
    row.challenge = random_bytes(CHALLENGE_BYTES)
    row.save(update_fields=["challenge"])
    return bytes(row.challenge)


def _use_challenge(row: SignIn) -> bytes:
    """Take the challenge away, so that no answer counts twice. Raises PasskeyRefused."""
    found = SignIn.objects.filter(pk=row.pk).values_list("challenge", flat=True).first()
    challenge = bytes(found or b"")
    used = SignIn.objects.filter(pk=row.pk, challenge=challenge).update(challenge=b"")
    if not challenge or not used:
        raise PasskeyRefused("no question was asked")
    return challenge


def enrol_passkey(session: Session, party: RelyingParty, answer: str, label: str) -> None:
    """Keep a passkey that the browser has just made. Raises PasskeyRefused, NotAllowed."""
    check_may_enrol(session)
    challenge = _use_challenge(session.row)
    made = relying_party.check_creation(party, answer, challenge)
    with transaction.atomic():
        if Passkey.objects.filter(credential_id=made.credential_id).exists():
            raise PasskeyRefused("this key is known already")
        if session.worker.passkeys.count() >= MOST_PASSKEYS:
            raise PasskeyRefused("too many keys")
        key = Passkey.objects.create(
            worker=session.worker,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            label=label,
        )
        log.record(Event.FACTOR_ADDED, by=session.worker, target=key)


def check_totp(worker: Worker, keyring: Keyring, code: str) -> bool:
    """Whether a one-time code is right and was not used before; uses it up."""
    device = TotpDevice.objects.filter(worker=worker).first()
    right = device is not None and totp.accept(device, keyring, code)
    return right or _failed(worker)


def check_passkey(session: Session, party: RelyingParty, answer: str) -> bool:
    """Whether one of the worker's passkeys signed this sign-in's challenge."""
    try:
        challenge = _use_challenge(session.row)
        key = Passkey.objects.filter(
            worker=session.worker, credential_id=relying_party.credential_id_of(answer)
        ).first()
        if key is None:
            return _failed(session.worker)
        key.sign_count = relying_party.check_request(party, answer, challenge, key)
    except PasskeyRefused:
        return _failed(session.worker)
    key.save(update_fields=["sign_count"])
    return True


@transaction.atomic
def use_recovery_code(worker: Worker, code: str) -> bool:
    """Whether this is one of the worker's unused recovery codes; uses it up."""
    secret = letters.decode(code, CODE_BYTES)
    if secret is None:
        return _failed(worker)
    rows = RecoveryCode.objects.filter(worker=worker, code_hash=_code_hash(worker, secret))
    if not rows.filter(used_at=None).update(used_at=timezone.now()):
        return _failed(worker)
    log.record(Event.RECOVERY_CODE_USED, by=worker, target=worker)
    return True


@transaction.atomic
def _failed(worker: Worker) -> bool:
    log.record(Event.FACTOR_FAILED, by=worker, target=worker)
    return False


@transaction.atomic
def renew_recovery_codes(worker: Worker) -> list[str]:
    """Replace the worker's recovery codes. Returns them as text, to be shown this once."""
    secrets = [random_bytes(CODE_BYTES) for _ in range(CODES)]
    RecoveryCode.objects.filter(worker=worker).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(worker=worker, code_hash=_code_hash(worker, secret)) for secret in secrets
    )
    log.record(Event.RECOVERY_CODES_RENEWED, by=worker, target=worker)
    return [letters.encode(secret) for secret in secrets]


def _code_hash(worker: Worker, secret: bytes) -> bytes:
    """A fast hash does: 80 random bits cannot be tried out."""
    return plain_hash(worker.id.bytes + secret)


@transaction.atomic
def remove_totp(worker: Worker) -> None:
    """Remove the one-time code generator. Raises LastFactor."""
    device = TotpDevice.objects.filter(worker=worker).first()
    if device is not None:
        _remove(device, worker)


@transaction.atomic
def remove_passkey(worker: Worker, key_id: uuid.UUID) -> None:
    """Remove a passkey of the worker's own. Raises LastFactor, and Passkey.DoesNotExist."""
    _remove(Passkey.objects.get(worker=worker, pk=key_id), worker)


def _remove(factor: TotpDevice | Passkey, worker: Worker) -> None:
    # The worker's row is locked, so that two removals at once cannot take the last two.
    Worker.objects.select_for_update().get(pk=worker.pk)
    if _factors(worker) == 1:
        raise LastFactor
    log.record(Event.FACTOR_REMOVED, by=worker, target=factor)
    factor.delete()
