"""One-time codes (RFC 6238). The secret is sealed to the worker's own key; a code works once."""

import hmac
import unicodedata

import pyotp
from django.core import signing
from django.utils import timezone

from waymark.accounts.models import SignIn, TotpDevice, Worker
from waymark.vault.contract import place
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen, box_open, box_seal

STEP_SECONDS = 30
ISSUER = "Waymark"
# How long, in seconds, somebody may take to scan a new secret and type its first code.
SECRET_AGE = 30 * 60
_SALT = "waymark.accounts.totp"


def offer_secret(row: SignIn) -> str:
    """A new secret, signed for this sign-in: nothing is stored until its first code is typed."""
    return signing.dumps([row.pk, pyotp.random_base32()], salt=_SALT)


def offered_secret(row: SignIn, offer: str) -> str | None:
    """The secret of an offer; None when it was made for another sign-in or too long ago."""
    try:
        found_for, secret = signing.loads(offer, salt=_SALT, max_age=SECRET_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(secret) if found_for == row.pk else None


def address_for(worker: Worker, secret: str) -> str:
    """What the QR code of a new secret says."""
    return pyotp.TOTP(secret).provisioning_uri(name=worker.login, issuer_name=ISSUER)


def seal_secret(device: TotpDevice, secret: str) -> None:
    """Seal a base32 secret to the device's worker (not saved yet)."""
    holder = device.worker.holder
    if holder is None:
        raise ValueError("A worker without a key pair cannot keep a secret.")
    device.sealed_secret = box_seal(
        bytes(holder.public_key), secret.encode(), place(device, "sealed_secret")
    )


def step_of(secret: str, code: str) -> int | None:
    """The 30 s step, now or the one before or after, that a code belongs to."""
    generator = pyotp.TOTP(secret)
    typed = _plain_digits(code)
    now = int(timezone.now().timestamp()) // STEP_SECONDS
    steps = (now, now - 1, now + 1)
    fitting = [s for s in steps if hmac.compare_digest(generator.generate_otp(s).encode(), typed)]
    return fitting[0] if fitting else None


def _plain_digits(code: str) -> bytes:
    """What was typed, without spaces; an Arabic keyboard types digits of its own."""
    letters = (each for each in code if not each.isspace())
    return "".join(str(unicodedata.decimal(each, each)) for each in letters).encode()


def accept(device: TotpDevice, keyring: Keyring, code: str) -> bool:
    """Whether the code is right and newer than every code accepted before; uses it up."""
    try:
        secret = box_open(keyring.pair, device.sealed_secret, place(device, "sealed_secret"))
    except CannotOpen:
        return False
    step = step_of(secret.decode(), code)
    if step is None:
        return False
    newer = TotpDevice.objects.filter(pk=device.pk, last_step__lt=step)
    return newer.update(last_step=step) == 1
