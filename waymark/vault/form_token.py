"""The key of a form, signed, in a hidden field.

It makes a form that is sent twice count once, and bounds how old a form may be. It needs no
cookie: the public site knows nobody, so a forged request can do no more than a stranger can.
"""

import time
from enum import Enum

from django.core.signing import BadSignature, Signer

from waymark.vault.primitives import random_bytes

FORM_KEY_BYTES = 16
VALID_HOURS = 24
_HOUR = 3600


class Form(Enum):
    """Which form a token belongs to; the token of one does not fit another."""

    REPORT = "waymark.reports.report"
    MESSAGE = "waymark.reports.message"
    SUGGESTION = "waymark.directory.suggestion"


class WrongToken(Exception):
    """No form of ours has this token."""


class ExpiredToken(Exception):
    """The form is older than a day. `form_key` is still the one it was given."""

    def __init__(self, form_key: bytes) -> None:
        super().__init__("expired")
        self.form_key = form_key


def issue(form: Form) -> str:
    """A token with a new random form key, which says no more about its time than the hour."""
    return _sign(form, random_bytes(FORM_KEY_BYTES), _hour())


def read(form: Form, token: str) -> bytes:
    """The form key of a token. Raises WrongToken, or ExpiredToken after a day."""
    try:
        key_text, hour_text = Signer(salt=form.value).unsign(token).split(".")
        form_key, hour = bytes.fromhex(key_text), int(hour_text, 16)
    except (BadSignature, ValueError):
        raise WrongToken from None
    if not 0 <= _hour() - hour <= VALID_HOURS:
        raise ExpiredToken(form_key)
    return form_key


def _sign(form: Form, form_key: bytes, hour: int) -> str:
    return Signer(salt=form.value).sign(f"{form_key.hex()}.{hour:x}")


def _hour() -> int:
    return int(time.time()) // _HOUR
