"""Codes that a learner keeps for a month: what was counted, closed with a key of the public site.

A code holds which lesson (in which version and language), the day, the marks before and after, 40
random bits and a keyed hash of all that, 15 bytes as 25 letters. The server keeps no code and no
learner: it recognises its own by the hash.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from waymark.learn.lessons.reading import Lesson, editions
from waymark.vault import letters
from waymark.vault.primitives import keyed_hash, plain_hash, random_bytes, same

EDITION_BYTES, DAY_BYTES, RANDOM_BYTES, CLOSING_BYTES = 3, 2, 5, 4
BODY_BYTES = EDITION_BYTES + DAY_BYTES + 1 + RANDOM_BYTES
CODE_BYTES = BODY_BYTES + CLOSING_BYTES
SPENT_BYTES = 16
FIRST_DAY = date(2020, 1, 1)
# A month is promised; who comes some days early is not sent away.
WAIT = timedelta(days=25)
PROMISED = timedelta(days=30)
# After that nobody knows any more whether it was counted: see counting.KEPT.
VALID = timedelta(days=365)
# How long a page with marks may stay open before they are counted.
FIRST_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Code:
    """What a code of ours says."""

    edition: bytes
    day: date
    before: int
    after: int
    random: bytes

    @property
    def body(self) -> bytes:
        """Everything but the closing hash."""
        days = (self.day - FIRST_DAY).days
        marks = bytes([self.before << 4 | self.after])
        return self.edition + days.to_bytes(DAY_BYTES) + marks + self.random

    @property
    def text(self) -> str:
        """The code in letters, as the learner keeps it."""
        return letters.encode(self.body + _closing(self.body))

    @property
    def opens(self) -> date:
        """The first day on which the questions are asked again."""
        return self.day + WAIT

    @property
    def due(self) -> date:
        """The day that the learner is asked to come back on."""
        return self.day + PROMISED

    @property
    def expired(self) -> bool:
        """Whether it is too old to be counted."""
        return timezone.localdate() > self.day + VALID

    @property
    def lesson(self) -> Lesson | None:
        """The lesson, if there still is that version in that language."""
        return next((each for each in editions() if self.fits(each)), None)

    def fits(self, lesson: Lesson) -> bool:
        """Whether it was issued for this lesson, which still has as many questions as marks."""
        possible = max(self.before, self.after) <= len(lesson.questions)
        return possible and edition(lesson) == self.edition

    def spent_as(self, use: bytes) -> bytes:
        """What is remembered when it was counted for a use (`first` or `later`)."""
        context = b"lesson " + use
        return keyed_hash(settings.RECEIPT_KEY, self.body, context=context, size=SPENT_BYTES)


def issue(lesson: Lesson, before: int, after: int) -> Code:
    """A new code for marks of today."""
    day = timezone.localdate()
    return Code(edition(lesson), day, before, after, random_bytes(RANDOM_BYTES))


def read(text: str) -> Code | None:
    """The code that somebody typed; None for one that is mistyped, changed or not of this site."""
    secret = letters.decode(text, CODE_BYTES)
    if secret is None:
        return None
    body, closing = secret[:BODY_BYTES], secret[BODY_BYTES:]
    return _parsed(body) if same(closing, _closing(body)) else None


def edition(lesson: Lesson) -> bytes:
    """What stands for a lesson in one version and language."""
    name = f"{lesson.slug}/{lesson.version}/{lesson.language}"
    return plain_hash(name.encode(), size=EDITION_BYTES)


def _parsed(body: bytes) -> Code:
    days = int.from_bytes(body[EDITION_BYTES : EDITION_BYTES + DAY_BYTES])
    marks = body[EDITION_BYTES + DAY_BYTES]
    return Code(
        edition=body[:EDITION_BYTES],
        day=FIRST_DAY + timedelta(days=days),
        before=marks >> 4,
        after=marks & 15,
        random=body[-RANDOM_BYTES:],
    )


def _closing(body: bytes) -> bytes:
    return keyed_hash(settings.RECEIPT_KEY, body, context=b"lesson code", size=CLOSING_BYTES)
