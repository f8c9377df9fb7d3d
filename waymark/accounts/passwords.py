"""What a password must be, and one spelling for all the ways to type it."""

import re
import unicodedata
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST = 12
LONGEST = 200
FEWEST_SIGNS = 5
NEIGHBOURS = {0, 1, 9}  # 9 is from 9 back to 0
MOSTLY = 0.8


def normalise(password: str) -> str:
    """Bring the spellings of one password together (keyboards compose accents differently)."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, *, about: tuple[str, ...] = ()) -> None:
    """Raise ValidationError with what to do when a new password is easy to guess.

    `about` are words that somebody who knows the worker would try first: names, the e-mail.
    """
    if len(password) < SHORTEST:
        raise ValidationError(
            _("Use at least %(number)d characters. Four or five unrelated words are good.")
            % {"number": SHORTEST}
        )
    if len(set(password)) < FEWEST_SIGNS or _is_common(password):
        raise ValidationError(
            _("Many people use this password, so it is tried first. Use unrelated words.")
        )
    if _tells(password, about):
        raise ValidationError(_("Leave your name and the name of your organisation out of it."))


def _is_common(password: str) -> bool:
    bare = re.sub(r"[\W\d_]+$|^[\W\d_]+", "", password)
    half = password[: len(password) // 2]
    doubled = half if half * 2 == password else password
    return _is_run(password) or any(_is_listed(text) for text in (password, bare, doubled))


def _is_run(password: str) -> bool:
    """Whether nearly every sign is next to the one before: 1234567890, abcdefgh, ddddd."""
    steps = [abs(ord(a) - ord(b)) for a, b in pairwise(password)]
    return sum(step in NEIGHBOURS for step in steps) >= MOSTLY * len(steps)


def _is_listed(text: str) -> bool:
    """Whether it is among the 20,000 most used ones, as Django ships them."""
    try:
        _LISTED.validate(text)
    except ValidationError:
        return True
    return False


def _tells(password: str, about: tuple[str, ...]) -> bool:
    """Whether little is left of the password once names are taken out."""
    left = password.casefold()
    for text in about:
        for word in re.findall(r"\w{3,}", text.casefold()):
            left = left.replace(word, "")
    return len(set(left)) < FEWEST_SIGNS and left != password.casefold()


_LISTED = CommonPasswordValidator()
