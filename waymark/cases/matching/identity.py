"""Who somebody is, as far as it helps to find them again: opened, in memory, never stored."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from waymark.cases.answers import Answers, value_of
from waymark.evidence.linkage.names import latin
from waymark.vault import blind

MOST_WORDS = 5  # of one name
MOST_ALIASES = 3
MOST_LETTERS = 16  # of one word; a longer one is a sentence without spaces
TAIL = 8  # digits that a phone number keeps however its country and area are written
_BIRTH = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_FIRST_YEAR, _LAST_YEAR = 1850, 2200


@dataclass(frozen=True)
class Birth:
    """A date of birth as far as it is known; a day only with its month."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Birth | None":
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; None for anything else and for no real date."""
        found = _BIRTH.fullmatch(text.strip())
        if not found:
            return None
        year, month, day = (int(part) if part else None for part in found.groups())
        if year is None or not _FIRST_YEAR <= year <= _LAST_YEAR or not _real(year, month, day):
            return None
        return cls(year, month, day)

    def swapped(self) -> "Birth | None":
        """The date with day and month exchanged, if that is another real date."""
        if self.day is None or self.day == self.month or not _real(self.year, self.day, self.month):
            return None
        return Birth(self.year, self.day, self.month)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


def _real(year: int, month: int | None, day: int | None) -> bool:
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, repr=False)
class Identity:
    """Names, birth, phones and numbers of one person. No repr, so that no log shows them.

    `birth` is YYYY, YYYY-MM or YYYY-MM-DD; `region` (two letters) says how to read a phone
    number without country code. Unknown, declined and never asked are all empty here.
    """

    first: str = ""
    middle: str = ""
    second: str = ""
    aliases: tuple[str, ...] = ()
    born: str = ""
    phones: tuple[str, ...] = ()
    number: str = ""
    citizenship: frozenset[str] = field(default_factory=frozenset)
    region: str = ""

    @classmethod
    def of(cls, answers: Answers, *, region: str = "") -> "Identity":
        """The identity that a person's answers hold, by their HTCDS names."""
        return cls(
            first=_text(answers, "prs_FirstName"),
            middle=_text(answers, "prs_MiddleName"),
            second=_text(answers, "prs_SecondName"),
            aliases=_texts(answers, "aliases"),
            born=_text(answers, "prs_Birthdate"),
            phones=(*_texts(answers, "prs_HomePhone"), *_texts(answers, "prs_MobilePhone")),
            number=_text(answers, "prs_IdentityNumber"),
            citizenship=frozenset(_texts(answers, "prs_Citizenship")),
            region=region,
        )

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """Each name that the person goes by, as words in Latin letters, the full name first."""
        full = " ".join((self.first, self.middle, self.second))
        spelt = [_words(name) for name in (full, *self.aliases[:MOST_ALIASES])]
        return tuple(dict.fromkeys(words for words in spelt if words))

    @cached_property
    def birth(self) -> Birth | None:
        """The date of birth; None where it is unknown or no date."""
        return Birth.parse(self.born)

    @cached_property
    def dialled(self) -> frozenset[str]:
        """The phone numbers in E.164 form."""
        found = (blind.phones(text, self.region or None) for text in self.phones)
        return frozenset(token.removeprefix("phone:") for each in found for token in each)

    @cached_property
    def phone_tails(self) -> frozenset[str]:
        """The last eight digits of each phone number, which no country code changes."""
        digits = ["".join(c for c in blind.fold(text) if c in "0123456789") for text in self.phones]
        return frozenset(each[-TAIL:] for each in digits if len(each) >= TAIL)

    @cached_property
    def document(self) -> str:
        """The identity number in folded letters and digits only."""
        return "".join(letter for letter in blind.fold(self.number) if letter.isalnum())


def _words(name: str) -> tuple[str, ...]:
    return tuple(word[:MOST_LETTERS] for word in latin(name).split()[:MOST_WORDS])


def _text(answers: Answers, name: str) -> str:
    found = value_of(answers, name)
    return found if isinstance(found, str) else ""


def _texts(answers: Answers, name: str) -> tuple[str, ...]:
    """A field that may hold one text or several."""
    found = value_of(answers, name)
    several = found if isinstance(found, list) else [found]
    return tuple(each for each in several if isinstance(each, str) and each)
