"""How two dates of birth agree: exactly, as far as known, or but for a usual mistake."""

from rapidfuzz.distance import OSA

from waymark.cases.matching.identity import Birth
from waymark.cases.matching.reasons import Reason

YEARS_OFF = 10  # an age that is guessed, or changed by whoever made the papers
YEARS_NEAR = 2


def compare_births(one: Birth | None, other: Birth | None) -> Reason:
    """The reason that two dates of birth give, either way round the same."""
    if one is None or other is None:
        return Reason.BIRTH_UNKNOWN
    if _agree(one, other):
        full = one.day is not None and other.day is not None
        return Reason.BIRTH_SAME if full else Reason.BIRTH_ROUGHLY
    return _mistake(one, other) or _nearness(one, other)


def _agree(one: Birth, other: Birth) -> bool:
    """Whether everything that both know is equal."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(left == right for left, right in pairs if left and right)


def _mistake(one: Birth, other: Birth) -> Reason | None:
    """The usual mistake that makes one full date of the other."""
    if one.day is None or other.day is None:
        return None
    if one.swapped() == other:
        return Reason.BIRTH_SWAPPED
    same_day = (one.month, one.day) == (other.month, other.day)
    if same_day and abs(one.year - other.year) <= YEARS_OFF:
        return Reason.BIRTH_YEAR
    return Reason.BIRTH_DIGIT if OSA.distance(str(one), str(other)) == 1 else None


def _nearness(one: Birth, other: Birth) -> Reason:
    """Years count where a date is rough: two full dates that differ are two dates."""
    apart = abs(one.year - other.year)
    if (one.day and other.day) or apart > YEARS_OFF:
        return Reason.BIRTH_OTHER
    return Reason.BIRTH_NEAR if apart <= YEARS_NEAR else Reason.BIRTH_APART
