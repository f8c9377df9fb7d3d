"""A file for a receiver who is not on this system, closed with age (age-encryption.org/v1).

Where the receiver has a key of their own (`age1…`), it is closed to that, at once. Else it is
closed with a code: age then stretches the code with scrypt at a cost that its library fixes, some
two seconds and half a gigabyte. So one file is closed at a time in a process, and a third in the
queue is sent away kindly.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from threading import BoundedSemaphore, Lock
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from pyrage import RecipientError, encrypt, passphrase, x25519

from waymark.referrals.referring.content import Packed, PackedFile, lines_of, reason_in_words
from waymark.reports.states import CannotNow

WAITING = 2
PREFIX = "age1"
# Zip keeps no earlier day; the real one would say when a worker was at work.
NO_DAY = (1980, 1, 1, 0, 0, 0)
BUSY = _("Other files are being closed at the moment. Try again in a minute. Nothing is lost.")
NO_KEY = _("This is no age key. It begins with age1 and is 62 signs long.")

_places = BoundedSemaphore(1 + WAITING)
_one_at_a_time = Lock()


def close_with_code(plain: bytes, code: str) -> bytes:
    """An age file that the code opens. Raises CannotNow when too many wait."""
    if not _places.acquire(blocking=False):
        raise CannotNow(BUSY)
    try:
        with _one_at_a_time:
            closed: bytes = passphrase.encrypt(plain, code)
            return closed
    finally:
        _places.release()


def close_to_key(plain: bytes, key: str) -> bytes:
    """An age file that only the holder of the key opens. Raises CannotNow for what is no key."""
    require_key(key)
    closed: bytes = encrypt(plain, [x25519.Recipient.from_str(key)])
    return closed


def require_key(key: str) -> None:
    """Raise CannotNow for what is no age key."""
    try:
        x25519.Recipient.from_str(key)
    except RecipientError:
        raise CannotNow(NO_KEY) from None


def archive(packed: Packed, facts: Mapping[str, str]) -> bytes:
    """A zip with a page to read and print, the same for computers, and the files.

    `facts` are who sends and the referral's name, by the keys `sender` and `name`.
    """
    page = render_to_string(
        "referrals/referring/parts/packet_file.html",
        {
            **facts,
            "packed": packed,
            "reason": reason_in_words(packed.reason),
            "lines": lines_of(packed.values),
        },
    )
    members: list[tuple[str, bytes]] = [
        ("read-me.html", page.encode()),
        ("data.json", _for_computers(packed, facts)),
        *_named(packed.files),
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, body in members:
            zipped.writestr(zipfile.ZipInfo(name, NO_DAY), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _for_computers(packed: Packed, facts: Mapping[str, str]) -> bytes:
    told: dict[str, Any] = {
        "referral": facts["name"],
        "from": facts["sender"],
        "reason": packed.reason,
        "words": packed.words,
        "fields": dict(packed.values),
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def _named(files: Iterable[PackedFile]) -> list[tuple[str, bytes]]:
    """Members under names that lead nowhere else, whatever somebody called the file."""
    return [
        (f"files/{number}-{_plain(each.name)}", each.body)
        for number, each in enumerate(files, start=1)
    ]


def _plain(name: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "-_. " else "_" for sign in name)[:100]
