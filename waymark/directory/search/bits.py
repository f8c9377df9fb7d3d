"""What a row is like, in the bits of two whole numbers, so that one comparison filters by all.

`traits` holds, from the lowest bit: 28 bits of criteria it accepts, 28 it refuses, 4 flags, and 3
for readers below partner, caseworker and sealed from whom it is hidden. 63 bits fit a signed
64-bit column of both databases.
"""

from collections.abc import Iterable

CRITERIA = 28
FLAGS = 4
HIDDEN = 3
REFUSES_AT = CRITERIA
FLAGS_AT = 2 * CRITERIA
HIDDEN_AT = FLAGS_AT + FLAGS

# Each has a bit: append, never insert. A language that is not here is a posting key instead.
LANGUAGES = (
    *("en", "es", "vi", "ar", "zh", "yue", "cmn", "ko", "tl", "fil", "fr", "ht", "pt", "ru", "uk"),
    *("pl", "de", "it", "ja", "hi", "ur", "pa", "bn", "gu", "ta", "te", "ne", "my", "km", "lo"),
    *("th", "hmn", "id", "ms", "fa", "prs", "ps", "ku", "tr", "am", "ti", "om", "so", "sw", "rw"),
    *("ln", "yo", "ig", "ha", "wo", "ro", "hu", "bg", "sq", "el", "he", "hy", "ase", "quc", "mam"),
)
_LANGUAGE_BITS = {code: 1 << place for place, code in enumerate(LANGUAGES)}


def language_bits(codes: Iterable[str]) -> int:
    """The languages that have a bit."""
    total = 0
    for code in codes:
        total |= _LANGUAGE_BITS.get(code, 0)
    return total


def traits(*, accepts: int, refuses: int, flags: int, tier: int) -> int:
    """Everything about a row in one number. Raises ValueError where bits would run over."""
    _fits(accepts, CRITERIA)
    _fits(refuses, CRITERIA)
    _fits(flags, FLAGS)
    if not 0 <= tier <= HIDDEN:
        raise ValueError(f"A tier is from 0 to {HIDDEN}.")
    hidden = (1 << tier) - 1
    return accepts | refuses << REFUSES_AT | flags << FLAGS_AT | hidden << HIDDEN_AT


def wanted(*, accepts: int, flags: int, tier: int) -> tuple[int, int]:
    """(mask, value): a row fits when `traits & mask = value`: refuses none, has all, is shown."""
    _fits(accepts, CRITERIA)
    _fits(flags, FLAGS)
    if tier < 0:
        raise ValueError("A reader's tier is 0 or more.")
    hidden = 1 << (HIDDEN_AT + tier) if tier < HIDDEN else 0
    return accepts << REFUSES_AT | flags << FLAGS_AT | hidden, flags << FLAGS_AT


def accepted(of_traits: int) -> int:
    """The criteria that a row accepts."""
    return of_traits & _ones(CRITERIA)


def refused(of_traits: int) -> int:
    """The criteria that a row refuses."""
    return of_traits >> REFUSES_AT & _ones(CRITERIA)


def flags_of(of_traits: int) -> int:
    """The caller's flags of a row."""
    return of_traits >> FLAGS_AT & _ones(FLAGS)


def tier_of(of_traits: int) -> int:
    """The least tier that sees a row."""
    return (of_traits >> HIDDEN_AT & _ones(HIDDEN)).bit_count()


def _ones(count: int) -> int:
    return (1 << count) - 1


def _fits(value: int, count: int) -> None:
    if not 0 <= value < 1 << count:
        raise ValueError(f"More than {count} bits do not fit the index.")
